import { z } from 'zod';
import { FAILURE_CODE_NAMES } from './failure-codes.ts';
import { stageSchema } from './failure.ts';
import { metadataSchema } from './metadata.ts';

/** States of a batch as the engine sees them; the last four are final. */
export const BATCH_STATES = [
  'queued',
  'running',
  'pausing',
  'paused',
  'waiting_for_target',
  'cancelling',
  'interrupted',
  'completed',
  'partial_failure',
  'failed',
  'cancelled',
] as const;
export const batchStateSchema = z.enum(BATCH_STATES);
export type BatchState = z.infer<typeof batchStateSchema>;

/** Status of a batch as everybody outside sees it. */
export const BATCH_STATUSES = ['in_progress', 'completed', 'partial_failure', 'failed', 'cancelled'] as const;
export const batchStatusNameSchema = z.enum(BATCH_STATUSES);
export type BatchStatusName = z.infer<typeof batchStatusNameSchema>;

/** Statuses of a document in a batch; the last five are final. */
export const DOCUMENT_STATUSES = [
  'queued',
  'extracting',
  'prepared',
  'publishing',
  'processed',
  'unchanged',
  'duplicate',
  'failed',
  'cancelled',
] as const;
export const documentStatusSchema = z.enum(DOCUMENT_STATUSES);
export type DocumentStatus = z.infer<typeof documentStatusSchema>;

export const TARGETS = ['library', 'neo4j'] as const;
export const targetSchema = z.enum(TARGETS);
export type Target = z.infer<typeof targetSchema>;

/**
 * How many documents of a batch are where. `processed` holds processed, unchanged and duplicate: successes only.
 * total = processed + failed + cancelled + waiting, at every moment.
 */
export interface BatchCounts {
  readonly total: number;
  readonly processed: number;
  readonly failed: number;
  readonly cancelled: number;
  readonly waiting: number;
}

export const failedDocumentSchema = z.object({
  filename: z.string(),
  error: z.string(),
  path: z.string(),
  code: z.enum(FAILURE_CODE_NAMES),
  stage: stageSchema,
  hint: z.string(),
  retryable: z.boolean(),
});
export type FailedDocument = Readonly<z.infer<typeof failedDocumentSchema>>;

/**
 * How much of a batch a Neo4j target has: documents that the library still has, each counted once for every file.
 * `asked` says that an ended batch is being published; `reason` and `code` say why it is not, or not yet.
 */
export const publicationSchema = z.object({
  target: z.literal('neo4j'),
  pending: z.int().nonnegative(),
  published: z.int().nonnegative(),
  rejected: z.int().nonnegative(),
  asked: z.literal(true).optional(),
  reason: z.string().optional(),
  code: z.enum(FAILURE_CODE_NAMES).optional(),
});
export type BatchPublication = Readonly<z.infer<typeof publicationSchema>>;

/** The status object of a batch, the same on every face. Times are ISO 8601 in UTC. */
export const batchStatusSchema = z.object({
  batch_id: z.uuid(),
  series_id: z.uuid().optional(),
  total_documents: z.int().nonnegative(),
  processed_count: z.int().nonnegative(),
  failed_count: z.int().nonnegative(),
  cancelled_count: z.int().nonnegative(),
  waiting_count: z.int().nonnegative(),
  status: batchStatusNameSchema,
  state: batchStateSchema,
  /** The batch or series whose failures this one loads again. */
  retry_of: z.uuid().optional(),
  /** Failures that neither a retry nor a person has dealt with. */
  open_failures_count: z.int().nonnegative(),
  /** Why the batch is in this state, where the state alone does not say it. */
  state_reason: z.string().optional(),
  /** The failure code behind `state_reason`, where it is one. */
  state_code: z.enum(FAILURE_CODE_NAMES).optional(),
  target: targetSchema,
  /** Absent as long as no Neo4j target was ever reached and the batch wants none. */
  publication: publicationSchema.optional(),
  created_at: z.iso.datetime(),
  failed_documents: z.array(failedDocumentSchema),
  estimated_completion_time: z.iso.datetime().optional(),
  completed_at: z.iso.datetime().optional(),
  processing_time_seconds: z.number().nonnegative().optional(),
});
export type BatchStatus = Readonly<z.infer<typeof batchStatusSchema>>;

export const ignoredFileSchema = z.object({ path: z.string(), reason: z.string() });
export type IgnoredFile = Readonly<z.infer<typeof ignoredFileSchema>>;

/** A batch in the history. */
export const batchSummarySchema = batchStatusSchema.omit({ failed_documents: true, estimated_completion_time: true });
export type BatchSummary = Readonly<z.infer<typeof batchSummarySchema>>;

export const dealtWithSchema = z.object({
  how: z.enum(['retried', 'handled']),
  at: z.iso.datetime(),
  note: z.string().optional(),
});

/** A document of a batch. `pages` is absent where the format has none; seconds count all of its attempts. */
export const batchDocumentSchema = z.object({
  filename: z.string(),
  path: z.string(),
  size_bytes: z.int().nonnegative(),
  document_id: z.string().optional(),
  status: documentStatusSchema,
  code: z.enum(FAILURE_CODE_NAMES).optional(),
  error: z.string().optional(),
  hint: z.string().optional(),
  warnings: z.array(z.string()),
  metadata: metadataSchema,
  /** Only the metadata differed: nothing was extracted. */
  metadata_only: z.literal(true).optional(),
  /** How often the document was tried in this batch. */
  attempts: z.int().nonnegative(),
  /** What was done about a failure; absent while it is open. */
  dealt_with: dealtWithSchema.optional(),
  seconds: z.number().nonnegative(),
  pages: z.int().nonnegative().optional(),
  characters: z.int().nonnegative(),
  chunks: z.int().nonnegative(),
});
export type BatchDocument = Readonly<z.infer<typeof batchDocumentSchema>>;
