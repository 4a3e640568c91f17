import { existsSync, renameSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { app, dialog, type BrowserWindow } from 'electron';
import { COMMANDS } from '../../contract/commands.ts';
import { failed, failure, succeeded, type Result } from '../../contract/failure.ts';
import type { LocatedDataFolder } from '../../engine/library/locate-data-folder.ts';
import type { PreferenceStore } from './preferences.ts';
import type { ShellHandlers } from './shell-handlers.ts';
import { shellWords } from './shell-words.ts';
import type { Supervisor } from './supervisor.ts';

export interface DataPorts {
  readonly parent: () => BrowserWindow;
  readonly supervisor: Supervisor;
  readonly dataFolder: () => LocatedDataFolder;
  readonly moveTo: (folder: string) => Promise<Result<null>>;
  readonly preferences: PreferenceStore;
}

const sizeOf = async (folder: string): Promise<number> => {
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  let bytes = 0;
  for (const name of names) {
    const stats = await stat(path.join(folder, name)).catch(() => undefined);
    if (stats?.isFile() === true) bytes += stats.size;
  }
  return bytes;
};

const refused = (message: string, hint: string): Result<never> =>
  failed(failure('INVALID_REQUEST', 'store', message, hint));

/** Backs the library up to a file that may be there: the dialog has asked about it, and it is replaced by a whole copy. */
const backUp = async ({ supervisor, dataFolder }: DataPorts, file: string): Promise<Result<number>> => {
  if (path.dirname(path.resolve(file)) === path.resolve(dataFolder().folder)) {
    return refused('A backup in the data folder would be lost with it.', 'Choose another folder.');
  }
  const written = existsSync(file) ? `${file}.${process.pid}.new` : file;
  const answer = await supervisor.call('library.backup', { file: written });
  if (!answer.ok) return answer;
  if (written !== file) renameSync(written, file);
  return succeeded(COMMANDS['library.backup'].output.parse(answer.value).size_bytes);
};

/** What the window asks about the data folder: how large it is, a backup of the library, and to move it. */
export const createDataHandlers = (
  ports: DataPorts,
): Pick<ShellHandlers, 'shell.data_folder' | 'shell.back_up' | 'shell.move_data'> => ({
  'shell.data_folder': async () => {
    const { folder, isFixed, previousFolder } = ports.dataFolder();
    const isThere = previousFolder !== undefined && existsSync(previousFolder);
    return succeeded({
      folder,
      size_bytes: await sizeOf(folder),
      is_fixed: isFixed,
      ...(isThere && { previous_folder: previousFolder }),
    });
  },
  'shell.back_up': async () => {
    const day = new Date().toISOString().slice(0, 10);
    const { canceled, filePath } = await dialog.showSaveDialog(ports.parent(), {
      defaultPath: path.join(app.getPath('documents'), `stevedore-library-${day}.db`),
    });
    if (canceled || filePath === '') return succeeded({ is_saved: false });
    const made = await backUp(ports, filePath);
    return made.ok ? succeeded({ is_saved: true, file: filePath, size_bytes: made.value }) : made;
  },
  'shell.move_data': async () => {
    if (ports.dataFolder().isFixed) {
      return refused('STEVEDORE_DATA_DIR names the data folder.', 'Change it there, where Stevedore is started.');
    }
    const { canceled, filePaths } = await dialog.showOpenDialog(ports.parent(), {
      properties: ['openDirectory', 'createDirectory'],
      title: shellWords(ports.preferences.read()).pick.emptyFolder,
    });
    const [folder] = filePaths;
    if (canceled || folder === undefined) return succeeded({ is_moved: false });
    const previous = ports.dataFolder().folder;
    const moved = await ports.moveTo(path.resolve(folder));
    return moved.ok ? succeeded({ is_moved: true, folder, previous_folder: previous }) : moved;
  },
});
