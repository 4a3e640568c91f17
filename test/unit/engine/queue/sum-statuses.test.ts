import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BatchState, BatchStatus } from '../../../../src-main/contract/batch.ts';
import { statusOfState } from '../../../../src-main/engine/queue/batch-state.ts';
import { sumStatuses } from '../../../../src-main/engine/queue/sum-statuses.ts';

const SERIES = '11111111-1111-4111-8111-111111111111';

const batch = (state: BatchState, counts: Partial<BatchStatus> = {}): BatchStatus => ({
  batch_id: '22222222-2222-4222-8222-222222222222',
  series_id: SERIES,
  total_documents: 0,
  processed_count: 0,
  failed_count: 0,
  cancelled_count: 0,
  waiting_count: 0,
  status: statusOfState(state),
  state,
  open_failures_count: 0,
  target: 'library',
  created_at: '2025-10-16T14:00:00.000Z',
  failed_documents: [],
  ...counts,
});

describe('sumStatuses', () => {
  it('gives a lone batch back as it is', () => {
    const alone = batch('running', { total_documents: 4, waiting_count: 4 });
    expect(sumStatuses([alone])).toBe(alone);
  });

  it.each<[BatchState[], BatchState]>([
    [['completed', 'running', 'queued'], 'running'],
    [['completed', 'queued'], 'queued'],
    [['paused', 'paused'], 'paused'],
    [['completed', 'interrupted', 'queued'], 'interrupted'],
    [['completed', 'cancelled'], 'cancelled'],
  ])('a series of %j is %s', (states, expected) => {
    const [first = 'queued', ...others] = states;
    expect(sumStatuses([batch(first), ...others.map((state) => batch(state))])).toMatchObject({
      batch_id: SERIES,
      state: expected,
      status: statusOfState(expected),
    });
  });

  it.each([
    [[2, 0], [3, 0], 'completed'],
    [[2, 1], [3, 0], 'partial_failure'],
    [[0, 1], [3, 0], 'partial_failure'],
    [[0, 1], [0, 2], 'failed'],
  ] as const)('ended batches with %j and %j end as %s', (one, two, expected) => {
    const ended = ([processed, failed]: readonly [number, number]): BatchStatus =>
      batch(failed === 0 ? 'completed' : processed === 0 ? 'failed' : 'partial_failure', {
        total_documents: processed + failed,
        processed_count: processed,
        failed_count: failed,
        completed_at: '2025-10-16T14:05:00.000Z',
        processing_time_seconds: 1.5,
      });
    expect(sumStatuses([ended(one), ended(two)])).toMatchObject({
      state: expected,
      completed_at: '2025-10-16T14:05:00.000Z',
      processing_time_seconds: 3,
    });
  });

  it('keeps total = processed + failed + cancelled + waiting', () => {
    const counts = fc.tuple(fc.nat(100), fc.nat(100), fc.nat(100), fc.nat(100));
    fc.assert(
      fc.property(fc.array(counts, { minLength: 2 }), (all) => {
        const [first, ...others] = all.map(([processed, failed, cancelled, waiting]) =>
          batch(waiting > 0 ? 'paused' : 'cancelled', {
            total_documents: processed + failed + cancelled + waiting,
            processed_count: processed,
            failed_count: failed,
            cancelled_count: cancelled,
            waiting_count: waiting,
          }),
        );
        if (first === undefined) throw new Error('There is no batch');
        const sum = sumStatuses([first, ...others]);
        expect(sum.total_documents).toBe(
          sum.processed_count + sum.failed_count + sum.cancelled_count + sum.waiting_count,
        );
      }),
    );
  });
});
