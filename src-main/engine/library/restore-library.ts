import { accessSync, constants, existsSync, realpathSync, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { failed, failure, succeeded, type Failure, type Result } from '../../contract/failure.ts';
import { inPlaceOfEngine, putInPlace } from './change-library.ts';
import { checkLibrary } from './migrate.ts';
import { removeDatabase, syncFile } from './new-file.ts';
import { libraryFile } from './open-library.ts';
import { copyDatabase, setAside } from './set-aside.ts';
import { countBrokenReferences, isSound } from './soundness.ts';
import { isDiskFull, sqliteCode } from './sqlite-errors.ts';

export interface Restoration {
  /** Where the library is kept that was there before; absent when there was none. */
  readonly before?: string;
}

const refusal = (message: string): Failure =>
  failure('INVALID_REQUEST', 'store', message, 'Choose another backup; the library was not touched.');

const whyNotAFile = (dataFolder: string, file: string): Failure | undefined => {
  try {
    if (!statSync(file).isFile()) return refusal(`${file} is not a file.`);
    accessSync(file, constants.R_OK);
  } catch {
    return refusal(`The file ${file} ${existsSync(file) ? 'cannot be read' : 'does not exist'}.`);
  }
  const library = libraryFile(dataFolder);
  const isLibrary = existsSync(library) && realpathSync(library) === realpathSync(file);
  return isLibrary ? refusal(`${file} is the library itself.`) : undefined;
};

/** Makes a copy one file and tells what speaks against it. */
const whyNotSound = (copy: string, file: string): Failure | undefined => {
  const database = new DatabaseSync(copy);
  try {
    const checked = checkLibrary(database);
    if (!checked.ok && checked.failure.code === 'LIBRARY_NEWER') return checked.failure;
    if (!checked.ok || checked.value === 0) return refusal(`The file ${file} is no library of Stevedore.`);
    database.exec('PRAGMA journal_mode = DELETE');
    const isIntact = isSound(database) && countBrokenReferences(database) === 0;
    return isIntact ? undefined : refusal(`The file ${file} is damaged.`);
  } catch (error) {
    if (sqliteCode(error) === undefined || isDiskFull(error)) throw error;
    return refusal(`The file ${file} is damaged, or is no library of Stevedore.`);
  } finally {
    database.close();
  }
};

/**
 * Makes a copy of `file`, a backup or a library that was set aside, the library of a data folder, in the place of the
 * engine. The library that was there is kept, in 'replaced', whatever its condition. `file` is not changed.
 *
 * Fails with INVALID_REQUEST when `file` is no sound library, LIBRARY_NEWER when a newer Stevedore wrote it,
 * LIBRARY_IN_USE, DISK_FULL or LIBRARY_UNUSABLE; the library is then untouched.
 *
 * @param file an absolute path
 */
export const restoreLibrary = (dataFolder: string, file: string, now: Date): Result<Restoration> => {
  const notAFile = whyNotAFile(dataFolder, file);
  if (notAFile !== undefined) return failed(notAFile);
  return inPlaceOfEngine(dataFolder, () => {
    const copy = `${libraryFile(dataFolder)}.${process.pid}.partial`;
    try {
      removeDatabase(copy);
      const copied = copyDatabase(file, copy);
      if (!copied.ok) return copied;
      const notSound = whyNotSound(copy, file);
      if (notSound !== undefined) return failed(notSound);
      syncFile(copy);
      const isReplacing = existsSync(libraryFile(dataFolder));
      const aside = isReplacing ? setAside(dataFolder, 'replaced', now) : succeeded(undefined);
      if (!aside.ok) return aside;
      const placed = putInPlace(dataFolder, copy);
      if (!placed.ok) return placed;
      return succeeded(aside.value === undefined ? {} : { before: aside.value });
    } catch (error) {
      if (!isDiskFull(error)) throw error;
      const message = `The disk of ${dataFolder} has no room for the backup.`;
      return failed(failure('DISK_FULL', 'store', message, 'Free some space and try again; nothing was changed.'));
    } finally {
      removeDatabase(copy);
    }
  });
};
