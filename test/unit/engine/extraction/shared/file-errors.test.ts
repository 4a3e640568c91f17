import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { failureCodeOfErrno } from '../../../../../src-main/engine/extraction/shared/file-errors.ts';

const systemError = (code: string): Error => Object.assign(new Error(code), { code, syscall: 'open' });

describe('failureCodeOfErrno', () => {
  it.each([
    ['ENOENT', 'FILE_NOT_FOUND'],
    ['ENOTDIR', 'FILE_NOT_FOUND'],
    ['EACCES', 'FILE_ACCESS_DENIED'],
    ['EPERM', 'FILE_ACCESS_DENIED'],
    ['EBUSY', 'FILE_LOCKED'],
    ['EISDIR', 'FILE_NOT_REGULAR'],
    ['ENXIO', 'FILE_NOT_REGULAR'],
    ['ENOSPC', 'DISK_FULL'],
    ['EIO', 'INTERNAL'],
    ['constructor', 'INTERNAL'],
  ])('maps %s to %s', (errno, code) => {
    expect(failureCodeOfErrno(systemError(errno))).toBe(code);
  });

  it('takes an error as Node throws it', () => {
    const thrown = ((): unknown => {
      try {
        return readFileSync('/nowhere/at/all');
      } catch (error) {
        return error;
      }
    })();
    expect(failureCodeOfErrno(thrown)).toBe('FILE_NOT_FOUND');
  });

  it.each([
    new TypeError('bug'),
    Object.assign(new Error('node'), { code: 'ERR_INVALID_ARG_TYPE' }),
    'ENOENT',
    undefined,
  ])('leaves bugs alone: %s', (error) => {
    expect(failureCodeOfErrno(error)).toBeUndefined();
  });
});
