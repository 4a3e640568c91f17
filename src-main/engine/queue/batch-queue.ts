import { failure, type Failure } from '../../contract/failure.ts';
import type { TargetConnection } from '../graph/target-connection.ts';
import { batchesInState, readBatch, type StateReason } from '../library/batches.ts';
import { isDiskFull } from '../library/sqlite-errors.ts';
import { LibraryGoneError, moveBatch, settleBatch, type BatchRun } from './batch-run.ts';
import { createPublishingLane } from './publishing-lane.ts';
import { runBatch } from './run-batch.ts';

/** What is in hand may end by itself for so long after a pause; then it goes back to where it was. */
const PAUSE_GRACE_MS = 4000;

export interface BatchQueue {
  /** Runs what is queued, in the order of its start, and publishes what is to be published, until nothing is. */
  readonly wake: () => void;
  /** Resolves when nothing is queued, running or waiting for its target. */
  readonly idle: () => Promise<void>;
  /** Pauses a batch that is queued or running; false in any other state. */
  readonly pause: (batchId: string, why: StateReason) => boolean;
  /** Cancels a batch; false when it has ended already. */
  readonly cancel: (batchId: string) => boolean;
  /** Queues a batch that is paused or interrupted; false in any other state. */
  readonly resume: (batchId: string) => boolean;
  readonly pauseAll: (why: StateReason) => void;
  /** Tries a target that is away again at once. */
  readonly retryTarget: () => void;
  /** Moves a batch on whose target or documents were changed from outside. */
  readonly settle: (batchId: string) => void;
  /** Why the queue stopped although batches wait, the last time that it ran; undefined when it did not. */
  readonly trouble: () => Failure | undefined;
  readonly close: () => void;
}

/** What an error means for the queue as a whole; undefined for a bug. */
const troubleOf = (error: unknown): Failure | undefined => {
  if (isDiskFull(error)) return failure('DISK_FULL', 'store');
  if (!(error instanceof LibraryGoneError)) return undefined;
  const hint = 'Connect the disk of the data folder again, then run the resume command: what was stored is not lost.';
  return failure('LIBRARY_UNUSABLE', 'store', `The library ${error.message} is not there any more.`, hint);
};

/** The lanes in which batches run: one after the other through the extractor, and one group at a time to the target. */
export const createBatchQueue = (run: BatchRun, connection: TargetConnection): BatchQueue => {
  const { database } = run;
  let lane: Promise<void> | undefined;
  let inHand: { readonly batchId: string; readonly abort: AbortController } | undefined;
  let trouble: Failure | undefined;

  const settle = (batchId: string): void => {
    if (inHand?.batchId !== batchId && !publishing.holds(batchId)) settleBatch(run, batchId);
  };
  /** A run that has ended by then is not touched: each has a signal of its own. */
  const abortInHand = (batchId: string, afterMs: number): void => {
    publishing.abort(batchId, afterMs);
    if (inHand?.batchId !== batchId) return;
    const { abort } = inHand;
    if (afterMs === 0) abort.abort();
    else setTimeout(() => abort.abort(), afterMs).unref();
  };
  const pause = (batchId: string, why: StateReason): boolean => {
    const isPaused = moveBatch(run, batchId, { type: 'pause' }, why);
    if (isPaused) {
      abortInHand(batchId, PAUSE_GRACE_MS);
      settle(batchId);
    }
    return isPaused;
  };
  const publishing = createPublishingLane({ run, connection, onReleased: settle, pause });
  /** What was prepared is published while the next document is read. */
  const loadingRun: BatchRun = {
    ...run,
    onDocument: (batchId, position) => {
      run.onDocument(batchId, position);
      publishing.wake();
    },
  };

  const runNext = async (batchId: string): Promise<void> => {
    inHand = { batchId, abort: new AbortController() };
    try {
      await runBatch(loadingRun, batchId, inHand.abort.signal);
    } finally {
      inHand = undefined;
    }
    settle(batchId);
    publishing.wake();
  };
  const runLane = async (): Promise<void> => {
    try {
      for (;;) {
        const [batchId] = batchesInState(database, 'queued');
        if (batchId === undefined) return;
        await runNext(batchId);
      }
    } catch (error) {
      trouble = troubleOf(error);
      if (trouble === undefined) throw error;
      run.log.error('The queue stopped', { code: trouble.code });
    }
  };
  const wake = (): void => {
    publishing.wake();
    if (lane !== undefined) return;
    // What stopped the queue may be mended by now; if not, it stops it again.
    trouble = undefined;
    lane = runLane().finally(() => (lane = undefined));
  };
  const idle = async (): Promise<void> => {
    while (lane !== undefined) await lane;
    await publishing.idle();
    // A batch may have been queued while the last documents were published.
    if (lane !== undefined) await idle();
  };

  return {
    wake,
    idle,
    pause,
    cancel: (batchId) => {
      const isCancelled = moveBatch(run, batchId, { type: 'cancel' });
      if (isCancelled) {
        abortInHand(batchId, 0);
        settle(batchId);
      }
      return isCancelled;
    },
    resume: (batchId) => {
      const isQueued = moveBatch(run, batchId, { type: 'resume' });
      if (isQueued) wake();
      return isQueued;
    },
    pauseAll: (why) => {
      // Those in hand last: as long as one runs, the lane takes no other.
      for (const state of ['queued', 'waiting_for_target', 'running'] as const) {
        for (const batchId of batchesInState(database, state)) pause(batchId, why);
      }
      publishing.stopAsked(why, PAUSE_GRACE_MS);
    },
    settle: (batchId) => {
      if (readBatch(database, batchId) !== undefined) settle(batchId);
      publishing.wake();
    },
    retryTarget: publishing.retryNow,
    trouble: () => trouble,
    close: publishing.close,
  };
};
