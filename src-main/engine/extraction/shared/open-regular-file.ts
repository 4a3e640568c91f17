import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { FAILURE_CODES, type FailureCode } from '../../../contract/failure-codes.ts';
import { errnoOf, failureCodeOfErrno } from './file-errors.ts';

export interface FileFailure {
  readonly ok: false;
  readonly code: FailureCode;
  readonly message: string;
}

export type OpenedFile = { readonly ok: true; readonly handle: FileHandle; readonly sizeBytes: number } | FileFailure;

/** A failure with a message of ours, by default that of the table of codes. */
export const fileFailure = (code: FailureCode, message: string = FAILURE_CODES[code].message): FileFailure => ({
  ok: false,
  code,
  message,
});

/** The failure that a system error stands for; throws what is none, since that is a bug. */
export const failureOfSystemError = (error: unknown): FileFailure => {
  const code = failureCodeOfErrno(error);
  if (code === undefined) throw error;
  return code === 'INTERNAL' ? fileFailure(code, `The file could not be read (${errnoOf(error)}).`) : fileFailure(code);
};

/**
 * Opens a regular file for reading; the caller closes the handle.
 *
 * O_NONBLOCK, because opening a pipe that nobody writes to would otherwise wait for ever; what was opened is asked again
 * what it is, since the path may have changed hands after the caller looked at it.
 */
export const openRegularFile = async (path: string): Promise<OpenedFile> => {
  // Windows has no O_NONBLOCK.
  const { O_RDONLY, O_NONBLOCK = 0 } = constants;
  let handle: FileHandle | undefined;
  try {
    handle = await open(path, O_RDONLY | O_NONBLOCK);
    const stats = await handle.stat();
    if (stats.isFile()) return { ok: true, handle, sizeBytes: stats.size };
    await handle.close();
    return fileFailure('FILE_NOT_REGULAR');
  } catch (error) {
    await handle?.close();
    return failureOfSystemError(error);
  }
};

/** Up to `lengthBytes` bytes from `position`, fewer only at the end of the file. */
export const readBytes = async (handle: FileHandle, position: number, lengthBytes: number): Promise<Buffer> => {
  const buffer = Buffer.alloc(lengthBytes);
  let filled = 0;
  while (filled < lengthBytes) {
    const { bytesRead } = await handle.read(buffer, filled, lengthBytes - filled, position + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
};
