import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { app, dialog, shell, type BrowserWindow, type OpenDialogOptions } from 'electron';
import { COMMANDS } from '../../contract/commands.ts';
import { failed, failure, succeeded, type Result } from '../../contract/failure.ts';
import { kindOfExtension } from '../../engine/extraction/kinds.ts';
import type { Snapshot } from '../../contract/shell.ts';
import type { FileIds } from './file-ids.ts';
import { createDataHandlers } from './data-commands.ts';
import type { PreferenceStore } from './preferences.ts';
import { readLog } from './read-log.ts';
import type { ShellHandlers } from './shell-handlers.ts';
import { shellWords } from './shell-words.ts';
import { createWindowHandlers } from './window-commands.ts';
import type { LocatedDataFolder } from '../../engine/library/locate-data-folder.ts';
import type { Secrets } from './secrets.ts';
import type { Supervisor } from './supervisor.ts';

const DIALOGS: Readonly<Record<'files' | 'folders' | 'mapping' | 'schema', OpenDialogOptions>> = {
  files: { properties: ['openFile', 'multiSelections'] },
  folders: { properties: ['openDirectory', 'multiSelections'] },
  mapping: {
    properties: ['openFile'],
    filters: [{ name: 'CSV, JSON', extensions: ['csv', 'json', 'txt'] }],
  },
  schema: {
    properties: ['openFile'],
    filters: [{ name: 'JSON', extensions: ['json'] }],
  },
};

export interface ShellPorts {
  readonly window: () => BrowserWindow | undefined;
  readonly supervisor: Supervisor;
  readonly secrets: Secrets;
  readonly fileIds: FileIds;
  readonly snapshot: () => Promise<Snapshot>;
  readonly dataFolder: () => LocatedDataFolder;
  readonly moveTo: (folder: string) => Promise<Result<null>>;
  readonly preferences: PreferenceStore;
  readonly reload: () => void;
}

const cannotWrite = (file: string): Result<never> =>
  failed(failure('INVALID_REQUEST', 'select', `The file ${file} cannot be written.`, 'Choose another folder.'));

/** What the window asks of the shell itself: dialogs, the file manager, the password. */
export const createShellHandlers = (ports: ShellPorts): ShellHandlers => {
  const { supervisor, secrets, fileIds } = ports;
  const words = () => shellWords(ports.preferences.read());
  const logFolder = (): string => path.join(ports.dataFolder().folder, 'logs');
  const parent = (): BrowserWindow => {
    const window = ports.window();
    if (window === undefined) throw new Error('There is no window');
    return window;
  };

  /** The newest file of a document that is still there. It is one of a kind that we load: nothing that could run. */
  const sourceOf = async (documentId: string): Promise<Result<string>> => {
    const answer = await supervisor.call('document.read', { document_id: documentId });
    if (!answer.ok) return answer;
    const { sources } = COMMANDS['document.read'].output.parse(answer.value);
    const file = sources
      .map((source) => source.path)
      .findLast((candidate) => kindOfExtension(candidate) !== undefined && existsSync(candidate));
    if (file !== undefined) return succeeded(file);
    const hint = 'It was moved or deleted, or it is on another workstation; the text stays in the library.';
    return failed(failure('FILE_NOT_FOUND', 'select', 'The file of this document is not there.', hint));
  };

  return {
    'shell.snapshot': async () => succeeded(await ports.snapshot()),
    'shell.info': async () =>
      succeeded({
        version: app.getVersion(),
        electron: process.versions['electron'] ?? '',
        chromium: process.versions['chrome'] ?? '',
        node: process.versions.node,
        platform: process.platform,
        data_folder: ports.dataFolder().folder,
        has_keyring: await secrets.hasKeyring(),
        has_neo4j_password: ((await secrets.read()) ?? '') !== '',
        ...supervisor.http(),
      }),
    'shell.pick': async ({ what }) => {
      const { canceled, filePaths } = await dialog.showOpenDialog(parent(), {
        ...DIALOGS[what],
        title: words().pick[what],
      });
      return succeeded({ items: canceled ? [] : filePaths.map(fileIds.add) });
    },
    'shell.paste_path': async ({ text }) => {
      const pasted = text.trim().replace(/^"(.*)"$/u, '$1');
      if (!path.isAbsolute(pasted) || !existsSync(pasted)) {
        const hint = 'Paste the whole path of a file or folder that is there.';
        return failed(failure('FILE_NOT_FOUND', 'select', 'There is no file or folder with this path.', hint));
      }
      // The window alone must not be able to name a file: a person says yes, where the window cannot click.
      const { response } = await dialog.showMessageBox(parent(), {
        type: 'question',
        message: words().paste.message,
        detail: pasted,
        buttons: [...words().paste.buttons],
        defaultId: 0,
        cancelId: 1,
      });
      return succeeded({ items: response === 0 ? [fileIds.add(pasted)] : [] });
    },
    'shell.save_text': async ({ suggested_name, content }) => {
      const { canceled, filePath } = await dialog.showSaveDialog(parent(), {
        defaultPath: path.join(app.getPath('documents'), path.basename(suggested_name)),
      });
      if (canceled || filePath === '') return succeeded({ saved: false });
      try {
        writeFileSync(filePath, content);
      } catch {
        return cannotWrite(filePath);
      }
      return succeeded({ saved: true, name: path.basename(filePath) });
    },
    'shell.show_document': async ({ batch_id, path: file }) => {
      const answer = await supervisor.call('batch.documents', { batch_id });
      if (!answer.ok) return answer;
      const { documents } = COMMANDS['batch.documents'].output.parse(answer.value);
      // Files of this batch and no others.
      if (!documents.some((document) => document.path === file)) {
        return failed(failure('DOCUMENT_NOT_FOUND', 'select', 'The batch has no document with this path.'));
      }
      if (!existsSync(file)) return failed(failure('FILE_NOT_FOUND', 'select'));
      shell.showItemInFolder(file);
      return succeeded({ shown: true });
    },
    'shell.show_source': async ({ document_id }) => {
      const file = await sourceOf(document_id);
      if (!file.ok) return file;
      shell.showItemInFolder(file.value);
      return succeeded({ shown: true });
    },
    'shell.open_source': async ({ document_id }) => {
      const file = await sourceOf(document_id);
      if (!file.ok) return file;
      const trouble = await shell.openPath(file.value);
      if (trouble === '') return succeeded({ opened: true });
      const hint = 'Show it in its folder instead, and open it from there.';
      return failed(failure('INVALID_STATE', 'select', `The file cannot be opened: ${trouble}`, hint));
    },
    'shell.show_log': async () => {
      shell.showItemInFolder(path.join(logFolder(), 'engine.log'));
      return succeeded({});
    },
    'shell.log': () => Promise.resolve(succeeded({ folder: logFolder(), entries: readLog(logFolder()) })),
    ...createWindowHandlers(ports),
    ...createDataHandlers({ ...ports, parent }),
    'shell.set_password': async ({ password }) => {
      const isKept = await secrets.set(password);
      supervisor.setPassword(password === '' ? undefined : password);
      return succeeded({ is_set: password !== '', is_kept: isKept });
    },
  };
};
