import type { DatabaseSync } from 'node:sqlite';
import type { Settings } from '../../contract/settings.ts';
import type { ExtractionLane } from '../extraction/extraction-lane.ts';
import { cancelDocuments, requeueDocuments } from '../library/batch-documents.ts';
import { countDocuments, readBatch, setBatchState, type StateReason, type StoredBatch } from '../library/batches.ts';
import { finishPrepared } from '../library/prepared-documents.ts';
import { inTransaction } from '../library/statements.ts';
import type { Log } from '../logging/log.ts';
import type { MemoryGuard } from '../memory/memory-guard.ts';
import { isFinal, nextBatchState, type BatchEvent } from './batch-state.ts';

/** What batches are run with. */
export interface BatchRun {
  readonly database: DatabaseSync;
  readonly libraryFile: string;
  /** Makes some room on a full disk. */
  readonly freeReserve: () => void;
  readonly lane: ExtractionLane;
  readonly memoryGuard: Pick<MemoryGuard, 'isOver'>;
  readonly settings: Settings;
  readonly workstation: string;
  readonly log: Log;
  readonly now: () => Date;
  /** Called after every change that is already a row in the library. */
  readonly onDocument: (batchId: string, position: number) => void;
  readonly onBatch: (batchId: string) => void;
}

/** The library was deleted or its disk disconnected: SQLite would go on writing to a file that nobody finds again. */
export class LibraryGoneError extends Error {}

export const NO_REASON: StateReason = { reason: '', code: '' };

export const existingBatch = (database: DatabaseSync, batchId: string): StoredBatch => {
  const batch = readBatch(database, batchId);
  if (batch === undefined) throw new Error(`There is no batch ${batchId}`);
  return batch;
};

/**
 * Moves a batch by an event of its state machine, writes the new state and tells about it. Gives false when the event
 * cannot happen in the present state; nothing is written then.
 *
 * @param why where the state alone does not say it
 */
export const moveBatch = (run: BatchRun, batchId: string, event: BatchEvent, why: StateReason = NO_REASON): boolean => {
  const moved = inTransaction(run.database, () => {
    const state = nextBatchState(existingBatch(run.database, batchId).state, event);
    if (state === undefined) return false;
    const at = run.now().toISOString();
    if (state === 'cancelled') cancelDocuments(run.database, batchId, at);
    if (state === 'paused' || state === 'interrupted') requeueDocuments(run.database, batchId, at);
    setBatchState(run.database, batchId, state, why, isFinal(state) ? at : '');
    return true;
  });
  if (moved) run.onBatch(batchId);
  return moved;
};

const logEnd = ({ database, log }: BatchRun, batchId: string): void => {
  const { state, processing_seconds } = existingBatch(database, batchId);
  const { total, processed, failed, waiting } = countDocuments(database, batchId);
  const fields = { batch_id: batchId, total, processed, failed, duration_seconds: processing_seconds };
  if (isFinal(state)) log.info('Batch processing completed', { ...fields, state });
  else log.info('Batch processing stopped', { ...fields, state, waiting });
};

/** A batch whose target is the library waits for nobody: its prepared documents have ended. */
const finishPreparedOf = (run: BatchRun, batchId: string): void => {
  const at = run.now().toISOString();
  const positions = inTransaction(run.database, () => finishPrepared(run.database, batchId, at));
  for (const position of positions) run.onDocument(batchId, position);
};

/**
 * Moves a batch that no lane has in hand any more to where it belongs: its end, its pause or its cancellation. A batch
 * whose documents wait for their target stays as it is.
 */
export const settleBatch = (run: BatchRun, batchId: string): void => {
  const { target } = existingBatch(run.database, batchId);
  if (target === 'library') finishPreparedOf(run, batchId);
  const { state, state_reason: reason, state_code: code } = existingBatch(run.database, batchId);
  const counts = countDocuments(run.database, batchId);
  const isEnd = state !== 'cancelling' && counts.waiting === 0;
  const moved = isEnd
    ? moveBatch(run, batchId, { type: 'finish', counts })
    : moveBatch(run, batchId, { type: 'settled' }, { reason, code });
  if (moved) logEnd(run, batchId);
};
