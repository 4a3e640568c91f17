import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import type { Failure } from '../../contract/failure.ts';
import type { PublicationState } from '../../contract/library.ts';
import { statement } from './statements.ts';

const NOTE_TARGET = `
  INSERT INTO targets (target_id, uri, database_name, connected_at) VALUES (?, ?, ?, ?)
  ON CONFLICT (target_id) DO UPDATE SET uri = excluded.uri, database_name = excluded.database_name,
    connected_at = excluded.connected_at`;
const CURRENT_TARGET = 'SELECT target_id FROM targets ORDER BY connected_at DESC, target_id LIMIT 1';
const DECIDE = `
  INSERT INTO publications (document_id, target_id, state, code, message, decided_at) VALUES (?, ?, ?, ?, ?, ?)
  ON CONFLICT (document_id, target_id) DO UPDATE SET state = excluded.state, code = excluded.code,
    message = excluded.message, decided_at = excluded.decided_at`;
const OUTDATE = `UPDATE publications SET state = 'pending', code = '', message = '' WHERE document_id = ?`;
const FORGET = 'DELETE FROM publications WHERE document_id = ?';
const FORGET_AT = 'DELETE FROM publications WHERE document_id = ? AND target_id = ?';
/** What a batch brought into the library and the library still has. */
const OF_BATCH = `
  FROM batch_documents JOIN documents USING (document_id)
  LEFT JOIN publications ON publications.document_id = batch_documents.document_id AND publications.target_id = ?
  WHERE batch_id = ?
    AND (status IN ('processed', 'unchanged', 'duplicate', 'prepared', 'publishing') OR batch_documents.code = 'TARGET_REJECTED')`;
const COUNT = `
  SELECT count(*) FILTER (WHERE publications.state = 'published') AS published,
    count(*) FILTER (WHERE publications.state = 'rejected') AS rejected,
    count(*) FILTER (WHERE coalesce(publications.state, 'pending') = 'pending') AS pending ${OF_BATCH}`;
const PENDING = `
  SELECT DISTINCT batch_documents.document_id ${OF_BATCH} AND coalesce(publications.state, 'pending') = 'pending'
  ORDER BY position`;
const BATCHES_WITH_PENDING = `
  SELECT DISTINCT batches.batch_id FROM batches JOIN batch_documents USING (batch_id) JOIN documents USING (document_id)
  LEFT JOIN publications ON publications.document_id = batch_documents.document_id AND publications.target_id = ?
  WHERE batches.state IN ('completed', 'partial_failure', 'failed', 'cancelled')
    AND status IN ('processed', 'unchanged', 'duplicate')
    AND coalesce(publications.state, 'pending') = 'pending'
  ORDER BY batches.rowid`;

/** Documents of some batches that the library has, and those of them that only these batches would publish. */
const COUNT_KEPT = `
  WITH own AS (
    SELECT DISTINCT document_id FROM batch_documents JOIN documents USING (document_id)
    WHERE batch_id IN (SELECT value FROM json_each(?1)))
  SELECT count(*) AS documents, count(*) FILTER (WHERE ?2 <> '' AND NOT EXISTS (
      SELECT 1 FROM publications
      WHERE publications.document_id = own.document_id AND target_id = ?2 AND state <> 'pending')
    AND NOT EXISTS (
      SELECT 1 FROM batch_documents AS other
      WHERE other.document_id = own.document_id AND batch_id NOT IN (SELECT value FROM json_each(?1)))) AS unpublished
  FROM own`;

const keptSchema = z.object({ documents: z.int(), unpublished: z.int() });

const countsSchema = z.object({ pending: z.int(), published: z.int(), rejected: z.int() });
export type PublicationCounts = Readonly<z.infer<typeof countsSchema>>;

/** Notes a database that was connected to: it is the current target from now on. Call inside a transaction. */
export const noteTarget = (
  database: DatabaseSync,
  target: { readonly targetId: string; readonly uri: string; readonly database: string },
  at: string,
): void => {
  statement(database, NOTE_TARGET).run(target.targetId, target.uri, target.database, at);
};

/** The id of the database that was connected to last; '' before the first time. */
export const currentTargetId = (database: DatabaseSync): string =>
  String(statement(database, CURRENT_TARGET).get()?.['target_id'] ?? '');

/** Writes that a target has committed a document, or refused it. Call inside a transaction. */
export const decidePublication = (
  database: DatabaseSync,
  documentId: string,
  targetId: string,
  why: Failure | undefined,
  at: string,
): void => {
  const state: PublicationState = why === undefined ? 'published' : 'rejected';
  statement(database, DECIDE).run(documentId, targetId, state, why?.code ?? '', why?.message ?? '', at);
};

/** The text or the metadata of a document changed: it is to be published again, everywhere. Call inside a transaction. */
export const outdatePublications = (database: DatabaseSync, documentId: string): void => {
  statement(database, OUTDATE).run(documentId);
};

/** Forgets what became of a document, in one target or in all. Call inside a transaction. */
export const forgetPublications = (database: DatabaseSync, documentId: string, targetId?: string): void => {
  if (targetId === undefined) statement(database, FORGET).run(documentId);
  else statement(database, FORGET_AT).run(documentId, targetId);
};

/** How many documents of a batch are where in a target; documents that the library no longer has do not count. */
export const countPublications = (database: DatabaseSync, batchId: string, targetId: string): PublicationCounts =>
  countsSchema.parse(statement(database, COUNT).get(targetId, batchId));

/** How many documents the library keeps of these batches, and how many of them only these batches would publish. */
export const countKept = (database: DatabaseSync, batchIds: readonly string[]): z.infer<typeof keptSchema> =>
  keptSchema.parse(statement(database, COUNT_KEPT).get(JSON.stringify(batchIds), currentTargetId(database)));

/** Ids of the documents of a batch that a target does not have yet, in the order of the batch. */
export const pendingDocuments = (database: DatabaseSync, batchId: string, targetId: string): string[] =>
  statement(database, PENDING)
    .all(targetId, batchId)
    .map(({ document_id }) => String(document_id));

/** Ids of the ended batches with documents that a target does not have yet, the oldest first. */
export const batchesWithPending = (database: DatabaseSync, targetId: string): string[] =>
  statement(database, BATCHES_WITH_PENDING)
    .all(targetId)
    .map(({ batch_id }) => String(batch_id));
