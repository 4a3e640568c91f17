import { describe, expect, it } from 'vitest';
import { FAILURE_CODES, FAILURE_CODE_NAMES } from '../../../src-main/contract/failure-codes.ts';
import { failure, failureSchema } from '../../../src-main/contract/failure.ts';

const REQUEST_CODES = [
  'BATCH_TOO_LARGE',
  'BATCH_EMPTY',
  'BATCH_NOT_FOUND',
  'DOCUMENT_NOT_FOUND',
  'MAPPING_INVALID',
  'MAPPING_AMBIGUOUS',
  'SCHEMA_INVALID',
  'MEMORY_LIMIT_REACHED',
  'LIBRARY_IN_USE',
  'LIBRARY_NEWER',
  'LIBRARY_UNUSABLE',
  'BUNDLE_INVALID',
  'INVALID_REQUEST',
  'INVALID_STATE',
  'UNAUTHORIZED',
  'FORBIDDEN_ORIGIN',
] as const;
const DOCUMENT_CODES = [
  'METADATA_INVALID',
  'FILE_NOT_FOUND',
  'FILE_CHANGED',
  'FILE_LOCKED',
  'FILE_ACCESS_DENIED',
  'FILE_NOT_REGULAR',
  'FILE_TOO_LARGE',
  'FILE_EMPTY',
  'UNSUPPORTED_FORMAT',
  'TYPE_MISMATCH',
  'DOCUMENT_CORRUPT',
  'DOCUMENT_ENCRYPTED',
  'NO_TEXT',
  'EXPANSION_LIMIT',
  'TIMEOUT',
  'EXTRACTOR_CRASHED',
  'EXTRACTOR_OUT_OF_MEMORY',
  'CANCELLED',
  'INTERNAL',
] as const;
const TARGET_CODES = [
  'TARGET_NOT_CONFIGURED',
  'TARGET_UNAVAILABLE',
  'TARGET_AUTH',
  'TARGET_FORBIDDEN',
  'TARGET_DATABASE_NOT_FOUND',
  'TARGET_SCHEMA_CONFLICT',
  'TARGET_REJECTED',
  'DISK_FULL',
] as const;

describe('failure codes', () => {
  it('are exactly those of the design', () => {
    expect(FAILURE_CODE_NAMES.toSorted()).toEqual([...REQUEST_CODES, ...DOCUMENT_CODES, ...TARGET_CODES].toSorted());
    expect(FAILURE_CODE_NAMES).toHaveLength(43);
  });

  it.each(FAILURE_CODE_NAMES)('%s says what happened and what to do, in plain sentences', (code) => {
    const { message, hint, httpStatus, exitCode } = FAILURE_CODES[code];
    for (const sentence of [message, hint]) {
      expect(sentence).toMatch(/^[A-Z].{8,}\.$/u);
      expect(sentence).not.toMatch(/Error:|undefined|\bat \//u);
    }
    expect(hint).not.toBe(message);
    expect(httpStatus).toBeGreaterThanOrEqual(400);
    expect(httpStatus).toBeLessThan(600);
    // 0 would say success, and 1 and 2 are taken: a bug and a partial failure.
    expect([3, 4]).toContain(exitCode);
    expect(failureSchema.safeParse(failure(code, 'extract')).success).toBe(true);
  });

  it.each([...REQUEST_CODES])('%s refuses the request as a whole: exit code 4', (code) => {
    expect(FAILURE_CODES[code].exitCode).toBe(4);
  });

  it.each([...DOCUMENT_CODES])('%s fails a document: exit code 3', (code) => {
    expect(FAILURE_CODES[code].exitCode).toBe(3);
  });

  it('calls retryable what the same file can survive on another try, and nothing else', () => {
    const retryable = DOCUMENT_CODES.filter((code) => FAILURE_CODES[code].retryable);
    expect(retryable).toEqual([
      'FILE_NOT_FOUND',
      'FILE_CHANGED',
      'FILE_LOCKED',
      'FILE_ACCESS_DENIED',
      'EXTRACTOR_CRASHED',
      'CANCELLED',
      'INTERNAL',
    ]);
  });
});

describe('failure', () => {
  it('takes message and hint from the table unless told otherwise, retryable always', () => {
    expect(failure('FILE_LOCKED', 'read')).toEqual({
      code: 'FILE_LOCKED',
      stage: 'read',
      message: FAILURE_CODES.FILE_LOCKED.message,
      hint: FAILURE_CODES.FILE_LOCKED.hint,
      retryable: true,
    });
    expect(failure('NO_TEXT', 'extract', 'Nothing there.', 'Look again.')).toEqual({
      code: 'NO_TEXT',
      stage: 'extract',
      message: 'Nothing there.',
      hint: 'Look again.',
      retryable: false,
    });
  });
});
