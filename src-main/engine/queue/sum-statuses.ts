import type { BatchPublication, BatchState, BatchStatus } from '../../contract/batch.ts';
import { finalState, isFinal, statusOfState } from './batch-state.ts';

type Statuses = readonly [BatchStatus, ...BatchStatus[]];

const sumOf = (batches: Statuses, value: (batch: BatchStatus) => number): number =>
  batches.reduce((sum, batch) => sum + value(batch), 0);

/** What runs says most, then what waits; ended batches together end as their counts say. */
const stateOf = (batches: Statuses): BatchState => {
  const running = batches.find(({ state }) => !isFinal(state) && state !== 'queued');
  const unfinished = running ?? batches.find(({ state }) => !isFinal(state));
  if (unfinished !== undefined) return unfinished.state;
  if (batches.some(({ state }) => state === 'cancelled')) return 'cancelled';
  return finalState({
    total: sumOf(batches, ({ total_documents }) => total_documents),
    processed: sumOf(batches, ({ processed_count }) => processed_count),
    failed: sumOf(batches, ({ failed_count }) => failed_count),
    cancelled: 0,
    waiting: 0,
  });
};

const sumPublications = (publications: readonly BatchPublication[]): BatchPublication | undefined => {
  const [first] = publications;
  if (first === undefined) return undefined;
  const troubled = publications.find(({ code, reason }) => code !== undefined || reason !== undefined);
  return {
    target: first.target,
    pending: publications.reduce((sum, { pending }) => sum + pending, 0),
    published: publications.reduce((sum, { published }) => sum + published, 0),
    rejected: publications.reduce((sum, { rejected }) => sum + rejected, 0),
    ...(publications.some(({ asked }) => asked === true) && { asked: true as const }),
    ...(troubled?.reason !== undefined && { reason: troubled.reason }),
    ...(troubled?.code !== undefined && { code: troubled.code }),
  };
};

/**
 * The statuses of a series as one status, under the id of the series: counts and seconds added up, the failures of all,
 * the end of the last. The status of a lone batch is given back as it is. Pure.
 */
export const sumStatuses = (batches: Statuses): BatchStatus => {
  const [first] = batches;
  if (batches.length === 1) return first;
  const state = stateOf(batches);
  const { state_reason: reason, state_code: code } = batches.find((batch) => batch.state === state) ?? first;
  const publication = sumPublications(batches.flatMap((batch) => batch.publication ?? []));
  const ends = batches.flatMap(({ completed_at }) => completed_at ?? []);
  const estimates = batches.flatMap(({ estimated_completion_time }) => estimated_completion_time ?? []);
  const estimate = estimates.toSorted().at(-1);
  const seconds = sumOf(batches, ({ processing_time_seconds }) => processing_time_seconds ?? 0);
  return {
    batch_id: first.series_id ?? first.batch_id,
    ...(first.series_id !== undefined && { series_id: first.series_id }),
    total_documents: sumOf(batches, ({ total_documents }) => total_documents),
    processed_count: sumOf(batches, ({ processed_count }) => processed_count),
    failed_count: sumOf(batches, ({ failed_count }) => failed_count),
    cancelled_count: sumOf(batches, ({ cancelled_count }) => cancelled_count),
    waiting_count: sumOf(batches, ({ waiting_count }) => waiting_count),
    status: statusOfState(state),
    state,
    ...(reason !== undefined && { state_reason: reason }),
    ...(first.retry_of !== undefined && { retry_of: first.retry_of }),
    open_failures_count: sumOf(batches, ({ open_failures_count }) => open_failures_count),
    ...(code !== undefined && { state_code: code }),
    target: first.target,
    ...(publication !== undefined && { publication }),
    created_at: first.created_at,
    failed_documents: batches.flatMap(({ failed_documents }) => failed_documents),
    ...(estimate !== undefined && { estimated_completion_time: estimate }),
    ...(isFinal(state) && {
      completed_at: ends.toSorted().at(-1),
      processing_time_seconds: Math.round(seconds * 1000) / 1000,
    }),
  };
};
