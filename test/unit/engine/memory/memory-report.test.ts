import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { lastReportIn, listenForMemory } from '../../../../src-main/engine/memory/memory-report.ts';

describe('lastReportIn', () => {
  it.each([
    ['', undefined],
    ['123', undefined],
    ['123\n', 123],
    ['123\n456\n78', 456],
    ['123\nnonsense\n', undefined],
    ['-5\n', undefined],
    ['1e9\n', undefined],
    [`${'9'.repeat(40)}\n`, undefined],
  ])('of %j is %s', (received, bytes) => {
    expect(lastReportIn(received)).toBe(bytes);
  });
});

describe('listenForMemory', () => {
  it('tells the newest report, also when one comes in pieces or is nonsense', async () => {
    const stream = new PassThrough();
    const residentBytes = listenForMemory(stream);
    const write = async (text: string): Promise<number | undefined> => {
      const received = once(stream, 'data');
      stream.write(text);
      await received;
      return residentBytes();
    };
    expect(residentBytes()).toBeUndefined();
    expect(await write('1000\n20')).toBe(1000);
    expect(await write('00\n')).toBe(2000);
    expect(await write('x'.repeat(100_000))).toBe(2000);
    expect(await write('\n')).toBe(2000);
    expect(await write('3000\n')).toBe(3000);
  });

  it('outlives a pipe that breaks', () => {
    const stream = new PassThrough();
    const residentBytes = listenForMemory(stream);
    stream.destroy(new Error('broken'));
    expect(residentBytes()).toBeUndefined();
  });
});
