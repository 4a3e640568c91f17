import type { DatabaseSync } from 'node:sqlite';
import type { DocumentStatus } from '../../contract/batch.ts';
import type { Failure } from '../../contract/failure.ts';
import { dealByRetry, readBatchDocuments, type StoredBatchDocument } from './batch-documents.ts';
import { statement } from './statements.ts';

const BATCHES_WITH_PREPARED = `
  SELECT batch_id FROM batches
  WHERE state IN ('running', 'waiting_for_target') AND target = 'neo4j' AND EXISTS (
    SELECT 1 FROM batch_documents WHERE batch_documents.batch_id = batches.batch_id AND status = 'prepared')
  ORDER BY rowid`;
const SET_PUBLISHING = `
  UPDATE batch_documents SET status = 'publishing' WHERE batch_id = ? AND position = ? AND status = 'prepared'`;
const BACK_TO_PREPARED = `UPDATE batch_documents SET status = 'prepared' WHERE batch_id = ? AND status = 'publishing'`;
const END = `
  UPDATE batch_documents SET status = ?, seconds = seconds + ? WHERE batch_id = ? AND position = ? AND status = 'publishing'`;
const REJECT = `
  UPDATE batch_documents SET status = 'failed', code = ?, stage = ?, message = ?, hint = ?, seconds = seconds + ?
  WHERE batch_id = ? AND position = ? AND status = 'publishing'`;
const PREPARED_POSITIONS = `
  SELECT position, prepared_status FROM batch_documents WHERE batch_id = ? AND status = 'prepared' ORDER BY position`;
const FINISH_OFFLINE = `
  UPDATE batch_documents SET status = prepared_status WHERE batch_id = ? AND status = 'prepared'`;
const HAS_PREPARED = `
  SELECT 1 FROM batches JOIN batch_documents USING (batch_id)
  WHERE state NOT IN ('completed', 'partial_failure', 'failed', 'cancelled')
    AND document_id = ? AND status IN ('prepared', 'publishing') LIMIT 1`;
/** The attempt that prepared the document ends as the document does. */
const END_ATTEMPT = `
  UPDATE attempts SET outcome = (
      SELECT status FROM batch_documents
      WHERE batch_documents.batch_id = attempts.batch_id AND batch_documents.position = attempts.position),
    code = ?, message = ?
  WHERE attempt_id = (SELECT max(attempt_id) FROM attempts WHERE batch_id = ? AND position = ?)`;

/** Batches under way that have prepared documents, in the order of their start. */
export const batchesWithPrepared = (database: DatabaseSync): string[] =>
  statement(database, BATCHES_WITH_PREPARED)
    .all()
    .map(({ batch_id }) => String(batch_id));

/** Whether a batch has prepared this document and not published it yet. */
export const hasPreparedDocument = (database: DatabaseSync, documentId: string): boolean =>
  statement(database, HAS_PREPARED).get(documentId) !== undefined;

/** The prepared documents of a batch, in order. */
export const readPreparedDocuments = (database: DatabaseSync, batchId: string): StoredBatchDocument[] =>
  readBatchDocuments(database, batchId).filter(({ status }) => status === 'prepared');

/** Marks documents as being published. Call inside a transaction. */
export const beginPublishing = (database: DatabaseSync, batchId: string, positions: readonly number[]): void => {
  for (const position of positions) statement(database, SET_PUBLISHING).run(batchId, position);
};

/** Puts documents that were being published back to prepared. Call inside a transaction. */
export const backToPrepared = (database: DatabaseSync, batchId: string): void => {
  statement(database, BACK_TO_PREPARED).run(batchId);
};

/** The target has committed a document that was being published. Call inside a transaction. */
export const endPublishing = (
  database: DatabaseSync,
  batchId: string,
  position: number,
  status: DocumentStatus,
  seconds: number,
  at: string,
): void => {
  statement(database, END).run(status, seconds, batchId, position);
  statement(database, END_ATTEMPT).run('', '', batchId, position);
  dealByRetry(database, batchId, position, at);
};

/** The target has refused a document that was being published. Call inside a transaction. */
export const rejectPublishing = (
  database: DatabaseSync,
  batchId: string,
  position: number,
  { code, stage, message, hint }: Failure,
  seconds: number,
): void => {
  statement(database, REJECT).run(code, stage, message, hint, seconds, batchId, position);
  statement(database, END_ATTEMPT).run(code, message, batchId, position);
};

/**
 * The prepared documents of a batch end as they would have in the library alone; gives their positions. Call inside a
 * transaction.
 */
export const finishPrepared = (database: DatabaseSync, batchId: string, at: string): number[] => {
  const positions = statement(database, PREPARED_POSITIONS)
    .all(batchId)
    .map(({ position }) => Number(position));
  statement(database, FINISH_OFFLINE).run(batchId);
  for (const position of positions) {
    statement(database, END_ATTEMPT).run('', '', batchId, position);
    dealByRetry(database, batchId, position, at);
  }
  return positions;
};
