import { constants, copyFileSync, existsSync, mkdirSync, renameSync } from 'node:fs';
import path from 'node:path';
import { failed, failure, succeeded, type Result } from '../../contract/failure.ts';
import { COMPANIONS, newCopyName, removeDatabase, syncFile, syncFolder } from './new-file.ts';
import { libraryFile } from './open-library.ts';
import { isDiskFull } from './sqlite-errors.ts';

const present = (file: string): string[] => [...COMPANIONS, ''].filter((ending) => existsSync(`${file}${ending}`));

/**
 * Moves the library with all that SQLite keeps beside it to `<folder>/library-<time>.sqlite` in the data folder, and
 * gives that path. Nothing is deleted and nothing overwritten. Under the lock of the engine, and with the library
 * closed. Fails with LIBRARY_IN_USE when another program holds the file (on Windows) and LIBRARY_UNUSABLE.
 */
export const setAside = (dataFolder: string, folder: 'damaged' | 'replaced', now: Date): Result<string> => {
  const from = libraryFile(dataFolder);
  const target = path.join(dataFolder, folder);
  const moved: string[] = [];
  const file = newCopyName(target, 'library', now);
  try {
    mkdirSync(target, { recursive: true });
    for (const ending of present(from)) {
      renameSync(`${from}${ending}`, `${file}${ending}`);
      moved.push(ending);
    }
    syncFolder(target);
    syncFolder(dataFolder);
    return succeeded(file);
  } catch (error) {
    for (const ending of moved) renameSync(`${file}${ending}`, `${from}${ending}`);
    const isHeld = error instanceof Error && 'code' in error && ['EBUSY', 'EPERM'].includes(String(error.code));
    const message = `The library cannot be moved to ${target}.`;
    const hint = isHeld ? 'Close every other program that uses it and try again.' : 'Check that you may write there.';
    return failed(failure(isHeld ? 'LIBRARY_IN_USE' : 'LIBRARY_UNUSABLE', 'store', message, hint));
  }
};

/** Copies a database, and what was committed to it but stands in its log, to a name that is free. */
export const copyDatabase = (from: string, to: string): Result<null> => {
  try {
    mkdirSync(path.dirname(to), { recursive: true });
    for (const ending of ['-wal', '-journal', '']) {
      if (!existsSync(`${from}${ending}`)) continue;
      copyFileSync(`${from}${ending}`, `${to}${ending}`, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
      syncFile(`${to}${ending}`);
    }
    return succeeded(null);
  } catch (error) {
    removeDatabase(to);
    if (isDiskFull(error)) {
      const message = `The disk of ${path.dirname(to)} has no room for a copy.`;
      return failed(failure('DISK_FULL', 'store', message, 'Free some space and try again; nothing was changed.'));
    }
    const message = `${from} cannot be copied to ${path.dirname(to)}.`;
    return failed(
      failure('LIBRARY_UNUSABLE', 'store', message, 'Check that you may read the one and write the other.'),
    );
  }
};
