import type { BatchSummary } from '../../src-main/contract/batch.ts';
import { sumBatches, type BatchSum } from '../batch/sum-batches.ts';

/** A row of the history: a batch, a series with the sum of its batches, or a batch of a series that is open. */
export interface BatchRow {
  readonly id: string;
  readonly kind: 'batch' | 'series' | 'member';
  readonly batches: readonly BatchSummary[];
  readonly sum: BatchSum;
  readonly startedAt: string;
  readonly target: BatchSummary['target'];
  /** The batch or series whose failures this one loads again. */
  readonly retryOf: string | undefined;
}

const rowOf = (id: string, kind: BatchRow['kind'], batches: readonly [BatchSummary, ...BatchSummary[]]): BatchRow => ({
  id,
  kind,
  batches,
  sum: sumBatches(batches),
  startedAt: batches[0].created_at,
  target: batches[0].target,
  retryOf: batches[0].retry_of,
});

/**
 * The rows of a history, in its order: the batches of a series stand together at its newest one, below a row for the
 * series, when that is open. Pure.
 *
 * @param batches the newest first
 * @param open ids of the series that are open
 */
export const batchRows = (batches: readonly BatchSummary[], open: ReadonlySet<string>): BatchRow[] => {
  const groups = new Map<string, [BatchSummary, ...BatchSummary[]]>();
  for (const batch of batches) {
    const id = batch.series_id ?? batch.batch_id;
    const group = groups.get(id);
    if (group === undefined) groups.set(id, [batch]);
    else group.push(batch);
  }
  return [...groups].flatMap(([id, group]) => {
    const [first] = group;
    if (first.series_id === undefined) return [rowOf(id, 'batch', group)];
    const members = open.has(id) ? group.map((batch) => rowOf(batch.batch_id, 'member', [batch])) : [];
    return [rowOf(id, 'series', group), ...members];
  });
};
