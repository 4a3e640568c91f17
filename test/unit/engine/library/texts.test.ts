import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BLOCK_KINDS } from '../../../../src-main/contract/extraction.ts';
import { normaliseText } from '../../../../src-main/engine/extraction/normalise-text.ts';
import { readDocument } from '../../../../src-main/engine/library/documents.ts';
import { searchLibrary } from '../../../../src-main/engine/library/search.ts';
import { inTransaction } from '../../../../src-main/engine/library/statements.ts';
import {
  chunkText,
  deleteText,
  insertChunks,
  ownTexts,
  sweepOrphanTexts,
} from '../../../../src-main/engine/library/texts.ts';
import { chunksOf, idOf, paragraphs, storeDocument, storeText } from '../../../support/store-document.ts';
import { memoryLibrary, numberFrom } from '../../../support/test-library.ts';

const words = fc.string({
  unit: fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom('a', 'b', ' ', '. ', '\n', 'ß', '漢', '字', '。', '👩‍👩‍👧', '𝒳', 'e\u0301') },
    { weight: 1, arbitrary: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }) },
  ),
  maxLength: 400,
});
const blocks = fc.array(fc.record({ kind: fc.constantFrom(...BLOCK_KINDS), text: words.map(normaliseText) }), {
  maxLength: 8,
});
const chunkSettings = fc
  .tuple(fc.integer({ min: 20, max: 120 }), fc.double({ min: 0, max: 0.49, noNaN: true }))
  .map(([sizeCharacters, share]) => ({ sizeCharacters, overlapCharacters: Math.floor(sizeCharacters * share) }));

const rows = (database: ReturnType<typeof memoryLibrary>) => ({
  texts: numberFrom(database, 'SELECT count(*) FROM texts'),
  chunks: numberFrom(database, 'SELECT count(*) FROM chunks'),
  words: numberFrom(database, 'SELECT count(*) FROM chunk_words'),
});

describe('texts', () => {
  it('give back the text of every chunk and the whole text, exactly', () => {
    const database = memoryLibrary();
    fc.assert(
      fc.property(blocks, chunkSettings, (given, settings) => {
        const chunks = chunksOf(given, settings);
        const textId = storeText(database, chunks);
        for (const { index, text } of chunks) expect(chunkText(database, textId, index)).toBe(text);
        const whole = ownTexts(database, textId, 0, chunks.length + 1).join('');
        const points = Array.from(whole);
        for (const { start, end, text } of chunks) expect(points.slice(start, end).join('')).toBe(text);
        expect(points).toHaveLength(chunks.at(-1)?.end ?? 0);
      }),
      { numRuns: 150 },
    );
  });

  it('are paged from any chunk on', () => {
    const database = memoryLibrary();
    const chunks = chunksOf(paragraphs('One two three. '.repeat(40).trim()), {
      sizeCharacters: 60,
      overlapCharacters: 20,
    });
    const textId = storeText(database, chunks);
    expect(chunks.length).toBeGreaterThan(5);
    const pages: string[] = [];
    for (let from = 0; ; from += 2) {
      const page = ownTexts(database, textId, from, 2);
      if (page.length === 0) break;
      pages.push(...page);
    }
    expect(pages.join('')).toBe('One two three. '.repeat(40).trim());
    expect(() => chunkText(database, textId, chunks.length)).toThrow(/has no chunk/u);
  });

  it('in several slices are invisible until they are shown', () => {
    const database = memoryLibrary();
    const [first, second] = [paragraphs('invisible dolphins'), paragraphs('and whales')].map((given) =>
      chunksOf(given),
    );
    const textId = storeText(database, first ?? []);
    inTransaction(database, () =>
      insertChunks(
        database,
        textId,
        (second ?? []).map((chunk) => ({ ...chunk, index: 1 })),
      ),
    );
    expect(rows(database)).toEqual({ texts: 1, chunks: 2, words: 2 });
    expect(searchLibrary(database, 'dolphins', 10)).toEqual([]);
  });

  it('that no document shows are swept with their chunks and words; the others stay', () => {
    const database = memoryLibrary();
    storeDocument(database, 'kept.txt', 'visible dolphins');
    storeText(database, chunksOf(paragraphs('orphaned dolphins')));
    storeText(database, []);
    sweepOrphanTexts(database);
    expect(rows(database)).toEqual({ texts: 1, chunks: 1, words: 1 });
    expect(searchLibrary(database, 'dolphins', 10).map(({ filename }) => filename)).toEqual(['kept.txt']);
  });

  it('of a document that is loaded again replace the ones before, at once and without remains', () => {
    const database = memoryLibrary();
    const before = storeDocument(database, 'a.txt', 'old dolphins');
    const after = storeDocument(database, 'a.txt', 'new whales');
    expect(after).not.toBe(before);
    expect(rows(database)).toEqual({ texts: 1, chunks: 1, words: 1 });
    expect(searchLibrary(database, 'dolphins', 10)).toEqual([]);
    expect(searchLibrary(database, 'whales', 10)).toHaveLength(1);
    expect(readDocument(database, idOf('a.txt'))).toMatchObject({ text_id: after, chunk_count: 1, characters: 10 });
  });

  it('cannot be deleted from under a document', () => {
    const database = memoryLibrary();
    const textId = storeDocument(database, 'a.txt', 'dolphins');
    expect(() => inTransaction(database, () => deleteText(database, textId))).toThrow(/FOREIGN KEY/u);
    expect(searchLibrary(database, 'dolphins', 10)).toHaveLength(1);
  });
});
