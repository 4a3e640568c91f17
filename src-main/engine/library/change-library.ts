import { failed, failure, succeeded, type Failure, type Result } from '../../contract/failure.ts';
import type { LibraryCondition } from './examine-library.ts';
import { lockLibrary } from './lock-library.ts';
import { moveToNewName } from './new-file.ts';
import { libraryFile } from './open-library.ts';

/** Runs `work` in the place of the engine, which nobody else can take meanwhile; LIBRARY_IN_USE while an engine runs. */
export const inPlaceOfEngine = <T>(dataFolder: string, work: () => Result<T>): Result<T> => {
  const locked = lockLibrary(dataFolder);
  if (!locked.ok) return locked;
  try {
    return work();
  } finally {
    locked.value.release();
  }
};

/** The failure for a condition in which nothing in the library can be read or changed; undefined for all others. */
export const whyUntouchable = (dataFolder: string, { kind }: LibraryCondition): Failure | undefined => {
  if (kind === 'newer') return failure('LIBRARY_NEWER', 'store');
  if (kind === 'busy') return failure('LIBRARY_IN_USE', 'store');
  if (kind !== 'unreadable') return undefined;
  const hint = 'Ask for the right to read and write it, and check the disk; it was not touched.';
  return failure('LIBRARY_UNUSABLE', 'store', `The file ${libraryFile(dataFolder)} cannot be read.`, hint);
};

export const noLibrary = (dataFolder: string): Failure =>
  failure('INVALID_STATE', 'store', `There is no library in ${dataFolder}.`, 'The next load makes one.');

/** Makes a finished file the library, in the place that the one before has left. */
export const putInPlace = (dataFolder: string, finished: string): Result<null> => {
  if (moveToNewName(finished, libraryFile(dataFolder))) return succeeded(null);
  const message = `Another program has made a library in ${dataFolder} meanwhile.`;
  return failed(failure('LIBRARY_IN_USE', 'store', message, 'Close every other program that uses it and try again.'));
};
