import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { countedMs, watchBudgets } from '../../../../src-main/engine/extraction/watch-budgets.ts';

const AMPLE = { totalMs: 60_000, silenceMs: 60_000, residentBytes: 1000 };

const watch = (budgets: Partial<typeof AMPLE>, residentBytes: () => number | undefined = () => 0) => {
  const codes: string[] = [];
  let ticks = 0;
  const watching = watchBudgets(
    { ...AMPLE, ...budgets },
    residentBytes,
    () => (ticks += 1),
    (code) => void codes.push(code),
  );
  onTestFinished(watching.stop);
  return { watching, codes, ticks: () => ticks };
};

describe('countedMs', () => {
  it.each([
    [0, 0],
    [100, 100],
    [999, 999],
    [8 * 3_600_000, 1000],
    [-5, 0],
  ])('of %i ms counts %i', (sinceLast, counted) => {
    expect(countedMs(sinceLast)).toBe(counted);
  });
});

describe('watchBudgets', () => {
  it('tells once that the time in all is over, however much progress there is', async () => {
    const { watching, codes } = watch({ totalMs: 300 });
    for (let step = 0; step < 12; step += 1) {
      watching.heard();
      await sleep(50);
    }
    expect(codes).toEqual(['TIMEOUT']);
  });

  it('begins the silence anew at every sign of progress', async () => {
    const { watching, codes } = watch({ silenceMs: 800 });
    for (let step = 0; step < 12; step += 1) {
      await sleep(100);
      watching.heard();
    }
    expect(codes).toEqual([]);
    await sleep(1100);
    expect(codes).toEqual(['TIMEOUT']);
  });

  it('does not count what goes beyond a second between two looks, as in a machine that slept', async () => {
    const { codes } = watch({ silenceMs: 1600 });
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2000);
    await sleep(200);
    expect(codes).toEqual([]);
    await sleep(1200);
    expect(codes).toEqual(['TIMEOUT']);
  });

  it('tells when the resident size reaches its budget, and looks closely before', async () => {
    const sizes = [100, 240, 260, 500, 999, 1000];
    const { codes, ticks } = watch({}, () => sizes.shift());
    await sleep(600);
    expect(codes).toEqual(['EXTRACTOR_OUT_OF_MEMORY']);
    expect(ticks()).toBe(5);
    expect(sizes).toEqual([]);
  });

  it('exceeds nothing when the size is not known', async () => {
    const { codes } = watch({}, () => undefined);
    await sleep(350);
    expect(codes).toEqual([]);
  });
});
