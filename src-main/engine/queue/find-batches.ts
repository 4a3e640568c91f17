import type { DatabaseSync } from 'node:sqlite';
import { failed, failure, succeeded, type Failure, type Result } from '../../contract/failure.ts';
import { findBatches, type StoredBatch } from '../library/batches.ts';

export const batchNotFound = (batchOrSeriesId: string): { readonly ok: false; readonly failure: Failure } =>
  failed(failure('BATCH_NOT_FOUND', 'select', `Batch ${batchOrSeriesId} not found`));

/** The batch with this id or all batches of the series with this id, in order; BATCH_NOT_FOUND when there is none. */
export const batchesOf = (
  database: DatabaseSync,
  batchOrSeriesId: string,
): Result<readonly [StoredBatch, ...StoredBatch[]]> => {
  const [first, ...others] = findBatches(database, batchOrSeriesId);
  if (first === undefined) return batchNotFound(batchOrSeriesId);
  return succeeded([first, ...others]);
};

/** The id of the series that was asked for, as a field to spread; nothing when a batch was asked for. */
export const seriesIdOf = (batch: StoredBatch, batchOrSeriesId: string): { series_id?: string } =>
  batch.series_id === batchOrSeriesId ? { series_id: batchOrSeriesId } : {};
