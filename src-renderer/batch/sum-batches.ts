import type { BatchState, BatchStatus, BatchSummary } from '../../src-main/contract/batch.ts';

/** A batch as the history has it, or with its estimate. */
type SummedBatch = BatchSummary & Pick<BatchStatus, 'estimated_completion_time'>;

export const isEnded = ({ status }: Pick<BatchStatus, 'status'>): boolean => status !== 'in_progress';

/** What of several batches is shown as one: the counts of a series and the state that says most. */
export interface BatchSum {
  readonly total: number;
  readonly processed: number;
  readonly failed: number;
  readonly cancelled: number;
  readonly waiting: number;
  readonly state: BatchState;
  readonly reason: string | undefined;
  readonly end: string | undefined;
  readonly seconds: number | undefined;
  readonly open: number;
}

const finalState = (processed: number, failed: number): BatchState => {
  if (failed === 0) return 'completed';
  return processed === 0 ? 'failed' : 'partial_failure';
};

const stateOf = (batches: readonly SummedBatch[]): BatchState => {
  const unfinished = batches.filter((batch) => !isEnded(batch));
  const first = unfinished.find(({ state }) => state !== 'queued') ?? unfinished[0];
  if (first !== undefined) return first.state;
  if (batches.some(({ state }) => state === 'cancelled')) return 'cancelled';
  const sum = (value: (batch: SummedBatch) => number) => batches.reduce((all, batch) => all + value(batch), 0);
  return finalState(
    sum(({ processed_count }) => processed_count),
    sum(({ failed_count }) => failed_count),
  );
};

/** Adds up the batches of a series, or gives the figures of the one. Pure. */
export const sumBatches = (batches: readonly SummedBatch[]): BatchSum => {
  const sum = (value: (batch: SummedBatch) => number) => batches.reduce((all, batch) => all + value(batch), 0);
  const state = stateOf(batches);
  const ends = batches.flatMap(({ estimated_completion_time }) => estimated_completion_time ?? []);
  return {
    total: sum(({ total_documents }) => total_documents),
    processed: sum(({ processed_count }) => processed_count),
    failed: sum(({ failed_count }) => failed_count),
    cancelled: sum(({ cancelled_count }) => cancelled_count),
    waiting: sum(({ waiting_count }) => waiting_count),
    state,
    reason: batches.find((batch) => batch.state === state)?.state_reason,
    end: ends.toSorted().at(-1),
    seconds: batches.every(isEnded) ? sum(({ processing_time_seconds }) => processing_time_seconds ?? 0) : undefined,
    open: sum(({ open_failures_count }) => open_failures_count),
  };
};
