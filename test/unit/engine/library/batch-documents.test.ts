import { describe, expect, it } from 'vitest';
import { failure } from '../../../../src-main/contract/failure.ts';
import {
  beginAttempt,
  cancelDocuments,
  earlierWithSameContent,
  finishDocument,
  nextQueuedDocument,
  readBatchDocument,
  readBatchDocuments,
  requeueDocuments,
  toBatchDocument,
  type DocumentOutcome,
} from '../../../../src-main/engine/library/batch-documents.ts';
import { batchOf } from '../../../support/new-batch.ts';
import { insertBatch } from '../../../../src-main/engine/library/batches.ts';
import { memoryLibrary } from '../../../support/test-library.ts';

const AT = '2025-01-01T00:00:00.000Z';
const LATER = '2025-01-01T00:00:05.000Z';
const PROCESSED: DocumentOutcome = {
  status: 'processed',
  documentId: 'abc',
  warnings: ['Guessed.'],
  pages: 2,
  characters: 30,
  chunks: 1,
};

/** A library with batches of three documents each. */
const libraryWith = (...batchIds: string[]) => {
  const database = memoryLibrary();
  const files = ['0', '1', '2'].map((name) => ({
    type: 'file' as const,
    path: `/${name}.txt`,
    relativePath: `${name}.txt`,
    filename: `${name}.txt`,
    sizeBytes: 1,
  }));
  for (const batchId of batchIds) {
    insertBatch(database, batchOf(batchId, AT, files));
  }
  return database;
};
const statuses = (database: ReturnType<typeof memoryLibrary>, batchId: string) =>
  readBatchDocuments(database, batchId).map(({ status }) => status);
const attempts = (database: ReturnType<typeof memoryLibrary>) =>
  database
    .prepare('SELECT batch_id, position, outcome, ended_at FROM attempts ORDER BY attempt_id')
    .all()
    .map((row) => Object.values(row));

describe('the documents of a batch', () => {
  it('are taken in order, and never twice', () => {
    const database = libraryWith('a', 'b');
    expect(nextQueuedDocument(database, 'a')?.position).toBe(0);
    beginAttempt(database, 'a', 0, AT);
    expect(nextQueuedDocument(database, 'a')?.position).toBe(1);
    expect(nextQueuedDocument(database, 'b')?.position).toBe(0);
    expect(nextQueuedDocument(database, 'none')).toBeUndefined();
  });

  it('keep how they ended; seconds add up over attempts', () => {
    const database = libraryWith('a');
    const broken = { ...PROCESSED, status: 'failed', failure: failure('TIMEOUT', 'extract'), warnings: [] } as const;
    const first = beginAttempt(database, 'a', 0, AT);
    finishDocument(database, 'a', 0, { attemptId: first, at: LATER, seconds: 2 }, broken, 'library');
    expect(toBatchDocument(readBatchDocument(database, 'a', 0))).toMatchObject({
      status: 'failed',
      code: 'TIMEOUT',
      error: broken.failure.message,
      hint: broken.failure.hint,
      seconds: 2,
    });
    const second = beginAttempt(database, 'a', 0, AT);
    finishDocument(database, 'a', 0, { attemptId: second, at: LATER, seconds: 3 }, PROCESSED, 'library');
    expect(toBatchDocument(readBatchDocument(database, 'a', 0))).toEqual({
      filename: '0.txt',
      path: '/0.txt',
      size_bytes: 1,
      document_id: 'abc',
      status: 'processed',
      warnings: ['Guessed.'],
      metadata: {},
      attempts: 2,
      seconds: 5,
      pages: 2,
      characters: 30,
      chunks: 1,
    });
    expect(attempts(database)).toEqual([
      ['a', 0, 'failed', LATER],
      ['a', 0, 'processed', LATER],
    ]);
    expect(() => readBatchDocument(database, 'a', 3)).toThrow('has no document 3');
  });

  it('go back into the queue with their attempt interrupted; those of other batches stay as they are', () => {
    const database = libraryWith('a', 'b');
    const ended = beginAttempt(database, 'a', 0, AT);
    finishDocument(database, 'a', 0, { attemptId: ended, at: AT, seconds: 1 }, PROCESSED, 'library');
    beginAttempt(database, 'a', 1, AT);
    beginAttempt(database, 'b', 0, AT);
    requeueDocuments(database, 'a', LATER);
    expect(statuses(database, 'a')).toEqual(['processed', 'queued', 'queued']);
    expect(statuses(database, 'b')).toEqual(['extracting', 'queued', 'queued']);
    expect(attempts(database)).toEqual([
      ['a', 0, 'processed', AT],
      ['a', 1, 'interrupted', LATER],
      ['b', 0, '', ''],
    ]);
  });

  it('are cancelled unless they have ended', () => {
    const database = libraryWith('a', 'b');
    const ended = beginAttempt(database, 'a', 0, AT);
    finishDocument(database, 'a', 0, { attemptId: ended, at: AT, seconds: 1 }, PROCESSED, 'library');
    beginAttempt(database, 'a', 1, AT);
    cancelDocuments(database, 'a', LATER);
    expect(statuses(database, 'a')).toEqual(['processed', 'cancelled', 'cancelled']);
    expect(statuses(database, 'b')).toEqual(['queued', 'queued', 'queued']);
    expect(attempts(database)[1]).toEqual(['a', 1, 'interrupted', LATER]);
  });

  it('find their like before them in the batch, never themselves, later ones or those of another batch', () => {
    const database = libraryWith('a', 'b');
    for (const position of [1, 2]) {
      const attemptId = beginAttempt(database, 'a', position, AT);
      finishDocument(database, 'a', position, { attemptId, at: AT, seconds: 1 }, PROCESSED, 'library');
    }
    const earlier = (batchId: string, position: number) =>
      earlierWithSameContent(database, batchId, 'abc', position)?.position;
    expect(earlier('a', 2)).toBe(1);
    expect(earlier('a', 1)).toBeUndefined();
    expect(earlier('a', 0)).toBeUndefined();
    expect(earlier('b', 2)).toBeUndefined();
  });
});
