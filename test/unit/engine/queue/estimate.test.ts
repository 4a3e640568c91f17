import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DOCUMENT_KINDS } from '../../../../src-main/contract/extraction.ts';
import { estimateRemainingSeconds } from '../../../../src-main/engine/queue/estimate.ts';

const work = fc.record({
  kind: fc.constantFrom(...DOCUMENT_KINDS, undefined),
  sizeBytes: fc.nat(2 ** 31 - 1),
});
const finishedWork = fc
  .tuple(work, fc.double({ min: 0.001, max: 600, noNaN: true }))
  .map(([document, seconds]) => ({ ...document, seconds }));

describe('estimateRemainingSeconds', () => {
  it('is a finite number that is never negative', () => {
    const anySeconds = fc.tuple(work, fc.double({ min: -1, max: 86_400, noNaN: true }));
    fc.assert(
      fc.property(fc.array(anySeconds), fc.array(work), (finished, remaining) => {
        const seconds = estimateRemainingSeconds(
          finished.map(([document, taken]) => ({ ...document, seconds: taken })),
          remaining,
        );
        expect(Number.isFinite(seconds)).toBe(true);
        expect(seconds).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('is zero when nothing remains', () => {
    fc.assert(fc.property(fc.array(finishedWork), (finished) => estimateRemainingSeconds(finished, []) === 0));
  });

  it('doubles when everything so far took twice as long', () => {
    fc.assert(
      fc.property(fc.array(finishedWork, { minLength: 1 }), fc.array(work, { minLength: 1 }), (finished, remaining) => {
        const slower = finished.map((document) => ({ ...document, seconds: document.seconds * 2 }));
        const ratio = estimateRemainingSeconds(slower, remaining) / estimateRemainingSeconds(finished, remaining);
        expect(ratio).toBeCloseTo(2, 6);
      }),
    );
  });

  it('grows with every document that remains', () => {
    fc.assert(
      fc.property(fc.array(finishedWork), fc.array(work), work, (finished, remaining, more) => {
        expect(estimateRemainingSeconds(finished, [...remaining, more])).toBeGreaterThan(
          estimateRemainingSeconds(finished, remaining),
        );
      }),
    );
  });

  it('takes the same again for the same again', () => {
    const documents = [
      { kind: 'pdf' as const, sizeBytes: 3e6, seconds: 5 },
      { kind: 'text' as const, sizeBytes: 1e5, seconds: 1 },
    ];
    expect(estimateRemainingSeconds(documents, documents)).toBeCloseTo(6, 9);
  });

  it('expects more of a larger file, and of a PDF more than of a text of the same size', () => {
    const of = (kind: 'pdf' | 'text', sizeBytes: number) => estimateRemainingSeconds([], [{ kind, sizeBytes }]);
    expect(of('pdf', 2e6)).toBeGreaterThan(of('pdf', 1e6));
    expect(of('pdf', 1e6)).toBeGreaterThan(of('text', 1e6));
  });
});
