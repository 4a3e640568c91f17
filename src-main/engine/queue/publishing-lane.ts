import { failure, type Failure, type Result } from '../../contract/failure.ts';
import type { Neo4jTarget } from '../graph/graph-types.ts';
import type { TargetConnection } from '../graph/target-connection.ts';
import {
  batchesAskedToPublish,
  batchesDueInGraph,
  endPublish,
  setGraphDue,
  setPublishTrouble,
  type StateReason,
} from '../library/batches.ts';
import { batchesWithPrepared } from '../library/prepared-documents.ts';
import { isDiskFull } from '../library/sqlite-errors.ts';
import { inTransaction } from '../library/statements.ts';
import { backOffMs } from './back-off.ts';
import { moveBatch, type BatchRun } from './batch-run.ts';
import { batchToPublish } from './read-to-publish.ts';

type Work =
  | { readonly type: 'prepared' | 'pending'; readonly batchId: string }
  /** Batches that have ended and that the graph does not show so yet. */
  | { readonly type: 'ended_batch'; readonly batchId: string };

export interface PublishingLane {
  /** Publishes what is prepared or asked for, until nothing is. */
  readonly wake: () => void;
  /** Tries a target that is away again at once. */
  readonly retryNow: () => void;
  readonly idle: () => Promise<void>;
  readonly holds: (batchId: string) => boolean;
  /** Takes a batch out of hand, after a while or, with 0, at once. */
  readonly abort: (batchId: string, afterMs: number) => void;
  /** Gives up publishing ended batches, and says why; what is in hand gets a while to end. */
  readonly stopAsked: (why: StateReason, afterMs: number) => void;
  readonly close: () => void;
}

export interface PublishingPorts {
  readonly run: BatchRun;
  readonly connection: TargetConnection;
  /** Called when a batch is no longer in hand. */
  readonly onReleased: (batchId: string) => void;
  /** Pauses a batch under way, in every lane. */
  readonly pause: (batchId: string, why: StateReason) => void;
}

const nextWork = ({ database }: BatchRun): Work | undefined => {
  const [prepared] = batchesWithPrepared(database);
  if (prepared !== undefined) return { type: 'prepared', batchId: prepared };
  const [pending] = batchesAskedToPublish(database);
  if (pending !== undefined) return { type: 'pending', batchId: pending };
  const [ended] = batchesDueInGraph(database);
  return ended === undefined ? undefined : { type: 'ended_batch', batchId: ended };
};

const sinceWords = (at: Date): string => `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;

/** The one lane in which documents are published, one group after the other, beside the extraction lane. */
export const createPublishingLane = ({ run, connection, onReleased, pause }: PublishingPorts): PublishingLane => {
  const { database, log } = run;
  let lane: Promise<void> | undefined;
  let inHand: { readonly batchId: string; readonly abort: AbortController } | undefined;
  let away: { readonly since: Date; readonly failures: number } | undefined;
  let endBackOff: (() => void) | undefined;
  let isClosed = false;

  const backOff = async (failures: number): Promise<void> => {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, backOffMs(failures, Math.random()));
      endBackOff = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    endBackOff = undefined;
  };

  const tellPublishTrouble = (why: StateReason, isGivenUp: boolean): void => {
    for (const batchId of batchesAskedToPublish(database)) {
      inTransaction(database, () => {
        setPublishTrouble(database, batchId, why);
        if (isGivenUp) endPublish(database, batchId);
      });
      run.onBatch(batchId);
    }
  };

  /** Batches wait for a target that is away; it is no failure of theirs. */
  const waitForTarget = async ({ code, message }: Failure): Promise<void> => {
    away = { since: away?.since ?? run.now(), failures: (away?.failures ?? 0) + 1 };
    const reason = `${message} Waiting since ${sinceWords(away.since)}; publishing goes on by itself when it is back.`;
    if (away.failures === 1) log.warn('The target is away', { code, error: message });
    for (const batchId of batchesWithPrepared(database)) {
      moveBatch(run, batchId, { type: 'target_away' }, { reason, code });
    }
    if (away.failures === 1) tellPublishTrouble({ reason, code }, false);
    await backOff(away.failures);
  };

  /** Nothing comes right by itself when the target refuses us, or when we fail ourselves. */
  const giveUp = ({ code, message, hint }: Failure): void => {
    log.error('Publishing stopped', { code, error: message });
    const why = { reason: `${message} ${hint}`, code };
    for (const batchId of batchesWithPrepared(database)) pause(batchId, why);
    tellPublishTrouble(why, true);
  };

  const targetIsBack = (): void => {
    if (away === undefined) return;
    away = undefined;
    log.info('The target is back');
    for (const batchId of batchesWithPrepared(database)) moveBatch(run, batchId, { type: 'target_back' });
    for (const batchId of batchesAskedToPublish(database)) {
      inTransaction(database, () => setPublishTrouble(database, batchId, { reason: '', code: '' }));
    }
  };

  const writeEndedBatch = async (target: Neo4jTarget, batchId: string): Promise<Result<null>> => {
    const { publishBatch } = await import('../graph/write-batch.ts');
    const written = await publishBatch(target, batchToPublish(database, batchId, run.workstation));
    if (written.ok) inTransaction(database, () => setGraphDue(database, batchId, false));
    return written;
  };

  const doWork = async (target: Neo4jTarget, { type, batchId }: Work, signal: AbortSignal): Promise<Result<null>> => {
    if (type === 'ended_batch') return writeEndedBatch(target, batchId);
    const { publishPending, publishPrepared } = await import('./publish-group.ts');
    return type === 'prepared'
      ? publishPrepared(run, target, batchId, signal)
      : publishPending(run, target, batchId, signal);
  };

  /** Gives what is wrong with the target, or undefined. */
  const work = async (next: Work): Promise<Failure | undefined> => {
    const target = await connection.open();
    if (!target.ok) return target.failure;
    // What was to be done may have been paused or cancelled meanwhile.
    const now = nextWork(run);
    if (now?.batchId !== next.batchId || now.type !== next.type) return undefined;
    targetIsBack();
    const abort = new AbortController();
    inHand = { batchId: next.batchId, abort };
    try {
      const done = await doWork(target.value, next, abort.signal);
      if (done.ok || abort.signal.aborted) return undefined;
      await connection.drop();
      return done.failure;
    } finally {
      inHand = undefined;
      onReleased(next.batchId);
    }
  };

  /** A full disk and a bug stop the batch, not the engine. */
  const workSafely = async (next: Work): Promise<Failure | undefined> => {
    try {
      return await work(next);
    } catch (error) {
      if (isDiskFull(error)) {
        run.freeReserve();
        return failure('DISK_FULL', 'publish');
      }
      log.error('Publishing broke', { batch_id: next.batchId, stack: error instanceof Error ? error.stack : error });
      return failure('INTERNAL', 'publish', 'Publishing ended unexpectedly.');
    }
  };

  const runLane = async (): Promise<void> => {
    for (let next = nextWork(run); next !== undefined && !isClosed; next = nextWork(run)) {
      const trouble = await workSafely(next);
      if (trouble === undefined) continue;
      if (next.type === 'ended_batch') {
        // The graph hears of the end of this batch when something is published the next time.
        log.warn('The end of a batch was not written to the target', { batch_id: next.batchId, code: trouble.code });
        return;
      }
      if (trouble.code === 'TARGET_UNAVAILABLE') await waitForTarget(trouble);
      else giveUp(trouble);
    }
  };

  const abort = (batchId: string, afterMs: number): void => {
    if (inHand?.batchId !== batchId) {
      endBackOff?.();
      return;
    }
    const { abort: controller } = inHand;
    if (afterMs === 0) controller.abort();
    else setTimeout(() => controller.abort(), afterMs).unref();
  };

  return {
    retryNow: () => endBackOff?.(),
    wake: () => {
      if (lane === undefined && !isClosed) lane = runLane().finally(() => (lane = undefined));
    },
    idle: async () => {
      while (lane !== undefined) await lane;
    },
    holds: (batchId) => inHand?.batchId === batchId,
    abort,
    stopAsked: (why, afterMs) => {
      const asked = batchesAskedToPublish(database);
      if (asked.length > 0) tellPublishTrouble(why, true);
      for (const batchId of asked) abort(batchId, afterMs);
    },
    close: () => {
      isClosed = true;
      endBackOff?.();
      connection.close();
    },
  };
};
