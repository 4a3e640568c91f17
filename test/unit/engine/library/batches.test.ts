import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DOCUMENT_STATUSES, type DocumentStatus } from '../../../../src-main/contract/batch.ts';
import {
  addProcessingSeconds,
  batchesInState,
  countDocuments,
  insertBatch,
  readBatch,
  setBatchState,
} from '../../../../src-main/engine/library/batches.ts';
import { listBatches } from '../../../../src-main/engine/library/history.ts';
import { inTransaction } from '../../../../src-main/engine/library/statements.ts';
import { batchOf } from '../../../support/new-batch.ts';
import { memoryLibrary, testLibrary } from '../../../support/test-library.ts';

const newBatch = (batchId: string, createdAt: string, fileCount = 1) =>
  batchOf(
    batchId,
    createdAt,
    Array.from({ length: fileCount }, (_, index) => ({
      type: 'file' as const,
      path: `/folder/${index}.txt`,
      relativePath: `${index}.txt`,
      filename: `${index}.txt`,
      sizeBytes: index,
    })),
  );

const isOneOf = (...statuses: DocumentStatus[]) => {
  const set = new Set(statuses);
  return (status: DocumentStatus) => set.has(status);
};

describe('countDocuments', () => {
  it('puts every document into exactly one count, whatever the statuses are', () => {
    const database = testLibrary();
    const setStatus = database.prepare('UPDATE batch_documents SET status = ? WHERE batch_id = ? AND position = ?');
    let number = 0;
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...DOCUMENT_STATUSES), { maxLength: 100 }), (statuses) => {
        const batchId = `batch ${(number += 1)}`;
        inTransaction(database, () => {
          insertBatch(database, newBatch(batchId, '2025-01-01T00:00:00.000Z', statuses.length));
          statuses.forEach((status, position) => setStatus.run(status, batchId, position));
        });
        const { total, processed, failed, cancelled, waiting } = countDocuments(database, batchId);
        expect(total).toBe(statuses.length);
        expect(processed + failed + cancelled + waiting).toBe(total);
        expect(processed).toBe(statuses.filter(isOneOf('processed', 'unchanged', 'duplicate')).length);
        expect(failed).toBe(statuses.filter(isOneOf('failed')).length);
        expect(cancelled).toBe(statuses.filter(isOneOf('cancelled')).length);
      }),
      { numRuns: 60 },
    );
  });

  it('counts nothing for a batch that is not there', () => {
    const nothing = { total: 0, processed: 0, failed: 0, open_failures: 0, cancelled: 0, waiting: 0 };
    expect(countDocuments(memoryLibrary(), 'nowhere')).toEqual(nothing);
  });
});

describe('the rows of batches', () => {
  it('are listed with the last started first, whatever the clock said, and paged', () => {
    const database = memoryLibrary();
    insertBatch(database, newBatch('b', '2025-01-02T00:00:00.000Z'));
    insertBatch(database, newBatch('a', '2025-01-01T00:00:00.000Z'));
    insertBatch(database, newBatch('c', '2025-01-02T00:00:00.000Z'));
    expect(listBatches(database, 10, 0).batches.map(({ batch_id }) => batch_id)).toEqual(['c', 'a', 'b']);
    expect(listBatches(database, 1, 1).batches.map(({ batch_id }) => batch_id)).toEqual(['a']);
    expect(batchesInState(database, 'queued')).toEqual(['b', 'a', 'c']);
  });

  it('keep state, reason, end and working time', () => {
    const database = memoryLibrary();
    insertBatch(database, newBatch('a', '2025-01-01T00:00:00.000Z'));
    setBatchState(database, 'a', 'paused', { reason: 'Because.', code: 'DISK_FULL' }, '');
    addProcessingSeconds(database, 'a', 1.5);
    addProcessingSeconds(database, 'a', 2);
    expect(readBatch(database, 'a')).toMatchObject({
      state: 'paused',
      state_reason: 'Because.',
      ended_at: '',
      processing_seconds: 3.5,
    });
    expect(batchesInState(database, 'queued')).toEqual([]);
    expect(readBatch(database, 'b')).toBeUndefined();
  });

  it('are written whole or not at all', () => {
    const database = memoryLibrary();
    const broken = { ...newBatch('a', '2025-01-01T00:00:00.000Z', 3), ignored: [{ path: 'x', reason: 'y' }] };
    expect(() =>
      inTransaction(database, () => {
        insertBatch(database, broken);
        throw new Error('the disk is gone');
      }),
    ).toThrow('the disk is gone');
    expect(readBatch(database, 'a')).toBeUndefined();
    expect(database.isTransaction).toBe(false);
  });
});
