import { expect, it } from 'vitest';
import type { BatchStatus } from '../../../src-main/contract/batch.ts';
import { sumBatches } from '../../../src-renderer/batch/sum-batches.ts';

const batch = (
  state: BatchStatus['state'],
  status: BatchStatus['status'],
  processed: number,
  failed: number,
  waiting = 0,
): BatchStatus => ({
  batch_id: '00000000-0000-4000-8000-000000000001',
  total_documents: processed + failed + waiting,
  processed_count: processed,
  failed_count: failed,
  cancelled_count: 0,
  waiting_count: waiting,
  status,
  state,
  open_failures_count: failed,
  target: 'library',
  created_at: '2025-10-16T12:00:00.000Z',
  failed_documents: [],
  ...(status !== 'in_progress' && { processing_time_seconds: 2 }),
});

it.each([
  [[batch('completed', 'completed', 3, 0), batch('running', 'in_progress', 1, 1, 2)], 'running', undefined],
  [[batch('completed', 'completed', 3, 0), batch('queued', 'in_progress', 0, 0, 2)], 'queued', undefined],
  [[batch('completed', 'completed', 3, 0), batch('failed', 'failed', 0, 2)], 'partial_failure', 4],
  [[batch('failed', 'failed', 0, 2)], 'failed', 2],
  [[batch('completed', 'completed', 3, 0), batch('cancelled', 'cancelled', 1, 0)], 'cancelled', 4],
] as const)('adds up the batches of a series', (batches, state, seconds) => {
  const sum = sumBatches(batches);
  expect(sum).toMatchObject({ state, seconds });
  expect(sum.total).toBe(sum.processed + sum.failed + sum.cancelled + sum.waiting);
});
