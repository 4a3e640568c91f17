import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BLOCK_KINDS, type Block } from '../../../../src-main/contract/extraction.ts';
import type { ChunkSettings } from '../../../../src-main/engine/chunking/chunk.ts';
import { createChunker } from '../../../../src-main/engine/chunking/create-chunker.ts';
import { chunksOf, normalise } from './chunked-document.ts';

const RUNS = { numRuns: 400 };

const sentence = fc
  .array(fc.constantFrom('the', 'pump', 'runs', 'Dr.', '3.5', 'naïve', 'e\u0301té', '👩‍👩‍👧', '🇩🇪', 'I'), {
    minLength: 1,
    maxLength: 12,
  })
  .chain((words) => fc.constantFrom('.', '?', '…', ':', '').map((end) => words.join(' ') + end));
const prose = fc
  .array(sentence, { minLength: 1, maxLength: 12 })
  .chain((sentences) => fc.constantFrom(' ', '\n', '\u00a0', '  ').map((space) => sentences.join(space)));
const unspaced = fc.array(fc.constantFrom('技術', '文書。', 'を', 'ภาษา', 'ไทย', '𠮷', '、'), {
  minLength: 1,
  maxLength: 60,
});
const repeated = fc
  .tuple(fc.constantFrom('x', '😀', ' ', '\n', '🇩🇪', '\u0301', '\r\n', 'ab '), fc.integer({ min: 1, max: 200 }))
  .map(([unit, times]) => unit.repeat(times));

const text = fc.oneof(
  prose,
  unspaced.map((words) => words.join('')),
  repeated,
  fc.string({ unit: 'grapheme', maxLength: 120 }),
  fc.string({ unit: 'binary', maxLength: 120 }),
  // Extractors give no lone surrogates; were one to come, the ranges must still hold.
  fc.constantFrom('\ud800', 'a\udc00b', '😀\ud83d'),
  fc.constantFrom('', ' ', '\n\t'),
);

const blockOf = (kind: Block['kind'], blockText: string, page: number | undefined): Block =>
  page === undefined ? { kind, text: blockText } : { kind, text: blockText, page };
const block = fc
  .tuple(fc.constantFrom(...BLOCK_KINDS), text, fc.option(fc.integer({ min: 1, max: 9 }), { nil: undefined }))
  .map(([kind, blockText, page]) => blockOf(kind, blockText, page));
const blocks = fc.array(block, { maxLength: 14 });

const settings: fc.Arbitrary<ChunkSettings> = fc
  .oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 120 }), fc.integer({ min: 100, max: 1500 }))
  .chain((sizeCharacters) =>
    fc
      .integer({ min: 0, max: Math.ceil(sizeCharacters / 2) - 1 })
      .map((overlapCharacters) => ({ sizeCharacters, overlapCharacters })),
  );

describe('chunks of any document', () => {
  it('cover the normalised text without a hole, in exact code point ranges', () => {
    fc.assert(
      fc.property(blocks, settings, (document, chosen) => {
        const { codePoints } = normalise(document);
        const chunks = chunksOf(document, chosen);
        let previousEnd = 0;
        for (const [place, chunk] of chunks.entries()) {
          expect(chunk.index).toBe(place);
          expect(chunk.start).toBeLessThanOrEqual(previousEnd);
          expect(chunk.end).toBeGreaterThan(previousEnd);
          expect(chunk.text).toBe(codePoints.slice(chunk.start, chunk.end).join(''));
          expect(chunk.ownText).toBe(codePoints.slice(previousEnd, chunk.end).join(''));
          previousEnd = chunk.end;
        }
        expect(previousEnd).toBe(codePoints.length);
        expect(chunks.map(({ ownText }) => ownText).join('')).toBe(codePoints.join(''));
      }),
      RUNS,
    );
  });

  it('are never longer than the size and repeat no more than the overlap, from the chunk before alone', () => {
    fc.assert(
      fc.property(blocks, settings, (document, chosen) => {
        const chunks = chunksOf(document, chosen);
        for (const [place, chunk] of chunks.entries()) {
          expect(chunk.end - chunk.start).toBeLessThanOrEqual(chosen.sizeCharacters);
          const before = chunks[place - 1];
          if (before === undefined) continue;
          expect(before.end - chunk.start).toBeLessThanOrEqual(chosen.overlapCharacters);
          expect(chunk.start).toBeGreaterThan(before.start);
          expect(chunk.start).toBeGreaterThanOrEqual(chunks[place - 2]?.end ?? 0);
        }
      }),
      RUNS,
    );
  });

  it('carry the page of their start and the nearest heading above it', () => {
    fc.assert(
      fc.property(blocks, settings, (document, chosen) => {
        const { placed } = normalise(document);
        for (const chunk of chunksOf(document, chosen)) {
          const above = placed.filter(({ start }) => start <= chunk.start);
          expect(chunk.page).toBe(above.at(-1)?.block.page);
          const heading = above.findLast((one) => one.block.kind === 'heading')?.block.text;
          const label = heading?.replaceAll(/\s+/gu, ' ').trim();
          if (label === undefined || Array.from(label).length <= 200) expect(chunk.heading).toBe(label);
          else expect(chunk.heading).toBe(`${Array.from(label).slice(0, 199).join('')}…`);
        }
      }),
      RUNS,
    );
  });

  it('end neither in nor after a heading that could have gone to the next, and overlap no heading', () => {
    fc.assert(
      fc.property(blocks, settings, (document, chosen) => {
        const { placed, codePoints } = normalise(document);
        let ownStart = 0;
        const chunks = chunksOf(document, chosen);
        for (const [index, chunk] of chunks.entries()) {
          const last = placed.findLastIndex(({ start }) => start < chunk.end);
          const isEnd = chunk.end === codePoints.length;
          if (placed[last]?.block.kind === 'heading' && !isEnd) {
            let first = last;
            while (placed[first - 1]?.block.kind === 'heading') first -= 1;
            expect(placed[first]?.start).toBeLessThanOrEqual(ownStart);
          }
          const next = chunks[index + 1];
          const repeatsHeading = placed.some(
            ({ block: { kind }, start }) =>
              kind === 'heading' && next !== undefined && start >= next.start && start < chunk.end,
          );
          expect(repeatsHeading).toBe(false);
          ownStart = chunk.end;
        }
      }),
      RUNS,
    );
  });

  it('begin at a heading once a quarter of the size comes before it', () => {
    fc.assert(
      fc.property(blocks, settings, (document, chosen) => {
        const { placed } = normalise(document);
        const least = Math.max(1, Math.floor(chosen.sizeCharacters / 4));
        let ownStart = 0;
        for (const chunk of chunksOf(document, chosen)) {
          for (const [place, { block: one, start }] of placed.entries()) {
            const beginsRun = one.kind === 'heading' && placed[place - 1]?.block.kind !== 'heading';
            if (beginsRun && start > ownStart && start < chunk.end) expect(start - ownStart).toBeLessThan(least);
          }
          ownStart = chunk.end;
        }
      }),
      RUNS,
    );
  });

  it('bring a quarter of the size of their own, unless a heading or a table row or the end comes next', () => {
    fc.assert(
      fc.property(blocks, settings, (document, chosen) => {
        const { placed, codePoints } = normalise(document);
        const least = Math.floor(chosen.sizeCharacters / 4);
        let ownStart = 0;
        for (const { end } of chunksOf(document, chosen)) {
          const next = placed.find(({ start }) => start === end)?.block.kind;
          const excused = next === 'heading' || next === 'table_row' || end === codePoints.length;
          if (!excused) expect(end - ownStart).toBeGreaterThanOrEqual(least);
          ownStart = end;
        }
      }),
      RUNS,
    );
  });

  it('leave every table row whole that has room in a chunk and follows no heading', () => {
    fc.assert(
      fc.property(blocks, settings, (document, chosen) => {
        const { placed, codePoints } = normalise(document);
        const ends = chunksOf(document, chosen).map(({ end }) => end);
        for (const [place, { block: one, start }] of placed.entries()) {
          if (one.kind !== 'table_row' || placed[place - 1]?.block.kind === 'heading') continue;
          const end = placed[place + 1]?.start ?? codePoints.length;
          if (Array.from(one.text).length + 2 > chosen.sizeCharacters) continue;
          expect(ends.filter((cut) => cut > start && cut < end)).toEqual([]);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('are the same every time and tell their total at every moment', () => {
    fc.assert(
      fc.property(blocks, settings, (document, chosen) => {
        const chunker = createChunker(chosen);
        const chunks = [];
        for (const [place, one] of document.entries()) {
          chunks.push(...chunker.add(one));
          expect(chunker.characters).toBe(normalise(document.slice(0, place + 1)).codePoints.length);
        }
        chunks.push(...chunker.finish());
        expect(chunks).toEqual(chunksOf(document, chosen));
      }),
      { numRuns: 150 },
    );
  });

  it('come early: what is held back is less than a chunk and a half', () => {
    fc.assert(
      fc.property(blocks, settings, (document, chosen) => {
        const chunker = createChunker(chosen);
        let given = 0;
        for (const one of document) {
          given = chunker.add(one).at(-1)?.end ?? given;
          expect(chunker.characters - given).toBeLessThanOrEqual(chosen.sizeCharacters * 1.5);
        }
      }),
      RUNS,
    );
  });
});
