import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { failed, failure, succeeded, type Result } from '../../contract/failure.ts';
import { isBusy } from './sqlite-errors.ts';

export interface LibraryLock {
  readonly release: () => void;
}

const holderFile = (dataFolder: string): string => path.join(dataFolder, 'engine.pid');

const holder = (dataFolder: string): string => {
  try {
    const pid = readFileSync(holderFile(dataFolder), 'utf8').trim();
    return /^\d+$/u.test(pid) ? ` (process ${pid})` : '';
  } catch {
    return '';
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
    database = new DatabaseSync(path.join(dataFolder, 'engine.lock'), { timeout: 0 });
    database.exec('BEGIN EXCLUSIVE');
    writeFileSync(holderFile(dataFolder), `${process.pid}\n`);
  } catch (error) {
    database?.close();
    if (isBusy(error)) {
      const message = `The library in ${dataFolder} is in use by another Stevedore${holder(dataFolder)}.`;
      return failed(failure('LIBRARY_IN_USE', 'store', message));
    }
    const hint = 'Check that the folder exists, that you may write to it and that the disk is not full.';
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
