import { failure, type Failure } from '../../contract/failure.ts';
import { batchesInState } from '../library/batches.ts';
import { isDiskFull } from '../library/sqlite-errors.ts';
import { LibraryGoneError, moveBatch, runBatch, type BatchRun } from './run-batch.ts';

/** A document in hand may end by itself for so long after a pause; then it goes back into the queue. */
const PAUSE_GRACE_MS = 4000;

export interface BatchQueue {
  /** Runs what is queued, in the order of its start, until nothing is. */
  readonly wake: () => void;
  /** Resolves when nothing is queued or running. */
  readonly idle: () => Promise<void>;
  /** Pauses a batch that is queued or running; false in any other state. */
  readonly pause: (batchId: string, reason: string) => boolean;
  /** Cancels a batch; false when it has ended already. */
  readonly cancel: (batchId: string) => boolean;
  /** Queues a batch that is paused or interrupted; false in any other state. */
  readonly resume: (batchId: string) => boolean;
  readonly pauseAll: (reason: string) => void;
  /** Why the queue stopped although batches wait, the last time that it ran; undefined when it did not. */
  readonly trouble: () => Failure | undefined;
}

/** What an error means for the queue as a whole; undefined for a bug. */
const troubleOf = (error: unknown): Failure | undefined => {
  if (isDiskFull(error)) return failure('DISK_FULL', 'store');
  if (!(error instanceof LibraryGoneError)) return undefined;
  const hint = 'Connect the disk of the data folder again, then run the resume command: what was stored is not lost.';
  return failure('LIBRARY_UNUSABLE', 'store', `The library ${error.message} is not there any more.`, hint);
};

/** The one lane in which batches run, one after the other. */
export const createBatchQueue = (run: BatchRun): BatchQueue => {
  const { database } = run;
  let lane: Promise<void> | undefined;
  let inHand: { readonly batchId: string; readonly abort: AbortController } | undefined;
  let trouble: Failure | undefined;

  const runLane = async (): Promise<void> => {
    try {
      for (;;) {
        const [batchId] = batchesInState(database, 'queued');
        if (batchId === undefined) return;
        inHand = { batchId, abort: new AbortController() };
        await runBatch(run, batchId, inHand.abort.signal);
      }
    } catch (error) {
      trouble = troubleOf(error);
      if (trouble === undefined) throw error;
      run.log.error('The queue stopped', { code: trouble.code });
    } finally {
      inHand = undefined;
    }
  };
  const wake = (): void => {
    if (lane !== undefined) return;
    // What stopped the queue may be mended by now; if not, it stops it again.
    trouble = undefined;
    lane = runLane().finally(() => (lane = undefined));
  };

  /** A run that has ended by then is not touched: each has a signal of its own. */
  const abortInHand = (batchId: string, afterMs: number): void => {
    if (inHand?.batchId !== batchId) return;
    const { abort } = inHand;
    if (afterMs === 0) abort.abort();
    else setTimeout(() => abort.abort(), afterMs).unref();
  };
  const pause = (batchId: string, reason: string): boolean => {
    const isPaused = moveBatch(run, batchId, { type: 'pause' }, reason);
    if (isPaused) abortInHand(batchId, PAUSE_GRACE_MS);
    return isPaused;
  };

  return {
    wake,
    idle: async () => {
      while (lane !== undefined) await lane;
    },
    pause,
    cancel: (batchId) => {
      const isCancelled = moveBatch(run, batchId, { type: 'cancel' });
      if (isCancelled) abortInHand(batchId, 0);
      return isCancelled;
    },
    resume: (batchId) => {
      const isQueued = moveBatch(run, batchId, { type: 'resume' });
      if (isQueued) wake();
      return isQueued;
    },
    pauseAll: (reason) => {
      // The running one last: as long as it runs, the lane takes no other.
      for (const batchId of [...batchesInState(database, 'queued'), ...batchesInState(database, 'running')]) {
        pause(batchId, reason);
      }
    },
    trouble: () => trouble,
  };
};
