import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { failed, failure, succeeded, type Failure, type Result } from '../../contract/failure.ts';
import { isBusy, isDiskFull } from './sqlite-errors.ts';

export interface LibraryLock {
  readonly release: () => void;
}

/** Longer than a look at whether the lock is free, which holds it for a moment. */
const LOCK_TIMEOUT_MS = 100;

const lockFile = (dataFolder: string): string => path.join(dataFolder, 'engine.lock');

/** The file with the process id of the engine: stale when that was killed. */
export const holderFile = (dataFolder: string): string => path.join(dataFolder, 'engine.pid');

const holder = (dataFolder: string): string => {
  try {
    const pid = readFileSync(holderFile(dataFolder), 'utf8').trim();
    return /^\d+$/u.test(pid) ? ` (process ${pid})` : '';
  } catch {
    return '';
  }
};

/** The failure for a library whose lock another process holds. */
export const inUse = (dataFolder: string): Failure =>
  failure(
    'LIBRARY_IN_USE',
    'store',
    `The library in ${dataFolder} is in use by another Stevedore${holder(dataFolder)}.`,
  );

/** Whether an engine holds the lock, without taking it and without making anything. */
export const isLocked = (dataFolder: string): boolean => {
  if (!existsSync(lockFile(dataFolder))) return false;
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(lockFile(dataFolder), { readOnly: true, timeout: 0 });
    database.prepare('SELECT count(*) FROM sqlite_schema').get();
    return false;
  } catch (error) {
    return isBusy(error);
  } finally {
    database?.close();
  }
};

/**
 * Takes the one place of the engine of a library, or fails with LIBRARY_IN_USE; makes the data folder when there is none.
 *
 * The lock is a second SQLite file held in BEGIN EXCLUSIVE, because the system frees such a lock whatever way the
 * process ends. The process id beside it is for the message alone: it may be stale.
 */
export const lockLibrary = (dataFolder: string): Result<LibraryLock> => {
  let database: DatabaseSync | undefined;
  try {
    mkdirSync(dataFolder, { recursive: true });
    database = new DatabaseSync(lockFile(dataFolder), { timeout: LOCK_TIMEOUT_MS });
    database.exec('BEGIN EXCLUSIVE');
    writeFileSync(holderFile(dataFolder), `${process.pid}\n`);
  } catch (error) {
    database?.close();
    if (isBusy(error)) return failed(inUse(dataFolder));
    if (isDiskFull(error)) {
      const message = `The disk of the data folder ${dataFolder} is full.`;
      return failed(failure('DISK_FULL', 'store', message, 'Free some space and try again.'));
    }
    const hint = 'Check that the folder exists, and that you may write to it.';
    return failed(failure('LIBRARY_UNUSABLE', 'store', `The data folder ${dataFolder} cannot be written.`, hint));
  }
  const held = database;
  return succeeded({
    release: () => {
      rmSync(holderFile(dataFolder), { force: true });
      held.close();
    },
  });
};
