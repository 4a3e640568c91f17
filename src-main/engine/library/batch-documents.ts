import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { documentStatusSchema, type BatchDocument, type DocumentStatus, type Target } from '../../contract/batch.ts';
import { FAILURE_CODE_NAMES } from '../../contract/failure-codes.ts';
import { stageSchema, type Failure } from '../../contract/failure.ts';
import { metadataSourceSchema, type Metadata } from '../../contract/metadata.ts';
import { jsonCells, jsonMetadata, jsonTexts } from './json-columns.ts';
import { statement } from './statements.ts';

const COLUMNS = `position, path, relative_path, filename, size_bytes, status, document_id, code, stage, message, hint,
  warnings, seconds, pages, characters, chunks, metadata, metadata_source, metadata_failure, metadata_warnings,
  original_cells, metadata_only, prepared_status, dealt_how, dealt_at, dealt_note,
  (SELECT count(*) FROM attempts WHERE attempts.batch_id = batch_documents.batch_id
    AND attempts.position = batch_documents.position) AS attempts`;
const READ_ALL = `SELECT ${COLUMNS} FROM batch_documents WHERE batch_id = ? ORDER BY position`;
const READ_ONE = `SELECT ${COLUMNS} FROM batch_documents WHERE batch_id = ? AND position = ?`;
const READ_NEXT = `
  SELECT ${COLUMNS} FROM batch_documents WHERE batch_id = ? AND status = 'queued' ORDER BY position LIMIT 1`;
/**
 * In the batch itself, and in the batches of its series that were before it. The index is named because SQLite would
 * read all documents of the series instead: 3.7 ms for each document in a series of 10,000, against 0.14 ms.
 */
const READ_SAME_CONTENT = `
  SELECT ${COLUMNS} FROM batch_documents INDEXED BY batch_documents_by_content
  WHERE document_id = ?2 AND (batch_id <> ?1 OR position < ?3) AND batch_id IN (
    SELECT earlier.batch_id FROM batches AS own JOIN batches AS earlier
      ON earlier.batch_id = own.batch_id
      OR (own.series_id <> '' AND earlier.series_id = own.series_id AND earlier.rowid < own.rowid)
    WHERE own.batch_id = ?1)
  ORDER BY (SELECT rowid FROM batches WHERE batches.batch_id = batch_documents.batch_id), position LIMIT 1`;
const SET_STATUS = 'UPDATE batch_documents SET status = ? WHERE batch_id = ? AND position = ?';
const FINISH = `
  UPDATE batch_documents SET status = ?, document_id = ?, code = ?, stage = ?, message = ?, hint = ?, warnings = ?,
    seconds = seconds + ?, pages = ?, characters = ?, chunks = ?, metadata = coalesce(?, metadata), metadata_only = ?,
    prepared_status = ?
  WHERE batch_id = ? AND position = ?`;
const OPEN_FAILURES = `
  SELECT ${COLUMNS} FROM batch_documents
  WHERE batch_id = ? AND status = 'failed' AND dealt_how = '' ORDER BY position`;
const HANDLE = `
  UPDATE batch_documents SET dealt_how = 'handled', dealt_at = ?, dealt_note = ?
  WHERE batch_id = ? AND status = 'failed' AND dealt_how = '' AND ? IN (filename, path, relative_path)`;
/** What was retried, a batch or a series, what that one retried, and so on. */
const DEAL_BY_RETRY = `
  WITH RECURSIVE chain (id) AS (
    SELECT retry_of FROM batches WHERE batch_id = ? AND retry_of <> ''
    UNION
    SELECT batches.retry_of FROM chain
    JOIN batches ON batches.batch_id = chain.id OR batches.series_id = chain.id
    WHERE batches.retry_of <> ''
  )
  UPDATE batch_documents SET dealt_how = 'retried', dealt_at = ?
  WHERE batch_id IN (
      SELECT batch_id FROM batches WHERE batch_id IN (SELECT id FROM chain) OR series_id IN (SELECT id FROM chain))
    AND status = 'failed' AND dealt_how = ''
    AND path = (SELECT path FROM batch_documents AS retried WHERE retried.batch_id = ? AND retried.position = ?)`;
const BEGIN_ATTEMPT = 'INSERT INTO attempts (batch_id, position, started_at) VALUES (?, ?, ?)';
const END_ATTEMPT = `
  UPDATE attempts SET ended_at = ?, outcome = ?, code = ?, message = ?, seconds = ? WHERE attempt_id = ?`;
const COUNT_CRASHES = `
  SELECT count(*) AS crashes FROM attempts WHERE batch_id = ? AND position = ? AND code = 'EXTRACTOR_CRASHED'`;
const QUEUE_AGAIN = `
  UPDATE batch_documents SET status = 'queued', seconds = seconds + ? WHERE batch_id = ? AND position = ?`;
const INTERRUPT_ATTEMPTS = `
  UPDATE attempts SET ended_at = ?, outcome = 'interrupted' WHERE batch_id = ? AND ended_at = ''`;
const REQUEUE = `
  UPDATE batch_documents SET status = iif(status = 'publishing', 'prepared', 'queued')
  WHERE batch_id = ? AND status IN ('extracting', 'publishing')`;
const CANCEL = `
  UPDATE batch_documents SET status = 'cancelled'
  WHERE batch_id = ? AND status IN ('queued', 'extracting', 'prepared', 'publishing')`;

const rowSchema = z.object({
  position: z.int(),
  path: z.string(),
  relative_path: z.string(),
  filename: z.string(),
  size_bytes: z.int(),
  status: documentStatusSchema,
  document_id: z.string(),
  code: z.union([z.enum(FAILURE_CODE_NAMES), z.literal('')]),
  stage: z.union([stageSchema, z.literal('')]),
  message: z.string(),
  hint: z.string(),
  warnings: jsonTexts,
  seconds: z.number(),
  pages: z.int(),
  characters: z.int(),
  chunks: z.int(),
  metadata: jsonMetadata,
  metadata_source: metadataSourceSchema,
  metadata_failure: z.string(),
  metadata_warnings: jsonTexts,
  original_cells: jsonCells,
  metadata_only: z.int(),
  /** What a prepared document becomes when the target has committed it; '' for a batch without one. */
  prepared_status: z.union([z.enum(['processed', 'unchanged', 'duplicate']), z.literal('')]),
  dealt_how: z.enum(['', 'retried', 'handled']),
  dealt_at: z.string(),
  dealt_note: z.string(),
  attempts: z.int(),
});
const rowsSchema = z.array(rowSchema);
export type StoredBatchDocument = Readonly<z.infer<typeof rowSchema>>;

const parseRow = (row: unknown): StoredBatchDocument | undefined =>
  row === undefined ? undefined : rowSchema.parse(row);

/** All documents of a batch (at most 100), in order. */
export const readBatchDocuments = (database: DatabaseSync, batchId: string): StoredBatchDocument[] =>
  rowsSchema.parse(statement(database, READ_ALL).all(batchId));

export const readBatchDocument = (database: DatabaseSync, batchId: string, position: number): StoredBatchDocument => {
  const document = parseRow(statement(database, READ_ONE).get(batchId, position));
  if (document === undefined) throw new Error(`Batch ${batchId} has no document ${position}`);
  return document;
};

/** The next document to load, or undefined when none waits. */
export const nextQueuedDocument = (database: DatabaseSync, batchId: string): StoredBatchDocument | undefined =>
  parseRow(statement(database, READ_NEXT).get(batchId));

/** The first document of the batch or its series, before `position` of the batch, that has this content, or undefined. */
export const earlierWithSameContent = (
  database: DatabaseSync,
  batchId: string,
  documentId: string,
  position: number,
): StoredBatchDocument | undefined =>
  parseRow(statement(database, READ_SAME_CONTENT).get(batchId, documentId, position));

/** Opens an attempt and marks its document as being extracted; gives the attempt's id. Call inside a transaction. */
export const beginAttempt = (database: DatabaseSync, batchId: string, position: number, at: string): number => {
  statement(database, SET_STATUS).run('extracting', batchId, position);
  return Number(statement(database, BEGIN_ATTEMPT).run(batchId, position, at).lastInsertRowid);
};

export interface DocumentOutcome {
  readonly status: Extract<DocumentStatus, 'processed' | 'unchanged' | 'duplicate' | 'failed'>;
  /** '' when the file could not be read. */
  readonly documentId: string;
  readonly failure?: Failure;
  readonly warnings: readonly string[];
  readonly pages: number;
  readonly characters: number;
  readonly chunks: number;
  /** What the document has now; absent when nothing was stored. */
  readonly metadata?: Metadata;
  readonly metadataOnly?: boolean;
}

interface EndedAttempt {
  readonly attemptId: number;
  readonly at: string;
  readonly seconds: number;
}

/**
 * Whether a failed load goes back into the queue at once: when the extractor crashed, which may have been the fault of
 * the documents before, and only the first time for this document, so that a file can never make a loop of crashes.
 */
export const isWorthAnotherAttempt = (
  database: DatabaseSync,
  batchId: string,
  position: number,
  { failure }: DocumentOutcome,
): boolean =>
  failure?.code === 'EXTRACTOR_CRASHED' && statement(database, COUNT_CRASHES).get(batchId, position)?.['crashes'] === 0;

/** Closes an attempt that failed and puts its document back into the queue. Call inside a transaction. */
export const queueAgain = (
  database: DatabaseSync,
  batchId: string,
  position: number,
  attempt: EndedAttempt,
  { status, failure }: DocumentOutcome,
): void => {
  const { code = '', message = '' } = failure ?? {};
  statement(database, QUEUE_AGAIN).run(attempt.seconds, batchId, position);
  statement(database, END_ATTEMPT).run(attempt.at, status, code, message, attempt.seconds, attempt.attemptId);
};

/** The failures of this file that the batch was made to retry are dealt with. Call inside a transaction. */
export const dealByRetry = (database: DatabaseSync, batchId: string, position: number, at: string): void => {
  statement(database, DEAL_BY_RETRY).run(batchId, at, batchId, position);
};

/**
 * Writes how a document ended and closes its attempt. With a Neo4j target a success is `prepared` first, and ends when
 * the target has committed it (prepared-documents.ts). Call inside a transaction.
 */
export const finishDocument = (
  database: DatabaseSync,
  batchId: string,
  position: number,
  attempt: EndedAttempt,
  outcome: DocumentOutcome,
  target: Target,
): void => {
  const { documentId, warnings, pages, characters, chunks } = outcome;
  const isPrepared = outcome.status !== 'failed' && target === 'neo4j';
  const status: DocumentStatus = isPrepared ? 'prepared' : outcome.status;
  if (status !== 'failed' && !isPrepared) dealByRetry(database, batchId, position, attempt.at);
  const { code = '', stage = '', message = '', hint = '' } = outcome.failure ?? {};
  statement(database, FINISH).run(
    status,
    documentId,
    code,
    stage,
    message,
    hint,
    JSON.stringify(warnings),
    attempt.seconds,
    pages,
    characters,
    chunks,
    outcome.metadata === undefined ? null : JSON.stringify(outcome.metadata),
    outcome.metadataOnly === true ? 1 : 0,
    isPrepared ? outcome.status : '',
    batchId,
    position,
  );
  statement(database, END_ATTEMPT).run(attempt.at, status, code, message, attempt.seconds, attempt.attemptId);
};

/** Puts the document in hand back into the queue: its attempt ends as interrupted. Call inside a transaction. */
export const requeueDocuments = (database: DatabaseSync, batchId: string, at: string): void => {
  statement(database, INTERRUPT_ATTEMPTS).run(at, batchId);
  statement(database, REQUEUE).run(batchId);
};

/** Cancels every document that has not ended. Call inside a transaction. */
export const cancelDocuments = (database: DatabaseSync, batchId: string, at: string): void => {
  statement(database, INTERRUPT_ATTEMPTS).run(at, batchId);
  statement(database, CANCEL).run(batchId);
};

/** The failures of a batch that nobody and no retry has dealt with, in order. */
export const readOpenFailures = (database: DatabaseSync, batchId: string): StoredBatchDocument[] =>
  rowsSchema.parse(statement(database, OPEN_FAILURES).all(batchId));

/** Marks the open failures with this filename, path or relative path as handled; gives how many there were. */
export const handleFailures = (
  database: DatabaseSync,
  batchId: string,
  name: string,
  note: string,
  at: string,
): number => Number(statement(database, HANDLE).run(at, note, batchId, name).changes);

/** A document of a batch as the contract shows it. */
export const toBatchDocument = (stored: StoredBatchDocument): BatchDocument => ({
  filename: stored.filename,
  path: stored.path,
  size_bytes: stored.size_bytes,
  ...(stored.document_id !== '' && { document_id: stored.document_id }),
  status: stored.status,
  ...(stored.code !== '' && { code: stored.code, error: stored.message, hint: stored.hint }),
  warnings: stored.warnings,
  metadata: stored.metadata,
  ...(stored.metadata_only === 1 && { metadata_only: true as const }),
  attempts: stored.attempts,
  ...(stored.dealt_how !== '' && {
    dealt_with: {
      how: stored.dealt_how,
      at: stored.dealt_at,
      ...(stored.dealt_note !== '' && { note: stored.dealt_note }),
    },
  }),
  seconds: stored.seconds,
  ...(stored.pages > 0 && { pages: stored.pages }),
  characters: stored.characters,
  chunks: stored.chunks,
});
