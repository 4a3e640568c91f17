import { performance } from 'node:perf_hooks';
import { isDeepStrictEqual } from 'node:util';
import type { DocumentStatus } from '../../contract/batch.ts';
import { succeeded, type Result } from '../../contract/failure.ts';
import type { DocumentToPublish, Neo4jTarget, Publication } from '../graph/graph-types.ts';
import { publishDocuments } from '../graph/publish-documents.ts';
import type { StoredBatchDocument } from '../library/batch-documents.ts';
import { addProcessingSeconds, endPublish } from '../library/batches.ts';
import { readDocument } from '../library/documents.ts';
import {
  backToPrepared,
  beginPublishing,
  endPublishing,
  readPreparedDocuments,
  rejectPublishing,
} from '../library/prepared-documents.ts';
import { decidePublication, pendingDocuments } from '../library/publications.ts';
import { inTransaction, inUnflushedTransaction } from '../library/statements.ts';
import { existingBatch, type BatchRun } from './batch-run.ts';
import { batchToPublish, documentsToPublish } from './read-to-publish.ts';

/** Chunks that are read and sent together at the most, and documents; a longer document goes alone. */
const GROUP_CHUNKS = 2000;
const GROUP_DOCUMENTS = 200;

/** The first of these until there are enough chunks together, at least one. */
const takeGroup = <T>(all: readonly T[], chunksOf: (item: T) => number): T[] => {
  let chunks = 0;
  const end = all.findIndex((item, at) => {
    chunks += chunksOf(item);
    return at > 0 && (at >= GROUP_DOCUMENTS || chunks > GROUP_CHUNKS);
  });
  return end < 0 ? [...all] : all.slice(0, end);
};

/** `unchanged` means that the target had it too. */
const endedStatus = ({ prepared_status }: StoredBatchDocument, { outcome }: Publication): DocumentStatus => {
  if (prepared_status === '') throw new Error('A document is prepared and has no status to end with');
  return prepared_status === 'unchanged' && outcome !== 'unchanged' ? 'processed' : prepared_status;
};

const byDocument = (publications: readonly Publication[]): ReadonlyMap<string, Publication> =>
  new Map(publications.map((publication) => [publication.documentId, publication]));

/** Whether the library still says of a document what was sent: it can be loaded, edited or removed meanwhile. */
const isStillSo = ({ database }: BatchRun, sent: DocumentToPublish | undefined): boolean => {
  const stored = sent === undefined ? undefined : readDocument(database, sent.documentId);
  if (sent === undefined || stored === undefined) return false;
  const { fingerprint, metadata, graph_fields: graphFields } = stored;
  return (
    sent.fingerprint === fingerprint &&
    isDeepStrictEqual(
      [sent.metadata, sent.dateFields, sent.nodeFields],
      [metadata, graphFields.dates, graphFields.nodes],
    )
  );
};

/** Writes what became of documents; gives how many of them are pending again, having changed meanwhile. */
const decide = (
  run: BatchRun,
  { targetId }: Neo4jTarget,
  sent: readonly DocumentToPublish[],
  publications: readonly Publication[],
  at: string,
): number => {
  const byId = new Map(sent.map((document) => [document.documentId, document]));
  const valid = publications.filter(({ documentId }) => isStillSo(run, byId.get(documentId)));
  for (const publication of valid) {
    const why = publication.outcome === 'rejected' ? publication.failure : undefined;
    decidePublication(run.database, publication.documentId, targetId, why, at);
  }
  return publications.length - valid.length;
};

/**
 * Publishes the next group of a batch's prepared documents and ends them. Fails with what is wrong with the target as a
 * whole; the documents are prepared again then, as they are after an abort.
 */
export const publishPrepared = async (
  run: BatchRun,
  target: Neo4jTarget,
  batchId: string,
  signal: AbortSignal,
): Promise<Result<null>> => {
  const { database, log, now } = run;
  const group = takeGroup(readPreparedDocuments(database, batchId), ({ chunks }) => chunks);
  const positions = group.map(({ position }) => position);
  const tell = (): void => positions.forEach((position) => run.onDocument(batchId, position));
  const began = performance.now();
  // After the end of the process they are prepared again: nothing is lost with this note.
  inUnflushedTransaction(database, () => beginPublishing(database, batchId, positions));
  tell();
  const documents = documentsToPublish(
    database,
    group.map(({ document_id }) => document_id),
  );
  const batch = batchToPublish(database, batchId, run.workstation);
  const published = await publishDocuments(target, batch, documents, signal);
  if (!published.ok) {
    inUnflushedTransaction(database, () => backToPrepared(database, batchId));
    tell();
    return published;
  }
  const seconds = Math.round(performance.now() - began) / 1000;
  const publications = byDocument(published.value);
  // Flushed: what counts as processed is no promise of the target alone.
  inTransaction(database, () => {
    const at = now().toISOString();
    decide(run, target, documents, published.value, at);
    for (const document of group) {
      const { position, document_id, prepared_status } = document;
      const share = Math.round((seconds * 1000) / group.length) / 1000;
      const publication = publications.get(document_id);
      if (publication?.outcome === 'rejected') {
        rejectPublishing(database, batchId, position, publication.failure, share);
      } else if (publication !== undefined) {
        endPublishing(database, batchId, position, endedStatus(document, publication), share, at);
      } else if (readDocument(database, document_id) === undefined && prepared_status !== '') {
        // A newer version of the file has taken its place in the library meanwhile: there is nothing to publish.
        endPublishing(database, batchId, position, prepared_status, share, at);
      } else throw new Error(`The publisher left out document ${document_id}`);
    }
    addProcessingSeconds(database, batchId, seconds);
  });
  for (const publication of published.value) {
    if (publication.outcome !== 'rejected') continue;
    const { code, message } = publication.failure;
    log.warn('Document was rejected', { batch_id: batchId, document_id: publication.documentId, code, error: message });
  }
  log.info('Documents published', { batch_id: batchId, documents: group.length, seconds });
  tell();
  return succeeded(null);
};

/**
 * Publishes the next group of what an ended batch has pending; its status and counts stay. The batch is done with when
 * nothing is pending any more. Fails with what is wrong with the target as a whole.
 */
export const publishPending = async (
  run: BatchRun,
  target: Neo4jTarget,
  batchId: string,
  signal: AbortSignal,
): Promise<Result<null>> => {
  const { database, log, now } = run;
  const pending = documentsToPublish(database, pendingDocuments(database, batchId, target.targetId));
  const group = takeGroup(pending, ({ chunkCount }) => chunkCount);
  const batch = batchToPublish(database, batchId, run.workstation);
  const mode = existingBatch(database, batchId).publish_again === 1 ? 'rewrite' : 'missing';
  const published = group.length === 0 ? succeeded([]) : await publishDocuments(target, batch, group, signal, mode);
  if (!published.ok) return published;
  inTransaction(database, () => {
    const changedCount = decide(run, target, group, published.value, now().toISOString());
    if (group.length === pending.length && changedCount === 0) endPublish(database, batchId);
  });
  log.info('Documents published', { batch_id: batchId, documents: group.length });
  run.onBatch(batchId);
  return succeeded(null);
};
