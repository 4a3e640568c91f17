import { mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { failed, failure, succeeded, type Result } from '../../contract/failure.ts';
import { moveToNewName, newCopyName, removeDatabase, syncFile } from './new-file.ts';
import { isCorrupt, isDiskFull } from './sqlite-errors.ts';

/** Where copies go that Stevedore makes by itself before it changes a library. */
export const backupFolder = (dataFolder: string): string => path.join(dataFolder, 'backups');

/** Half copies of processes that were killed: whoever migrates holds the lock, so that nobody writes one now. */
const removePartials = (folder: string): void => {
  for (const name of readdirSync(folder)) {
    if (name.endsWith('.partial')) removeDatabase(path.join(folder, name));
  }
};

/**
 * Writes a consistent copy of an older library, 'backups/library-v<version>-<time>.sqlite', before it is migrated, and
 * gives its path. Never overwrites. Fails with DISK_FULL or LIBRARY_UNUSABLE; the library is then as it was.
 *
 * Whoever migrates waits for it anyway, so this is VACUUM INTO, which needs no event loop.
 */
export const backupBeforeMigration = (
  database: DatabaseSync,
  dataFolder: string,
  version: number,
  now: Date,
): Result<string> => {
  const folder = backupFolder(dataFolder);
  const file = newCopyName(folder, `library-v${version}`, now);
  const partial = `${file}.${process.pid}.partial`;
  try {
    mkdirSync(folder, { recursive: true });
    removePartials(folder);
    database.prepare('VACUUM INTO ?').run(partial);
    syncFile(partial);
    if (!moveToNewName(partial, file)) throw new Error(`The name of a new backup was taken: ${file}`);
    return succeeded(file);
  } catch (error) {
    removeDatabase(partial);
    const untouched = 'The library was not touched';
    if (isDiskFull(error)) {
      const message = 'The disk has no room for the backup that is made before the library is migrated.';
      return failed(failure('DISK_FULL', 'store', message, `${untouched}. Free some space and try again.`));
    }
    if (isCorrupt(error)) {
      const message = `The library is damaged, so it was not migrated from version ${version}.`;
      return failed(failure('LIBRARY_UNUSABLE', 'store', message));
    }
    const message = `The library was not migrated from version ${version}, because no backup can be written to ${folder}.`;
    const hint = `${untouched}. Make it possible to write there and try again.`;
    return failed(failure('LIBRARY_UNUSABLE', 'store', message, hint));
  }
};
