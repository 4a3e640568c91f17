import type { DatabaseSync } from 'node:sqlite';
import type { BatchPublication, BatchStatus, BatchSummary, FailedDocument } from '../../contract/batch.ts';
import { FAILURE_CODES } from '../../contract/failure-codes.ts';
import { readBatchDocuments, type StoredBatchDocument } from '../library/batch-documents.ts';
import { countDocuments, type StoredBatch } from '../library/batches.ts';
import { countPublications, currentTargetId } from '../library/publications.ts';
import { statusOfState } from './batch-state.ts';
import { estimateEnd, estimateEnds } from './estimate-ends.ts';

const publicationOf = (database: DatabaseSync, batch: StoredBatch): BatchPublication | undefined => {
  const targetId = currentTargetId(database);
  if (targetId === '' && batch.target === 'library') return undefined;
  return {
    target: 'neo4j',
    ...countPublications(database, batch.batch_id, targetId),
    ...(batch.publish_asked_at !== '' && { asked: true as const }),
    ...(batch.publish_reason !== '' && { reason: batch.publish_reason }),
    ...(batch.publish_code !== '' && { code: batch.publish_code }),
  };
};

/** A batch as the history lists it. */
export const summariseBatch = (database: DatabaseSync, batch: StoredBatch): BatchSummary => {
  const counts = countDocuments(database, batch.batch_id);
  const publication = publicationOf(database, batch);
  return {
    batch_id: batch.batch_id,
    ...(batch.series_id !== '' && { series_id: batch.series_id }),
    total_documents: counts.total,
    processed_count: counts.processed,
    failed_count: counts.failed,
    cancelled_count: counts.cancelled,
    waiting_count: counts.waiting,
    status: statusOfState(batch.state),
    state: batch.state,
    ...(batch.state_reason !== '' && { state_reason: batch.state_reason }),
    ...(batch.retry_of !== '' && { retry_of: batch.retry_of }),
    open_failures_count: counts.open_failures,
    ...(batch.state_code !== '' && { state_code: batch.state_code }),
    target: batch.target,
    ...(publication !== undefined && { publication }),
    created_at: batch.created_at,
    ...(batch.ended_at !== '' && {
      completed_at: batch.ended_at,
      processing_time_seconds: Math.round(batch.processing_seconds * 1000) / 1000,
    }),
  };
};

const toFailedDocument = ({ filename, path, code, stage, message, hint }: StoredBatchDocument): FailedDocument[] =>
  code === '' || stage === ''
    ? []
    : [{ filename, error: message, path, code, stage, hint, retryable: FAILURE_CODES[code].retryable }];

const withEstimate = (database: DatabaseSync, batch: StoredBatch, end: string | undefined): BatchStatus => ({
  ...summariseBatch(database, batch),
  failed_documents: readBatchDocuments(database, batch.batch_id)
    .filter(({ status }) => status === 'failed')
    .flatMap(toFailedDocument),
  ...(end !== undefined && { estimated_completion_time: end }),
});

/** The status object of a batch; the estimate belongs to a batch that has not ended. */
export const statusOfBatch = (database: DatabaseSync, batch: StoredBatch, now: Date): BatchStatus =>
  withEstimate(database, batch, estimateEnd(database, [batch], now));

/** The status objects of batches that run one after the other, such as those of a series. */
export const statusesOfBatches = (
  database: DatabaseSync,
  batches: readonly StoredBatch[],
  now: Date,
): BatchStatus[] => {
  const ends = estimateEnds(database, batches, now);
  return batches.map((batch) => withEstimate(database, batch, ends.get(batch.batch_id)));
};
