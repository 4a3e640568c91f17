import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { FAILURE_CODES, type FailureCode } from '../../../contract/failure-codes.ts';
import { errnoOf, failureCodeOfErrno } from './file-errors.ts';

export interface FileFailure {
  readonly ok: false;
  readonly code: FailureCode;
  readonly message: string;
}

/**
 * An open regular file. Reading is synchronous: the extractor is a process of its own with nothing else to do, and a
 * trip to another thread for each small read cost more than the read. One that hangs is killed from outside.
 */
export interface RegularFile {
  readonly fd: number;
  readonly sizeBytes: number;
  /** Reads into a part of the buffer; gives how many bytes came, 0 at the end of the file. */
  readonly read: (buffer: Buffer, offset: number, lengthBytes: number, position: number) => number;
  readonly close: () => void;
}

export type OpenedFile = { readonly ok: true; readonly file: RegularFile } | FileFailure;

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
export const openRegularFile = (path: string): OpenedFile => {
  // Windows has no O_NONBLOCK.
  const { O_RDONLY, O_NONBLOCK = 0 } = constants;
  let fd: number | undefined;
  try {
    const opened = openSync(path, O_RDONLY | O_NONBLOCK);
    fd = opened;
    const stats = fstatSync(opened);
    if (stats.isFile()) {
      const read: RegularFile['read'] = (buffer, offset, lengthBytes, position) =>
        readSync(opened, buffer, offset, lengthBytes, position);
      return { ok: true, file: { fd: opened, sizeBytes: stats.size, read, close: () => closeSync(opened) } };
    }
    closeSync(opened);
    return fileFailure('FILE_NOT_REGULAR');
  } catch (error) {
    if (fd !== undefined) closeSync(fd);
    return failureOfSystemError(error);
  }
};

/** Up to `lengthBytes` bytes from `position`, fewer only at the end of the file. */
export const readBytes = (file: RegularFile, position: number, lengthBytes: number): Buffer<ArrayBuffer> => {
  // Not from the pool: pdf.js takes the whole memory of what it is given.
  const buffer = Buffer.allocUnsafeSlow(lengthBytes);
  let filled = 0;
  while (filled < lengthBytes) {
    const bytesRead = file.read(buffer, filled, lengthBytes - filled, position + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
};
