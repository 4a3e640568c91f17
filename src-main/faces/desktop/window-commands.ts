import { existsSync } from 'node:fs';
import path from 'node:path';
import { nativeTheme } from 'electron';
import { failed, failure, succeeded } from '../../contract/failure.ts';
import type { FileIds } from './file-ids.ts';
import type { PreferenceStore } from './preferences.ts';
import type { ShellHandlers } from './shell-handlers.ts';

export interface WindowPorts {
  readonly preferences: PreferenceStore;
  readonly fileIds: FileIds;
  /** Loads the page again, in the language that is chosen now. */
  readonly reload: () => void;
}

/** Where a package has the samples, and where the repository does. */
const sampleFolders = (): readonly string[] => [
  path.join(process.resourcesPath, 'samples'),
  path.join(import.meta.dirname, '../../fixtures'),
];

/** What the window asks about itself: how it looks, in which language, and the samples to begin with. */
export const createWindowHandlers = ({
  preferences,
  fileIds,
  reload,
}: WindowPorts): Pick<ShellHandlers, 'shell.preferences' | 'shell.set_preferences' | 'shell.samples'> => ({
  'shell.preferences': () => Promise.resolve(succeeded(preferences.read())),
  'shell.set_preferences': (changes) => {
    const before = preferences.read();
    const now = preferences.write(changes);
    nativeTheme.themeSource = now.theme;
    if (now.language !== before.language) reload();
    return Promise.resolve(succeeded(now));
  },
  'shell.samples': () => {
    const folder = sampleFolders().find((one) => existsSync(path.join(one, 'batch-files')));
    if (folder === undefined) {
      return Promise.resolve(failed(failure('FILE_NOT_FOUND', 'select', 'The sample documents are not there.')));
    }
    return Promise.resolve(
      succeeded({
        items: [fileIds.add(path.join(folder, 'batch-files'))],
        mapping: fileIds.add(path.join(folder, 'metadata-mapping.csv')),
      }),
    );
  },
});
