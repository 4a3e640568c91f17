import { describe, expect, it } from 'vitest';
import { moveSource, readDocument, type Source } from '../../../../src-main/engine/library/documents.ts';
import { searchLibrary } from '../../../../src-main/engine/library/search.ts';
import { inTransaction } from '../../../../src-main/engine/library/statements.ts';
import { idOf, storeDocument } from '../../../support/store-document.ts';
import { memoryLibrary, numberFrom } from '../../../support/test-library.ts';

const AT = '2025-01-02T00:00:00.000Z';
const sourceNamed = (filename: string, workstation = 'here'): Source => ({
  workstation,
  uri: `file:///${filename}`,
  path: `/${filename}`,
  filename,
});

const move = (database: ReturnType<typeof memoryLibrary>, source: Source, to: string): void =>
  inTransaction(database, () => moveSource(database, source, idOf(to), AT));

describe('moveSource', () => {
  it('takes a document away, with its text, when its only file provides another one now', () => {
    const database = memoryLibrary();
    storeDocument(database, 'a.txt', 'dolphins');
    storeDocument(database, 'b.txt', 'whales');
    move(database, sourceNamed('a.txt'), 'b.txt');
    expect(readDocument(database, idOf('a.txt'))).toBeUndefined();
    expect(searchLibrary(database, 'dolphins', 10)).toEqual([]);
    for (const table of ['texts', 'chunks', 'chunk_words', 'documents']) {
      expect(numberFrom(database, `SELECT count(*) FROM ${table}`)).toBe(1);
    }
  });

  it('keeps a document that another file still provides, here or on another workstation', () => {
    const database = memoryLibrary();
    storeDocument(database, 'a.txt', 'dolphins');
    storeDocument(database, 'b.txt', 'whales');
    move(database, sourceNamed('copy.txt'), 'a.txt');
    move(database, sourceNamed('a.txt', 'elsewhere'), 'a.txt');
    move(database, sourceNamed('a.txt'), 'b.txt');
    move(database, sourceNamed('copy.txt'), 'b.txt');
    expect(readDocument(database, idOf('a.txt'))).toBeDefined();
    move(database, sourceNamed('a.txt', 'elsewhere'), 'b.txt');
    expect(readDocument(database, idOf('a.txt'))).toBeUndefined();
  });

  it('names a document by its newest file, and is no change when repeated', () => {
    const database = memoryLibrary();
    storeDocument(database, 'a.txt', 'dolphins');
    move(database, sourceNamed('copy.txt'), 'a.txt');
    move(database, sourceNamed('copy.txt'), 'a.txt');
    expect(readDocument(database, idOf('a.txt'))?.filename).toBe('copy.txt');
    expect(numberFrom(database, 'SELECT count(*) FROM sources')).toBe(2);
  });
});
