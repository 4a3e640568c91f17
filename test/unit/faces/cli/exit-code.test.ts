import { describe, expect, it } from 'vitest';
import { BATCH_STATUSES } from '../../../../src-main/contract/batch.ts';
import { exitCodeOf } from '../../../../src-main/faces/cli/exit-code.ts';

describe('exitCodeOf', () => {
  it.each([
    ['completed', 0],
    ['partial_failure', 2],
    ['failed', 3],
    ['cancelled', 5],
    ['in_progress', 130],
  ] as const)('%s -> %i', (status, expected) => {
    expect(exitCodeOf({ status })).toBe(expected);
  });

  it('is another one for every status, never that of a bug or a refusal', () => {
    const codes = BATCH_STATUSES.map((status) => exitCodeOf({ status }));
    expect(new Set(codes).size).toBe(BATCH_STATUSES.length);
    expect(codes.filter((code) => code === 1 || code === 4)).toEqual([]);
  });
});
