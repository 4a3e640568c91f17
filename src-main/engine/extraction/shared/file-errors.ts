import type { FailureCode } from '../../../contract/failure-codes.ts';

const CODE_OF_ERRNO: Readonly<Record<string, FailureCode>> = {
  ENOENT: 'FILE_NOT_FOUND',
  ENOTDIR: 'FILE_NOT_FOUND',
  ENAMETOOLONG: 'FILE_NOT_FOUND',
  EACCES: 'FILE_ACCESS_DENIED',
  EPERM: 'FILE_ACCESS_DENIED',
  // libuv reports both Windows errors ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION as EBUSY.
  EBUSY: 'FILE_LOCKED',
  ETXTBSY: 'FILE_LOCKED',
  EISDIR: 'FILE_NOT_REGULAR',
  ELOOP: 'FILE_NOT_REGULAR',
  // What open() answers for a socket, or for a pipe nobody reads.
  ENXIO: 'FILE_NOT_REGULAR',
  ENOSPC: 'DISK_FULL',
};

/** The errno name of a system error ('ENOENT'), or undefined for anything else, bugs among them. */
export const errnoOf = (error: unknown): string | undefined =>
  error instanceof Error &&
  'code' in error &&
  typeof error.code === 'string' &&
  'syscall' in error &&
  typeof error.syscall === 'string'
    ? error.code
    : undefined;

/**
 * The failure code that an error of the file system stands for.
 *
 * Gives INTERNAL for a system error without a better name (EIO of a dying disk or a lost network drive) and undefined
 * for what is no system error at all: that is a bug, and the caller lets it throw.
 */
export const failureCodeOfErrno = (error: unknown): FailureCode | undefined => {
  const errno = errnoOf(error);
  if (errno === undefined) return undefined;
  return Object.hasOwn(CODE_OF_ERRNO, errno) ? CODE_OF_ERRNO[errno] : 'INTERNAL';
};
