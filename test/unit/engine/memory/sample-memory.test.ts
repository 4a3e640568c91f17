import { describe, expect, it } from 'vitest';
import { residentBytesIn, residentBytesOf } from '../../../../src-main/engine/memory/sample-memory.ts';

describe('residentBytesIn', () => {
  it.each([
    ['Name:\tnode\nVmHWM:\t  150000 kB\nVmRSS:\t  123456 kB\nRssAnon:\t 99 kB\n', 123_456 * 1024],
    ['Name:\tVmRSS: 7 kB\nState:\tZ (zombie)\n', undefined],
    ['', undefined],
  ])('reads %j', (status, bytes) => {
    expect(residentBytesIn(status)).toBe(bytes);
  });
});

describe.runIf(process.platform === 'linux')('residentBytesOf', () => {
  it('agrees with what a process says of itself', () => {
    const told = residentBytesOf(process.pid) ?? 0;
    expect(Math.abs(told - process.memoryUsage.rss())).toBeLessThan(32 * 1024 * 1024);
  });

  it.each([[undefined], [2 ** 22 + 1]])('knows nothing of process %j', (pid) => {
    expect(residentBytesOf(pid)).toBeUndefined();
  });
});
