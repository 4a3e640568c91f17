import os from 'node:os';
import type { DatabaseSync } from 'node:sqlite';
import { BATCH_STATES } from '../contract/batch.ts';
import { failed, failure, succeeded, type Result } from '../contract/failure.ts';
import type { Handlers } from './call-command.ts';
import { writeBundle } from './bundle/write-bundle.ts';
import { exportBatches } from './export/export-batches.ts';
import { readBatchDocuments, toBatchDocument } from './library/batch-documents.ts';
import { openBatches, readBatch, readIgnoredFiles, resumableBatches, type StoredBatch } from './library/batches.ts';
import { listBatches } from './library/history.ts';
import { extractionFingerprint } from './extraction/fingerprint.ts';
import { readDocument } from './library/documents.ts';
import { searchLibrary } from './library/search.ts';
import { countOutdated, listDocuments, readDetails, readFacets, summariseLibrary } from './library/browse.ts';
import { ownTexts, readChunks } from './library/texts.ts';
import { statusOfState } from './queue/batch-state.ts';
import { statusesOfBatches, statusOfBatch, summariseBatch } from './queue/batch-status.ts';
import { estimateEnd } from './queue/estimate-ends.ts';
import { batchesOf, batchNotFound, seriesIdOf } from './queue/find-batches.ts';

/** Chunks in one page of a document's text. */
const TEXT_PAGE_CHUNKS = 200;

export type ReadCommandName =
  | 'batch.status'
  | 'batch.statuses'
  | 'batch.estimate'
  | 'batch.resumable'
  | 'batch.open'
  | 'batch.history'
  | 'batch.documents'
  | 'batch.ignored'
  | 'batch.export'
  | 'bundle.write'
  | 'library.search'
  | 'library.summary'
  | 'library.outdated'
  | 'library.documents'
  | 'library.facets'
  | 'document.read'
  | 'document.chunks'
  | 'document.text';

const withBatches = <T>(
  database: DatabaseSync,
  batchOrSeriesId: string,
  read: (batches: readonly [StoredBatch, ...StoredBatch[]]) => T,
): Result<T> => {
  const batches = batchesOf(database, batchOrSeriesId);
  return batches.ok ? succeeded(read(batches.value)) : batches;
};

export const documentNotFound = (documentId: string): Result<never> =>
  failed(failure('DOCUMENT_NOT_FOUND', 'select', `Document ${documentId} not found`));

/** The commands that only read: they work beside a running engine, on a read-only connection. */
export const createReadHandlers = (database: DatabaseSync, now: () => Date): Handlers<ReadCommandName> => ({
  'batch.status': ({ batch_id }) => {
    const batch = readBatch(database, batch_id);
    return batch === undefined ? batchNotFound(batch_id) : succeeded(statusOfBatch(database, batch, now()));
  },
  'batch.history': ({
    limit,
    offset,
    status,
    open_failures: openFailures,
    retry_of: retryOf,
    whole_series: wholeSeries,
    ...others
  }) => {
    const states = status === undefined ? undefined : BATCH_STATES.filter((state) => statusOfState(state) === status);
    const { batches, total } = listBatches(database, limit, offset, {
      ...others,
      states,
      openFailures,
      retryOf,
      wholeSeries,
    });
    return succeeded({ batches: batches.map((batch) => summariseBatch(database, batch)), total });
  },
  'batch.statuses': ({ batch_id }) =>
    withBatches(database, batch_id, (batches) => ({
      ...seriesIdOf(batches[0], batch_id),
      batches: statusesOfBatches(database, batches, now()),
    })),
  'batch.estimate': ({ batch_id }) =>
    withBatches(database, batch_id, (batches) => {
      const end = estimateEnd(database, batches, now());
      return end === undefined ? {} : { estimated_completion_time: end };
    }),
  'batch.resumable': () =>
    succeeded({ batches: resumableBatches(database).map((batch) => summariseBatch(database, batch)) }),
  'batch.open': () => succeeded({ batches: statusesOfBatches(database, openBatches(database), now()) }),
  'batch.documents': ({ batch_id }) =>
    withBatches(database, batch_id, (batches) => ({
      documents: batches.flatMap((batch) => readBatchDocuments(database, batch.batch_id)).map(toBatchDocument),
    })),
  'batch.ignored': ({ batch_id }) =>
    withBatches(database, batch_id, (batches) => ({
      ignored_files: batches.flatMap((batch) => readIgnoredFiles(database, batch.batch_id)),
    })),
  'batch.export': ({ batch_id, format }) =>
    withBatches(database, batch_id, (batches) => exportBatches(database, batches, format, os.hostname(), now())),
  'bundle.write': ({ batch_id, file }) => {
    const batches = batchesOf(database, batch_id);
    return batches.ok ? writeBundle(database, batches.value, file, os.hostname(), now()) : batches;
  },
  'library.search': ({ words, limit, filter }) => succeeded({ hits: searchLibrary(database, words, limit, filter) }),
  'library.summary': () => succeeded(summariseLibrary(database)),
  'library.documents': ({ limit, offset, ...filter }) => succeeded(listDocuments(database, limit, offset, filter)),
  'library.outdated': ({ chunk_size, chunk_overlap }) => {
    const fingerprint = extractionFingerprint({ sizeCharacters: chunk_size, overlapCharacters: chunk_overlap });
    return succeeded({ documents_count: countOutdated(database, fingerprint) });
  },
  'library.facets': () => succeeded({ facets: readFacets(database) }),
  'document.read': ({ document_id }) => {
    const details = readDetails(database, document_id);
    return details === undefined ? documentNotFound(document_id) : succeeded(details);
  },
  'document.chunks': ({ document_id, from_chunk, limit }) => {
    const document = readDocument(database, document_id);
    if (document === undefined) return documentNotFound(document_id);
    const chunks = readChunks(database, document.text_id, from_chunk, limit);
    return succeeded({
      chunks: chunks.map(({ index, text, page, heading }) => ({
        index,
        text,
        ...(page !== undefined && { page }),
        ...(heading !== undefined && { heading }),
      })),
    });
  },
  'document.text': ({ document_id, from_chunk }) => {
    const document = readDocument(database, document_id);
    if (document === undefined) return documentNotFound(document_id);
    const texts = ownTexts(database, document.text_id, from_chunk, TEXT_PAGE_CHUNKS);
    const next = from_chunk + texts.length;
    return succeeded({ text: texts.join(''), ...(next < document.chunk_count && { next_chunk: next }) });
  },
});
