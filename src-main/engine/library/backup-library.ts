import { accessSync, constants, existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import { failed, failure, succeeded, type Result } from '../../contract/failure.ts';
import { libraryVersion } from './migrate.ts';
import { moveToNewName, removeDatabase, syncFile } from './new-file.ts';
import { libraryFile, openAsItIs } from './open-library.ts';
import { isSound } from './soundness.ts';
import { isDiskFull, sqliteCode } from './sqlite-errors.ts';

/** Pages copied before the event loop runs again: 0.4 MB, which took 14 ms at the most. */
const PAGES_AT_ONCE = 100;

export interface Backup {
  readonly file: string;
  readonly sizeBytes: number;
}

const refused = (message: string, hint: string): { readonly ok: false; readonly failure: ReturnType<typeof failure> } =>
  failed(failure('INVALID_REQUEST', 'store', message, hint));

const checkPlace = (file: string): Result<null> => {
  const folder = path.dirname(file);
  if (existsSync(file)) return refused(`The file ${file} exists already.`, 'Choose another name.');
  try {
    if (!statSync(folder).isDirectory()) return refused(`${folder} is not a folder.`, 'Choose another folder.');
    accessSync(folder, constants.W_OK | constants.X_OK);
    return succeeded(null);
  } catch {
    const message = `The folder ${folder} ${existsSync(folder) ? 'cannot be written' : 'does not exist'}.`;
    return refused(message, 'Choose another folder, or make this one.');
  }
};

class StoppedError extends Error {}
class DamagedError extends Error {}

/**
 * One moment of the library in a file. The reading transaction holds that moment; without it SQLite begins again at
 * each write of another process, and never ended beside one that writes all the time.
 */
const copyOneMoment = async (database: DatabaseSync, file: string, signal: AbortSignal | undefined): Promise<void> => {
  database.exec('BEGIN');
  // The transaction begins with the first look.
  libraryVersion(database);
  const progress = (): void => {
    if (signal?.aborted === true) throw new StoppedError();
  };
  await backup(database, file, { rate: PAGES_AT_ONCE, progress });
  database.exec('COMMIT');
};

/** Makes a copy one file that can be read from anywhere, also where nothing can be written; DamagedError for a bad one. */
const finishCopy = (file: string): void => {
  const copy = new DatabaseSync(file);
  try {
    copy.exec('PRAGMA journal_mode = DELETE');
    if (!isSound(copy)) throw new DamagedError();
  } finally {
    copy.close();
  }
};

/**
 * Writes a sound copy of the library, as it is at one moment, while others use it: `file` appears when it is whole, and
 * nothing is left behind otherwise. The event loop is free while it copies, not while it checks the copy (7 ms for each
 * megabyte).
 *
 * Fails with INVALID_REQUEST (no library yet, the file exists already, the folder is missing or cannot be written),
 * DISK_FULL, CANCELLED (by `signal`) and what opening a library fails with; a damaged one is LIBRARY_UNUSABLE.
 *
 * @param file an absolute path
 */
export const backupLibrary = async (
  dataFolder: string,
  file: string,
  signal?: AbortSignal,
): Promise<Result<Backup>> => {
  if (!existsSync(libraryFile(dataFolder))) {
    return refused(`There is no library in ${dataFolder} yet.`, 'The first load makes it.');
  }
  const place = checkPlace(file);
  if (!place.ok) return place;
  const opened = openAsItIs(dataFolder);
  if (!opened.ok) return opened;
  const partial = `${file}.${process.pid}.partial`;
  try {
    if (libraryVersion(opened.value) === 0) {
      return refused(`The library in ${dataFolder} is still empty.`, 'The first load makes it.');
    }
    removeDatabase(partial);
    await copyOneMoment(opened.value, partial, signal);
    finishCopy(partial);
    syncFile(partial);
    if (!moveToNewName(partial, file)) return refused(`The file ${file} exists already.`, 'Choose another name.');
    return succeeded({ file, sizeBytes: statSync(file).size });
  } catch (error) {
    if (error instanceof StoppedError) {
      return failed(failure('CANCELLED', 'store', 'The backup was stopped.', 'Nothing is left of it; start it again.'));
    }
    if (isDiskFull(error)) {
      const message = `The disk of ${path.dirname(file)} has no room for the backup.`;
      return failed(failure('DISK_FULL', 'store', message, 'Free some space there, or choose another disk.'));
    }
    const isNodeError = error instanceof Error && 'syscall' in error;
    if (!(error instanceof DamagedError) && !isNodeError && sqliteCode(error) === undefined) throw error;
    if (isNodeError || sqliteCode(error) === 14)
      return refused(`The file ${file} cannot be written.`, 'Choose another.');
    const message = 'The library is damaged, so no backup was made of it.';
    return failed(failure('LIBRARY_UNUSABLE', 'store', message));
  } finally {
    opened.value.close();
    removeDatabase(partial);
  }
};
