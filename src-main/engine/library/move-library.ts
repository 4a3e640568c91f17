import { createHash } from 'node:crypto';
import { accessSync, constants, createReadStream, readdirSync, rmSync, statSync } from 'node:fs';
import { copyFile, mkdir, statfs } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { failed, failure, succeeded, type Failure, type Result } from '../../contract/failure.ts';
import { uploadsFolder } from './data-folder.ts';
import { lockLibrary } from './lock-library.ts';
import { syncFile } from './new-file.ts';
import { isDiskFull } from './sqlite-errors.ts';

/** What belongs to a running engine, is made anew where it is missing, or says where the library is. */
const NOT_MOVED = /^(?:engine\.lock.*|engine\.pid|reserve|uploads|moved-to\.json)$/u;
/** Our own processes write their logs meanwhile: they are copied as they are. */
const STILL_WRITTEN = /^logs(?:[/\\]|$)/u;

export interface MovedLibrary {
  readonly filesCount: number;
  readonly sizeBytes: number;
}

const refused = (message: string, hint: string): { readonly ok: false; readonly failure: Failure } =>
  failed(failure('INVALID_REQUEST', 'store', message, hint));

const isInside = (folder: string, other: string): boolean => {
  const relative = path.relative(other, folder);
  return relative === '' || (!relative.startsWith('..') && !path.isAbsolute(relative));
};

const EMPTY_ONE = 'Choose an empty folder.';

/** Whether a library can be moved to a folder, without looking at how much room there is. INVALID_REQUEST says why not. */
export const checkPlaces = (from: string, to: string): Result<null> => {
  if (isInside(to, from) || isInside(from, to)) {
    return refused('The new data folder lies in the old one, or the old one in it.', 'Choose a folder elsewhere.');
  }
  try {
    if (readdirSync(to).length > 0) return refused(`The folder ${to} is not empty.`, EMPTY_ONE);
    accessSync(to, constants.W_OK | constants.X_OK);
  } catch {
    return refused(`The folder ${to} cannot be written.`, EMPTY_ONE);
  }
  const uploads = uploadsFolder(from);
  const isUploading = statSync(uploads, { throwIfNoEntry: false })?.isDirectory() === true;
  return isUploading && readdirSync(uploads).length > 0
    ? refused('A batch that came over HTTP has not ended; its files are in the data folder.', 'Let it end first.')
    : succeeded(null);
};

const filesBelow = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => !NOT_MOVED.test(name.split(path.sep)[0] ?? ''))
    .filter((name) => statSync(path.join(folder, name), { throwIfNoEntry: false })?.isFile() === true);

const digestOf = async (file: string): Promise<string> => {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
};

class DifferentError extends Error {}

const copyVerified = async (from: string, to: string, name: string): Promise<void> => {
  const [source, copy] = [path.join(from, name), path.join(to, name)];
  await mkdir(path.dirname(copy), { recursive: true });
  await copyFile(source, copy, constants.COPYFILE_EXCL);
  syncFile(copy);
  if (STILL_WRITTEN.test(name)) return;
  if ((await digestOf(source)) !== (await digestOf(copy))) throw new DifferentError(name);
};

const whyNot = (error: unknown, to: string): Failure => {
  if (isDiskFull(error)) return noRoom(to);
  if (error instanceof DifferentError) {
    const message = `The copy of ${error.message} in ${to} is not what was written.`;
    return failure(
      'LIBRARY_UNUSABLE',
      'store',
      message,
      'Nothing was changed. The drive may be broken: choose another.',
    );
  }
  if (!(error instanceof Error) || !('syscall' in error)) throw error;
  return failure('INVALID_REQUEST', 'store', `The folder ${to} cannot be written.`, 'Nothing was changed.');
};

const noRoom = (to: string): Failure =>
  failure(
    'DISK_FULL',
    'store',
    `The disk of ${to} has no room for the library.`,
    'Nothing was changed. Free some space.',
  );

/**
 * Copies a library with all that belongs to it to an empty folder, reads every file back, and calls `commit` once the
 * copy is known to be the same. Nobody else can write the library meanwhile: its lock is held to the end. The old folder
 * stays as it is; when anything fails, nothing is left of the copy and `commit` is not called.
 *
 * Fails with LIBRARY_IN_USE, INVALID_REQUEST for a folder that cannot be taken, DISK_FULL, and LIBRARY_UNUSABLE when
 * the copy is not what was written.
 *
 * @param from the data folder of a library that no engine has open
 */
export const moveLibrary = async (from: string, to: string, commit: () => void): Promise<Result<MovedLibrary>> => {
  const locked = lockLibrary(from);
  if (!locked.ok) return locked;
  try {
    const places = checkPlaces(from, to);
    if (!places.ok) return places;
    try {
      const files = filesBelow(from);
      const sizeBytes = files.reduce((sum, name) => sum + statSync(path.join(from, name)).size, 0);
      const { bavail, bsize } = await statfs(to);
      if (bavail * bsize < sizeBytes) return failed(noRoom(to));
      for (const name of files) await copyVerified(from, to, name);
      commit();
      return succeeded({ filesCount: files.length, sizeBytes });
    } catch (error) {
      for (const name of readdirSync(to)) rmSync(path.join(to, name), { recursive: true, force: true });
      return failed(whyNot(error, to));
    }
  } finally {
    locked.value.release();
  }
};
