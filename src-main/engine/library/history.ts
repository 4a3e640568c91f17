import type { DatabaseSync } from 'node:sqlite';
import type { BatchState, Target } from '../../contract/batch.ts';
import { foldText } from '../metadata/mapping-key.ts';
import { BATCH_COLUMNS, batchRowsSchema, type StoredBatch } from './batches.ts';
import { statement } from './statements.ts';

const DOCUMENTS_OF_BATCH = 'SELECT 1 FROM batch_documents WHERE batch_documents.batch_id = batches.batch_id';
/** States and names are JSON arrays; '' or 0 means that all fit. */
const FITS_HISTORY = `
  (?1 = '' OR state IN (SELECT value FROM json_each(?1))) AND (?2 = '' OR target = ?2)
  AND created_at >= ?3 AND (?4 = '' OR created_at < ?4) AND (?5 = '' OR retry_of = ?5)
  AND (?6 = 0 OR EXISTS (${DOCUMENTS_OF_BATCH} AND status = 'failed' AND dealt_how = ''))
  AND (?7 = '' OR substr(batch_id, 1, length(?7)) = ?7 OR substr(series_id, 1, length(?7)) = ?7
    OR EXISTS (${DOCUMENTS_OF_BATCH} AND instr(fold_text(filename), ?7) > 0))`;
/** Whole series are what a person sees as one: one batch that fits brings all of its series. */
const IN_HISTORY = `
  iif(?8 = 0, ${FITS_HISTORY},
    batch_id IN (SELECT batch_id FROM batches WHERE ${FITS_HISTORY})
    OR series_id IN (SELECT series_id FROM batches WHERE series_id <> '' AND ${FITS_HISTORY}))`;
const LIST_BATCHES = `SELECT ${BATCH_COLUMNS} FROM batches WHERE ${IN_HISTORY} ORDER BY rowid DESC LIMIT ?9 OFFSET ?10`;
const COUNT_BATCHES = `SELECT count(*) AS total FROM batches WHERE ${IN_HISTORY}`;
const DELETE_BATCH = [
  'DELETE FROM attempts WHERE batch_id = ?',
  'DELETE FROM ignored_files WHERE batch_id = ?',
  'DELETE FROM batch_documents WHERE batch_id = ?',
  'DELETE FROM requests WHERE batch_id = ?',
  'DELETE FROM batches WHERE batch_id = ?',
];
const FORGET_RETRIES = `UPDATE batches SET retry_of = '' WHERE retry_of = ?`;

/** What the batches of a history have in common; everything that is absent says nothing. Times are ISO 8601 in UTC. */
export interface HistoryFilter {
  readonly states?: readonly BatchState[] | undefined;
  readonly target?: Target | undefined;
  readonly from?: string | undefined;
  readonly until?: string | undefined;
  readonly openFailures?: boolean | undefined;
  readonly words?: string | undefined;
  readonly retryOf?: string | undefined;
  /** Whether all batches of a series come with one that fits. */
  readonly wholeSeries?: boolean | undefined;
}

const foldingDatabases = new WeakSet<DatabaseSync>();

/** SQLite's own `lower` knows the letters of English only. */
const knowFolding = (database: DatabaseSync): void => {
  if (foldingDatabases.has(database)) return;
  foldingDatabases.add(database);
  database.function('fold_text', { deterministic: true }, (text) => foldText(String(text)));
};

/** Batches with the newest first, and how many there are of them in all. */
export const listBatches = (
  database: DatabaseSync,
  limit: number,
  offset: number,
  {
    states,
    target,
    from = '',
    until = '',
    openFailures = false,
    words = '',
    retryOf = '',
    wholeSeries = false,
  }: HistoryFilter = {},
): { batches: StoredBatch[]; total: number } => {
  knowFolding(database);
  const fits = [
    states === undefined ? '' : JSON.stringify(states),
    target ?? '',
    from,
    until,
    retryOf,
    openFailures ? 1 : 0,
    foldText(words.trim()),
    wholeSeries ? 1 : 0,
  ] as const;
  return {
    batches: batchRowsSchema.parse(statement(database, LIST_BATCHES).all(...fits, limit, offset)),
    total: Number(statement(database, COUNT_BATCHES).get(...fits)?.['total']),
  };
};

/** Deletes a batch from the history, with its attempts and ignored files. Call inside a transaction. */
export const deleteBatch = (database: DatabaseSync, batchId: string): void => {
  for (const sql of DELETE_BATCH) statement(database, sql).run(batchId);
};

/** What retried a batch or series that is gone is a retry no more. Call inside a transaction. */
export const forgetRetries = (database: DatabaseSync, batchOrSeriesId: string): void => {
  statement(database, FORGET_RETRIES).run(batchOrSeriesId);
};
