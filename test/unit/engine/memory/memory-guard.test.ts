import { describe, expect, it, onTestFinished } from 'vitest';
import { createMemoryGuard } from '../../../../src-main/engine/memory/memory-guard.ts';
import { listeningLog } from '../../../support/listening-log.ts';

const GIGABYTE = 1024 ** 3;

/** A guard over memory that the test sets. */
const guardOver = (limitGb: number) => {
  const { log, entries } = listeningLog();
  const commands: string[] = [];
  let bytes = 0;
  const guard = createMemoryGuard({
    limitBytes: limitGb * GIGABYTE,
    residentBytes: () => bytes,
    recycleExtractor: () => void commands.push('recycle'),
    killExtractor: (message) => void commands.push(message),
    log,
  });
  onTestFinished(guard.close);
  const isOverAt = (gigabytes: number): boolean => {
    bytes = gigabytes * GIGABYTE;
    return guard.isOver();
  };
  return { guard, isOverAt, entries, commands };
};

describe('createMemoryGuard', () => {
  it('warns with the figures and has the extractor recycled near the limit', () => {
    const { isOverAt, entries, commands } = guardOver(5);
    expect(isOverAt(4.126)).toBe(false);
    expect(isOverAt(4.5)).toBe(false);
    const fields = { current_memory_gb: 4.13, limit_gb: 5 };
    expect(entries).toEqual([{ level: 'warn', message: 'Memory limit approaching', fields }]);
    expect(commands).toEqual(['recycle']);
  });

  it('kills at the limit, says so, and tells when it is over', () => {
    const { guard, isOverAt, entries, commands } = guardOver(0.5);
    expect(isOverAt(0.51)).toBe(true);
    expect(guard.refusal()).toMatchObject({
      code: 'MEMORY_LIMIT_REACHED',
      message: 'Memory limit reached: 0.51 GB in use, the limit is 0.5 GB.',
    });
    expect(isOverAt(0.46)).toBe(true);
    expect(isOverAt(0.2)).toBe(false);
    expect(commands).toEqual([
      'recycle',
      'Stevedore reached its memory limit of 0.5 GB while it read this document, and stopped.',
    ]);
    expect(entries.map(({ message }) => message)).toEqual([
      'Memory limit approaching',
      'Memory limit reached',
      'Memory is below its limit again',
    ]);
  });
});
