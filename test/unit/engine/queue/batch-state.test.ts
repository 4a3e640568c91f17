import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  BATCH_STATES,
  BATCH_STATUSES,
  type BatchCounts,
  type BatchState,
} from '../../../../src-main/contract/batch.ts';
import {
  finalState,
  isFinal,
  nextBatchState,
  statusOfState,
  type BatchEvent,
} from '../../../../src-main/engine/queue/batch-state.ts';

const counts = (processed: number, failed: number, waiting = 0, cancelled = 0): BatchCounts => ({
  total: processed + failed + cancelled + waiting,
  processed,
  failed,
  cancelled,
  waiting,
});

const EVENTS = {
  start: { type: 'start' },
  pause: { type: 'pause' },
  cancel: { type: 'cancel' },
  resume: { type: 'resume' },
  target_away: { type: 'target_away' },
  target_back: { type: 'target_back' },
  settled: { type: 'settled' },
  process_ended: { type: 'process_ended' },
  finish: { type: 'finish', counts: counts(2, 1) },
  finish_early: { type: 'finish', counts: counts(2, 1, 1) },
} as const satisfies Record<string, BatchEvent>;
type EventName = keyof typeof EVENTS;

/** Every (state, event) pair that leads somewhere; all others must give undefined. */
const MOVES: Readonly<Record<BatchState, Partial<Record<EventName, BatchState>>>> = {
  queued: { start: 'running', pause: 'paused', cancel: 'cancelled', process_ended: 'interrupted' },
  running: {
    pause: 'pausing',
    cancel: 'cancelling',
    target_away: 'waiting_for_target',
    process_ended: 'interrupted',
    finish: 'partial_failure',
  },
  pausing: { cancel: 'cancelling', settled: 'paused', process_ended: 'interrupted', finish: 'partial_failure' },
  paused: { cancel: 'cancelled', resume: 'queued', finish: 'partial_failure' },
  waiting_for_target: {
    pause: 'pausing',
    cancel: 'cancelling',
    target_back: 'running',
    process_ended: 'interrupted',
    finish: 'partial_failure',
  },
  cancelling: { settled: 'cancelled', process_ended: 'cancelled' },
  interrupted: { cancel: 'cancelled', resume: 'queued', finish: 'partial_failure' },
  completed: {},
  partial_failure: {},
  failed: {},
  cancelled: {},
};

const eventNames = Object.keys(EVENTS) as EventName[];
const pairs = BATCH_STATES.flatMap((state) => eventNames.map((name) => [state, name, MOVES[state][name]] as const));

const arbitraryCounts = fc
  .record({ processed: fc.nat(100), failed: fc.nat(100), cancelled: fc.nat(100), waiting: fc.nat(100) })
  .map(({ processed, failed, cancelled, waiting }) => counts(processed, failed, waiting, cancelled));
const arbitraryEvent: fc.Arbitrary<BatchEvent> = fc.oneof(
  fc.constantFrom(...eventNames.map((name) => EVENTS[name])),
  arbitraryCounts.map((given) => ({ type: 'finish' as const, counts: given })),
);

describe('nextBatchState', () => {
  it.each(pairs)('%s + %s -> %s', (state, name, expected) => {
    expect(nextBatchState(state, EVENTS[name])).toBe(expected);
  });

  it('never leaves a final state, whatever comes', () => {
    fc.assert(
      fc.property(fc.constantFrom(...BATCH_STATES.filter(isFinal)), fc.array(arbitraryEvent), (state, events) => {
        for (const event of events) expect(nextBatchState(state, event)).toBeUndefined();
      }),
    );
  });

  it('stays inside the states over any sequence of events, and ends with nothing waiting', () => {
    fc.assert(
      fc.property(fc.array(arbitraryEvent, { maxLength: 40 }), (events) => {
        let state: BatchState = 'queued';
        for (const event of events) {
          const next = nextBatchState(state, event);
          if (next === undefined) continue;
          expect(isFinal(state)).toBe(false);
          expect(BATCH_STATES).toContain(next);
          if (event.type === 'finish') {
            expect(event.counts.waiting).toBe(0);
            expect(isFinal(next)).toBe(true);
          } else if (isFinal(next)) {
            expect(next).toBe('cancelled');
          }
          state = next;
        }
      }),
    );
  });

  it('never finishes while a document waits', () => {
    for (const state of BATCH_STATES) {
      expect(nextBatchState(state, { type: 'finish', counts: counts(5, 0, 1) })).toBeUndefined();
    }
  });

  it.each(BATCH_STATES.filter((state) => !isFinal(state)))(
    'leads from %s to every final state or is cancelling',
    (from) => {
      const finishes = [counts(1, 0), counts(1, 1), counts(0, 1)].map((given) => ({
        type: 'finish' as const,
        counts: given,
      }));
      const reached = new Set<BatchState>([from]);
      for (const state of reached) {
        for (const event of [...eventNames.map((name) => EVENTS[name]), ...finishes]) {
          const next = nextBatchState(state, event);
          if (next !== undefined) reached.add(next);
        }
      }
      const finals = BATCH_STATES.filter((state) => isFinal(state) && reached.has(state));
      // A cancel that has begun ends in nothing but cancelled.
      expect(finals).toEqual(
        from === 'cancelling' ? ['cancelled'] : ['completed', 'partial_failure', 'failed', 'cancelled'],
      );
    },
  );
});

describe('finalState', () => {
  it.each([
    [counts(0, 0), 'completed'],
    [counts(3, 0), 'completed'],
    [counts(3, 1), 'partial_failure'],
    [counts(1, 99), 'partial_failure'],
    [counts(0, 1), 'failed'],
  ] as const)('%o -> %s', (given, expected) => {
    expect(finalState(given)).toBe(expected);
  });
});

describe('statusOfState', () => {
  it('gives one of the statuses for every state, in_progress exactly until the end', () => {
    for (const state of BATCH_STATES) {
      const status = statusOfState(state);
      expect(BATCH_STATUSES).toContain(status);
      expect(status).toBe(isFinal(state) ? state : 'in_progress');
    }
  });
});
