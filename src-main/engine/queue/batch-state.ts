import { assertNever } from '../../contract/assert-never.ts';
import type { BatchCounts, BatchState, BatchStatusName } from '../../contract/batch.ts';

/** What can happen to a batch. `settled` says that no lane has it in hand any more. */
export type BatchEvent =
  | { readonly type: 'start' }
  | { readonly type: 'pause' }
  | { readonly type: 'cancel' }
  | { readonly type: 'resume' }
  | { readonly type: 'target_away' }
  | { readonly type: 'target_back' }
  | { readonly type: 'settled' }
  | { readonly type: 'process_ended' }
  | { readonly type: 'finish'; readonly counts: BatchCounts };

const FINAL_STATES: ReadonlySet<BatchState> = new Set(['completed', 'partial_failure', 'failed', 'cancelled']);

export const isFinal = (state: BatchState): boolean => FINAL_STATES.has(state);

/** The status outside of a state inside. */
export const statusOfState = (state: BatchState): BatchStatusName => {
  switch (state) {
    case 'completed':
    case 'partial_failure':
    case 'failed':
    case 'cancelled':
      return state;
    case 'queued':
    case 'running':
    case 'pausing':
    case 'paused':
    case 'waiting_for_target':
    case 'cancelling':
    case 'interrupted':
      return 'in_progress';
    default:
      return assertNever(state);
  }
};

/** How a batch ends when no document waits any more: failures decide, and `failed` means that none was processed. */
export const finalState = ({ processed, failed }: BatchCounts): BatchState => {
  if (failed === 0) return 'completed';
  return processed === 0 ? 'failed' : 'partial_failure';
};

/**
 * The state machine of a batch, as a pure function: the state after an event, or undefined when the event cannot
 * happen in that state. A final state is never left.
 */
export const nextBatchState = (state: BatchState, event: BatchEvent): BatchState | undefined => {
  if (isFinal(state)) return undefined;
  switch (event.type) {
    case 'start':
      return state === 'queued' ? 'running' : undefined;
    case 'pause':
      if (state === 'running' || state === 'waiting_for_target') return 'pausing';
      return state === 'queued' ? 'paused' : undefined;
    case 'cancel':
      if (state === 'running' || state === 'waiting_for_target' || state === 'pausing') return 'cancelling';
      return state === 'cancelling' ? undefined : 'cancelled';
    case 'resume':
      return state === 'paused' || state === 'interrupted' ? 'queued' : undefined;
    case 'target_away':
      return state === 'running' ? 'waiting_for_target' : undefined;
    case 'target_back':
      return state === 'waiting_for_target' ? 'running' : undefined;
    case 'settled':
      if (state === 'pausing') return 'paused';
      return state === 'cancelling' ? 'cancelled' : undefined;
    case 'process_ended':
      if (state === 'cancelling') return 'cancelled';
      return state === 'paused' || state === 'interrupted' ? undefined : 'interrupted';
    case 'finish':
      if (event.counts.waiting > 0) return undefined;
      // Finishing offline ends what was paused or interrupted with nothing left but to publish.
      return state === 'queued' || state === 'cancelling' ? undefined : finalState(event.counts);
    default:
      return assertNever(event);
  }
};
