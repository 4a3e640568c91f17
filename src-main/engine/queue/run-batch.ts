import { existsSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DatabaseSync } from 'node:sqlite';
import { failure } from '../../contract/failure.ts';
import { FAILURE_CODES } from '../../contract/failure-codes.ts';
import type { Settings } from '../../contract/settings.ts';
import type { ExtractionLane } from '../extraction/extraction-lane.ts';
import { chunkSettingsOf } from '../chunking/chunk.ts';
import { extractionFingerprint } from '../extraction/fingerprint.ts';
import {
  beginAttempt,
  cancelDocuments,
  finishDocument,
  isWorthAnotherAttempt,
  nextQueuedDocument,
  queueAgain,
  requeueDocuments,
  type DocumentOutcome,
  type StoredBatchDocument,
} from '../library/batch-documents.ts';
import {
  addProcessingSeconds,
  countDocuments,
  readBatch,
  setBatchState,
  type StoredBatch,
} from '../library/batches.ts';
import { isDiskFull } from '../library/sqlite-errors.ts';
import { inTransaction, inUnflushedTransaction } from '../library/statements.ts';
import { sweepOrphanTexts } from '../library/texts.ts';
import type { Log } from '../logging/log.ts';
import type { MemoryGuard } from '../memory/memory-guard.ts';
import { isFinal, nextBatchState, type BatchEvent } from './batch-state.ts';
import { loadDocument, type LoadContext } from './load-document.ts';

/** Between two looks whether memory is below its limit again. */
const MEMORY_WAIT_MS = 200;

const DISK_FULL_SENTENCE = `${FAILURE_CODES.DISK_FULL.message} ${FAILURE_CODES.DISK_FULL.hint}`;

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

const existingBatch = (database: DatabaseSync, batchId: string): StoredBatch => {
  const batch = readBatch(database, batchId);
  if (batch === undefined) throw new Error(`There is no batch ${batchId}`);
  return batch;
};

/**
 * Moves a batch by an event of its state machine, writes the new state and tells about it. Gives false when the event
 * cannot happen in the present state; nothing is written then.
 *
 * @param reason why, where the state alone does not say it; '' otherwise
 */
export const moveBatch = (run: BatchRun, batchId: string, event: BatchEvent, reason = ''): boolean => {
  const moved = inTransaction(run.database, () => {
    const state = nextBatchState(existingBatch(run.database, batchId).state, event);
    if (state === undefined) return false;
    const at = run.now().toISOString();
    if (state === 'cancelled') cancelDocuments(run.database, batchId, at);
    if (state === 'paused' || state === 'interrupted') requeueDocuments(run.database, batchId, at);
    setBatchState(run.database, batchId, state, reason, isFinal(state) ? at : '');
    return true;
  });
  if (moved) run.onBatch(batchId);
  return moved;
};

const logOutcome = (
  { log }: BatchRun,
  batchId: string,
  filename: string,
  outcome: DocumentOutcome,
  seconds: number,
): void => {
  const { status, failure: why, pages, characters, chunks } = outcome;
  if (why === undefined) {
    log.info('Document ended', { batch_id: batchId, filename, status, pages, characters, chunks, seconds });
  } else {
    log.warn('Batch document processing failed', { batch_id: batchId, filename, error: why.message, code: why.code });
  }
};

const brokenOutcome = (documentId: string): DocumentOutcome => ({
  status: 'failed',
  documentId,
  failure: failure('INTERNAL', 'store'),
  warnings: [],
  pages: 0,
  characters: 0,
  chunks: 0,
});

const folderGone = (folder: string): string =>
  `The folder ${folder} cannot be found any more. Connect its drive or share again and resume, or cancel the batch.`;

/** Loads one document and writes its outcome; a bug in the load is the failure of this document alone. */
const loadNext = async (
  run: BatchRun,
  context: LoadContext,
  batchId: string,
  document: StoredBatchDocument,
): Promise<void> => {
  const { database, log, now } = run;
  const { position, filename } = document;
  const began = performance.now();
  // After a power cut the document is still queued: nothing is lost with this note.
  const attemptId = inUnflushedTransaction(database, () =>
    beginAttempt(database, batchId, position, now().toISOString()),
  );
  run.onDocument(batchId, position);
  log.info('Document started', { batch_id: batchId, filename });

  const end = (commit: () => DocumentOutcome): void => {
    const seconds = Math.round(performance.now() - began) / 1000;
    // Flushed with the next change of the batch's state (docs/adr/0008-flushing-at-the-end-of-a-batch.md).
    const { outcome, again } = inUnflushedTransaction(database, () => {
      const ended = commit();
      const isTriedAgain = isWorthAnotherAttempt(database, batchId, position, ended);
      const write = isTriedAgain ? queueAgain : finishDocument;
      write(database, batchId, position, { attemptId, at: now().toISOString(), seconds }, ended);
      addProcessingSeconds(database, batchId, seconds);
      return { outcome: ended, again: isTriedAgain };
    });
    if (again) log.warn('Document is tried again', { batch_id: batchId, filename, code: outcome.failure?.code });
    else logOutcome(run, batchId, filename, outcome, seconds);
  };

  try {
    const loaded = await loadDocument(context, batchId, document);
    if (loaded.type === 'ended') end(loaded.commit);
    else inTransaction(database, () => requeueDocuments(database, batchId, now().toISOString()));
    if (loaded.type === 'folder_gone') moveBatch(run, batchId, { type: 'pause' }, folderGone(loaded.folder));
  } catch (error) {
    if (isDiskFull(error)) throw error;
    const stack = error instanceof Error ? error.stack : String(error);
    log.error('Document load broke', { batch_id: batchId, filename, stack });
    sweepOrphanTexts(database);
    end(() => brokenOutcome(document.document_id));
  }
  run.onDocument(batchId, position);
};

const contextOf = ({ database, lane, settings, workstation, now }: BatchRun, signal: AbortSignal): LoadContext => {
  const chunkSettings = chunkSettingsOf(settings);
  const fingerprint = extractionFingerprint(chunkSettings);
  return { database, lane, settings, chunkSettings, fingerprint, workstation, signal, now };
};

const logEnd = ({ database, log }: BatchRun, batchId: string): void => {
  const { state, processing_seconds } = existingBatch(database, batchId);
  const { total, processed, failed, waiting } = countDocuments(database, batchId);
  const fields = { batch_id: batchId, total, processed, failed, duration_seconds: processing_seconds };
  if (isFinal(state)) log.info('Batch processing completed', { ...fields, state });
  else log.info('Batch processing stopped', { ...fields, state, waiting });
};

const loadAll = async (run: BatchRun, batchId: string, signal: AbortSignal): Promise<void> => {
  const { database } = run;
  const context = contextOf(run, signal);
  while (existingBatch(database, batchId).state === 'running') {
    if (run.memoryGuard.isOver()) {
      await sleep(MEMORY_WAIT_MS);
      continue;
    }
    const document = nextQueuedDocument(database, batchId);
    if (document === undefined) break;
    if (!existsSync(run.libraryFile)) throw new LibraryGoneError(run.libraryFile);
    await loadNext(run, context, batchId, document);
  }
};

/** The library was deleted or its disk disconnected: SQLite would go on writing to a file that nobody finds again. */
export class LibraryGoneError extends Error {}

/** Moves a batch that nothing is in hand of any more to where it belongs: its end, its pause or its cancellation. */
const settle = (run: BatchRun, batchId: string): void => {
  const { state, state_reason } = existingBatch(run.database, batchId);
  const counts = countDocuments(run.database, batchId);
  const event: BatchEvent =
    state !== 'cancelling' && counts.waiting === 0 ? { type: 'finish', counts } : { type: 'settled' };
  moveBatch(run, batchId, event, event.type === 'settled' ? state_reason : '');
};

/**
 * Runs a queued batch until no document waits, or until it is paused or cancelled from outside: `moveBatch` with the
 * event, then an abort of the signal to take the document in hand out of the extractor. On a full disk the batch is
 * paused and says so; the promise rejects when not even that can be written.
 */
export const runBatch = async (run: BatchRun, batchId: string, signal: AbortSignal): Promise<void> => {
  const { database, log } = run;
  try {
    if (!moveBatch(run, batchId, { type: 'start' })) return;
    log.info('Batch processing started', { batch_id: batchId, file_count: countDocuments(database, batchId).total });
    await loadAll(run, batchId, signal);
    settle(run, batchId);
  } catch (error) {
    if (!isDiskFull(error)) throw error;
    log.error('The disk is full', { batch_id: batchId });
    run.freeReserve();
    moveBatch(run, batchId, { type: 'pause' }, DISK_FULL_SENTENCE);
    settle(run, batchId);
  }
  logEnd(run, batchId);
};
