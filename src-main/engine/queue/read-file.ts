import { createHash } from 'node:crypto';
import { constants, type BigIntStats } from 'node:fs';
import { lstat, open } from 'node:fs/promises';
import { failed, failure, succeeded, type Result } from '../../contract/failure.ts';
import type { Settings } from '../../contract/settings.ts';
import { failureCodeOfErrno } from '../extraction/shared/file-errors.ts';
import { kindOfExtension } from '../extraction/kinds.ts';

const MEGABYTE = 1024 * 1024;
/** One buffer a file, no larger than the file: a stream's many large ones kept the garbage collector busy. */
const READ_BYTES = 256 * 1024;

/** What must stay the same for a file to be the same file with the same content. */
export interface FileIdentity {
  readonly sizeBytes: number;
  readonly modified: bigint;
  readonly changed: bigint;
  readonly inode: bigint;
}

const identityOf = ({ size, mtimeNs, ctimeNs, ino }: BigIntStats): FileIdentity => ({
  sizeBytes: Number(size),
  modified: mtimeNs,
  changed: ctimeNs,
  inode: ino,
});

/** An error that is not about the file is a bug, and thrown on. */
const failedBy = (error: unknown): Result<never> => {
  const code = failureCodeOfErrno(error);
  if (code === undefined) throw error;
  return failed(failure(code, 'read'));
};

const megabytes = (sizeBytes: number): string =>
  `${new Intl.NumberFormat('en', { maximumFractionDigits: 1 }).format(sizeBytes / MEGABYTE)} MB`;

/** Checks a file without opening it: there, regular, not empty, not over its limit. */
export const checkFile = async (path: string, settings: Settings): Promise<Result<FileIdentity>> => {
  let stats: BigIntStats;
  try {
    stats = await lstat(path, { bigint: true });
  } catch (error) {
    return failedBy(error);
  }
  if (stats.isSymbolicLink()) {
    return failed(
      failure(
        'FILE_NOT_REGULAR',
        'read',
        'This is a link; links are not followed.',
        'Name the file that the link points to.',
      ),
    );
  }
  if (!stats.isFile()) return failed(failure('FILE_NOT_REGULAR', 'read'));
  const identity = identityOf(stats);
  if (identity.sizeBytes === 0) return failed(failure('FILE_EMPTY', 'read'));
  const kind = kindOfExtension(path);
  const limit =
    (kind === 'text' || kind === 'markdown' ? settings.max_text_megabytes : settings.max_document_megabytes) * MEGABYTE;
  if (kind !== undefined && identity.sizeBytes > limit) {
    const message = `The file is too large: ${megabytes(identity.sizeBytes)}; the limit is ${megabytes(limit)}.`;
    return failed(failure('FILE_TOO_LARGE', 'read', message));
  }
  return succeeded(identity);
};

/**
 * The id of a document: the SHA-256 of the file's bytes in hexadecimal. Reads in a stream. Fails with FILE_CHANGED
 * when the file is not the one that was checked.
 */
export const hashFile = async (path: string, identity: FileIdentity, signal: AbortSignal): Promise<Result<string>> => {
  try {
    // Not blocking, and no link followed: the file may have been replaced by a pipe since it was looked at.
    const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
    await using file = await open(path, flags);
    if (!isSame(identity, identityOf(await file.stat({ bigint: true }))))
      return failed(failure('FILE_CHANGED', 'read'));
    const hash = createHash('sha256');
    const buffer = Buffer.allocUnsafe(Math.min(identity.sizeBytes, READ_BYTES));
    for (;;) {
      if (signal.aborted) return failed(failure('CANCELLED', 'read'));
      const { bytesRead } = await file.read(buffer);
      if (bytesRead === 0) break;
      hash.update(buffer.subarray(0, bytesRead));
    }
    return succeeded(hash.digest('hex'));
  } catch (error) {
    return failedBy(error);
  }
};

const isSame = (one: FileIdentity, other: FileIdentity): boolean =>
  one.sizeBytes === other.sizeBytes &&
  one.modified === other.modified &&
  one.changed === other.changed &&
  one.inode === other.inode;

/** FILE_CHANGED (or why it is gone) unless the file is still the one that was hashed. */
export const checkUnchanged = async (path: string, identity: FileIdentity): Promise<Result<null>> => {
  try {
    const now = identityOf(await lstat(path, { bigint: true }));
    return isSame(identity, now) ? succeeded(null) : failed(failure('FILE_CHANGED', 'read'));
  } catch (error) {
    return failedBy(error);
  }
};
