import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import {
  batchStateSchema,
  targetSchema,
  type BatchCounts,
  type BatchState,
  type IgnoredFile,
  type Target,
} from '../../contract/batch.ts';
import { FAILURE_CODE_NAMES, type FailureCode } from '../../contract/failure-codes.ts';
import type { MetadataSchema } from '../../contract/metadata.ts';
import type { PreparedFile } from '../preflight/prepare-selection.ts';
import { jsonTexts } from './json-columns.ts';
import { statement } from './statements.ts';

/** States in which an engine is seeing to a batch, in the order in which it does. */
export const ALIVE_STATES = ['running', 'pausing', 'cancelling', 'waiting_for_target', 'queued'] as const;

const INSERT_BATCH = `
  INSERT INTO batches (batch_id, series_id, retry_of, target, state, created_at, mapping_columns, metadata_schema,
    metadata_defaults, warnings)
  VALUES (?, ?, ?, ?, 'queued', ?, ?, ?, ?, ?)`;
const INSERT_BATCH_DOCUMENT = `
  INSERT INTO batch_documents (batch_id, position, path, relative_path, filename, size_bytes, status, metadata,
    metadata_source, metadata_failure, metadata_warnings, original_cells)
  VALUES (?, ?, ?, ?, ?, ?, 'queued', ?, ?, ?, ?, ?)`;
const INSERT_IGNORED = 'INSERT INTO ignored_files (batch_id, position, path, reason) VALUES (?, ?, ?, ?)';
const READ_IGNORED = 'SELECT path, reason FROM ignored_files WHERE batch_id = ? ORDER BY position';
export const BATCH_COLUMNS =
  'batch_id, series_id, retry_of, mapping_columns, metadata_schema, metadata_defaults, warnings, target, state, state_reason, state_code, created_at, ended_at, processing_seconds, publish_asked_at, publish_again, publish_code, publish_reason';
const READ_BATCH = `SELECT ${BATCH_COLUMNS} FROM batches WHERE batch_id = ?`;
/** By row and not by time: the order of their start also holds when the clock was set back meanwhile. */
const READ_BATCH_OR_SERIES = `
  SELECT ${BATCH_COLUMNS} FROM batches WHERE batch_id = ?1 OR (series_id = ?1 AND series_id <> '') ORDER BY rowid`;
const BATCHES_IN_STATE = 'SELECT batch_id FROM batches WHERE state = ? ORDER BY rowid';
const RESUMABLE = `SELECT ${BATCH_COLUMNS} FROM batches WHERE state IN ('paused', 'interrupted') ORDER BY rowid`;
const OPEN = `
  SELECT ${BATCH_COLUMNS} FROM batches
  WHERE state NOT IN ('completed', 'partial_failure', 'failed', 'cancelled') ORDER BY rowid`;
const SET_STATE = `
  UPDATE batches SET state = ?, state_reason = ?, state_code = ?, ended_at = ?,
    graph_due = iif(? <> '' AND target = 'neo4j', 1, graph_due)
  WHERE batch_id = ?`;
const SET_TARGET = 'UPDATE batches SET target = ? WHERE batch_id = ?';
const ASK_TO_PUBLISH = `
  UPDATE batches SET publish_asked_at = ?, publish_again = ?, publish_code = '', publish_reason = '' WHERE batch_id = ?`;
const SET_PUBLISH_TROUBLE = 'UPDATE batches SET publish_code = ?, publish_reason = ? WHERE batch_id = ?';
const END_PUBLISH = `UPDATE batches SET publish_asked_at = '', publish_again = 0 WHERE batch_id = ?`;
const ASKED_TO_PUBLISH = `
  SELECT batch_id FROM batches WHERE publish_asked_at <> '' ORDER BY publish_asked_at, rowid`;
const DUE_IN_GRAPH = `SELECT batch_id FROM batches WHERE graph_due = 1 ORDER BY rowid`;
const SET_GRAPH_DUE = 'UPDATE batches SET graph_due = ? WHERE batch_id = ?';
const ADD_SECONDS = 'UPDATE batches SET processing_seconds = processing_seconds + ? WHERE batch_id = ?';
const COUNT = `
  SELECT count(*) AS total,
    count(*) FILTER (WHERE status IN ('processed', 'unchanged', 'duplicate')) AS processed,
    count(*) FILTER (WHERE status = 'failed') AS failed,
    count(*) FILTER (WHERE status = 'failed' AND dealt_how = '') AS open_failures,
    count(*) FILTER (WHERE status = 'cancelled') AS cancelled,
    count(*) FILTER (WHERE status IN ('queued', 'extracting', 'prepared', 'publishing')) AS waiting
  FROM batch_documents WHERE batch_id = ?`;

const batchRowSchema = z.object({
  batch_id: z.string(),
  series_id: z.string(),
  retry_of: z.string(),
  mapping_columns: jsonTexts,
  metadata_schema: z.string(),
  metadata_defaults: jsonTexts,
  warnings: jsonTexts,
  target: targetSchema,
  state: batchStateSchema,
  state_reason: z.string(),
  state_code: z.union([z.enum(FAILURE_CODE_NAMES), z.literal('')]),
  created_at: z.string(),
  ended_at: z.string(),
  processing_seconds: z.number(),
  publish_asked_at: z.string(),
  publish_again: z.int(),
  publish_code: z.union([z.enum(FAILURE_CODE_NAMES), z.literal('')]),
  publish_reason: z.string(),
});
export const batchRowsSchema = z.array(batchRowSchema);
export type StoredBatch = Readonly<z.infer<typeof batchRowSchema>>;

const countsSchema = z.object({
  total: z.int(),
  processed: z.int(),
  failed: z.int(),
  open_failures: z.int(),
  cancelled: z.int(),
  waiting: z.int(),
});

export interface NewBatch {
  readonly batchId: string;
  readonly seriesId: string;
  /** The batch or series whose failures this one loads again; '' for none. */
  readonly retryOf: string;
  readonly target: Target;
  readonly createdAt: string;
  readonly files: readonly Pick<PreparedFile, 'file' | 'resolved'>[];
  readonly ignored: readonly IgnoredFile[];
  readonly schema: MetadataSchema;
  readonly mappingColumns: readonly string[];
  /** FIELD=VALUE for all documents. */
  readonly defaults: readonly string[];
  readonly warnings: readonly string[];
}

/** Writes a batch in state queued with all of its documents and ignored files. Call inside a transaction. */
export const insertBatch = (database: DatabaseSync, batch: NewBatch): void => {
  const { batchId, seriesId, retryOf, target, createdAt, files, ignored, schema, mappingColumns, defaults, warnings } =
    batch;
  statement(database, INSERT_BATCH).run(
    batchId,
    seriesId,
    retryOf,
    target,
    createdAt,
    JSON.stringify(mappingColumns),
    JSON.stringify(schema),
    JSON.stringify(defaults),
    JSON.stringify(warnings),
  );
  files.forEach(({ file, resolved }, position) => {
    statement(database, INSERT_BATCH_DOCUMENT).run(
      batchId,
      position,
      file.path,
      file.relativePath,
      file.filename,
      file.sizeBytes,
      JSON.stringify(resolved.metadata),
      resolved.source,
      resolved.failure?.message ?? '',
      JSON.stringify(resolved.warnings),
      JSON.stringify(resolved.originalCells ?? []),
    );
  });
  ignored.forEach(({ path, reason }, position) => {
    statement(database, INSERT_IGNORED).run(batchId, position, path, reason);
  });
};

export const readBatch = (database: DatabaseSync, batchId: string): StoredBatch | undefined => {
  const row = statement(database, READ_BATCH).get(batchId);
  return row === undefined ? undefined : batchRowSchema.parse(row);
};

/** The batch with this id, or all batches of the series with this id in the order of their start; none is unknown. */
export const findBatches = (database: DatabaseSync, batchOrSeriesId: string): StoredBatch[] =>
  batchRowsSchema.parse(statement(database, READ_BATCH_OR_SERIES).all(batchOrSeriesId));

/** What is paused or interrupted, the oldest first. */
export const resumableBatches = (database: DatabaseSync): StoredBatch[] =>
  batchRowsSchema.parse(statement(database, RESUMABLE).all());

/** What has not ended, in the order of its start. */
export const openBatches = (database: DatabaseSync): StoredBatch[] =>
  batchRowsSchema.parse(statement(database, OPEN).all());

/** The ids of the batches in a state, in the order of their start. */
export const batchesInState = (database: DatabaseSync, state: BatchState): string[] =>
  statement(database, BATCHES_IN_STATE)
    .all(state)
    .map(({ batch_id }) => String(batch_id));

export const readIgnoredFiles = (database: DatabaseSync, batchId: string): IgnoredFile[] =>
  statement(database, READ_IGNORED)
    .all(batchId)
    .map(({ path, reason }) => ({ path: String(path), reason: String(reason) }));

/** The counts of a batch, from the rows of its documents: the one truth. */
export const countDocuments = (
  database: DatabaseSync,
  batchId: string,
): BatchCounts & { readonly open_failures: number } => countsSchema.parse(statement(database, COUNT).get(batchId));

/** Why a batch is in its state, where the state alone does not say it: a sentence, and a failure code or ''. */
export interface StateReason {
  readonly reason: string;
  readonly code: FailureCode | '';
}

/** Sets the state of a batch; `endedAt` is '' unless the state is final. A batch for Neo4j is then due there. */
export const setBatchState = (
  database: DatabaseSync,
  batchId: string,
  state: BatchState,
  { reason, code }: StateReason,
  endedAt: string,
): void => {
  statement(database, SET_STATE).run(state, reason, code, endedAt, endedAt, batchId);
};

export const setBatchTarget = (database: DatabaseSync, batchId: string, target: Target): void => {
  statement(database, SET_TARGET).run(target, batchId);
};

/**
 * Asks for an ended batch to be published; trouble of an earlier time is forgotten.
 *
 * @param again whether what the target has is written anew, whatever it is
 */
export const askToPublish = (database: DatabaseSync, batchId: string, again: boolean, at: string): void => {
  statement(database, ASK_TO_PUBLISH).run(at, again ? 1 : 0, batchId);
};

/** Says why an ended batch is not published yet. */
export const setPublishTrouble = (database: DatabaseSync, batchId: string, { code, reason }: StateReason): void => {
  statement(database, SET_PUBLISH_TROUBLE).run(code, reason, batchId);
};

/** A batch is published as far as it can be, or is given up; what trouble was noted stays. */
export const endPublish = (database: DatabaseSync, batchId: string): void => {
  statement(database, END_PUBLISH).run(batchId);
};

const batchIds = (database: DatabaseSync, sql: string): string[] =>
  statement(database, sql)
    .all()
    .map(({ batch_id }) => String(batch_id));

/** Ended batches that are to be published, in the order of asking. */
export const batchesAskedToPublish = (database: DatabaseSync): string[] => batchIds(database, ASKED_TO_PUBLISH);

/** Batches that the target does not know in their present state, in the order of their start. */
export const batchesDueInGraph = (database: DatabaseSync): string[] => batchIds(database, DUE_IN_GRAPH);

export const setGraphDue = (database: DatabaseSync, batchId: string, isDue: boolean): void => {
  statement(database, SET_GRAPH_DUE).run(isDue ? 1 : 0, batchId);
};

/** Adds working time to a batch, in seconds. */
export const addProcessingSeconds = (database: DatabaseSync, batchId: string, seconds: number): void => {
  statement(database, ADD_SECONDS).run(seconds, batchId);
};
