import os from 'node:os';
import type { DatabaseSync } from 'node:sqlite';
import { failed, failure, succeeded, type Result } from '../contract/failure.ts';
import type { Handlers } from './call-command.ts';
import { exportBatch } from './export/export-batch.ts';
import { readBatchDocuments, toBatchDocument } from './library/batch-documents.ts';
import { listBatches, readBatch, readIgnoredFiles, type StoredBatch } from './library/batches.ts';
import { readDocument } from './library/documents.ts';
import { searchLibrary } from './library/search.ts';
import { ownTexts } from './library/texts.ts';
import { statusOfBatch, summariseBatch } from './queue/batch-status.ts';

/** Chunks in one page of a document's text. */
const TEXT_PAGE_CHUNKS = 200;

export type ReadCommandName =
  | 'batch.status'
  | 'batch.history'
  | 'batch.documents'
  | 'batch.ignored'
  | 'batch.export'
  | 'library.search'
  | 'document.text';

const withBatch = <T>(database: DatabaseSync, batchId: string, read: (batch: StoredBatch) => T): Result<T> => {
  const batch = readBatch(database, batchId);
  if (batch === undefined) return failed(failure('BATCH_NOT_FOUND', 'select', `Batch ${batchId} not found`));
  return succeeded(read(batch));
};

/** The commands that only read: they work beside a running engine, on a read-only connection. */
export const createReadHandlers = (database: DatabaseSync, now: () => Date): Handlers<ReadCommandName> => ({
  'batch.status': ({ batch_id }) => withBatch(database, batch_id, (batch) => statusOfBatch(database, batch, now())),
  'batch.history': ({ limit, offset }) =>
    succeeded({ batches: listBatches(database, limit, offset).map((batch) => summariseBatch(database, batch)) }),
  'batch.documents': ({ batch_id }) =>
    withBatch(database, batch_id, () => ({
      documents: readBatchDocuments(database, batch_id).map(toBatchDocument),
    })),
  'batch.ignored': ({ batch_id }) =>
    withBatch(database, batch_id, () => ({ ignored_files: readIgnoredFiles(database, batch_id) })),
  'batch.export': ({ batch_id, format }) =>
    withBatch(database, batch_id, (batch) => exportBatch(database, batch, format, os.hostname(), now())),
  'library.search': ({ words, limit }) => succeeded({ hits: searchLibrary(database, words, limit) }),
  'document.text': ({ document_id, from_chunk }) => {
    const document = readDocument(database, document_id);
    if (document === undefined) {
      return failed(failure('DOCUMENT_NOT_FOUND', 'select', `Document ${document_id} not found`));
    }
    const texts = ownTexts(database, document.text_id, from_chunk, TEXT_PAGE_CHUNKS);
    const next = from_chunk + texts.length;
    return succeeded({ text: texts.join(''), ...(next < document.chunk_count && { next_chunk: next }) });
  },
});
