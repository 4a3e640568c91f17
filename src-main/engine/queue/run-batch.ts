import { existsSync } from 'node:fs';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { failure } from '../../contract/failure.ts';
import { FAILURE_CODES } from '../../contract/failure-codes.ts';
import { chunkSettingsOf } from '../chunking/chunk.ts';
import { extractionFingerprint } from '../extraction/fingerprint.ts';
import {
  beginAttempt,
  finishDocument,
  isWorthAnotherAttempt,
  nextQueuedDocument,
  queueAgain,
  requeueDocuments,
  type DocumentOutcome,
  type StoredBatchDocument,
} from '../library/batch-documents.ts';
import { addProcessingSeconds, countDocuments, type StoredBatch } from '../library/batches.ts';
import { uploadsFolder } from '../library/data-folder.ts';
import { isDiskFull } from '../library/sqlite-errors.ts';
import { inTransaction, inUnflushedTransaction } from '../library/statements.ts';
import { sweepOrphanTexts } from '../library/texts.ts';
import { existingBatch, LibraryGoneError, moveBatch, type BatchRun } from './batch-run.ts';
import { loadDocument, type LoadContext } from './load-document.ts';
import { schemaOfBatch } from './schema-of-batch.ts';

/** Between two looks whether memory is below its limit again. */
const MEMORY_WAIT_MS = 200;

const DISK_FULL_SENTENCE = `${FAILURE_CODES.DISK_FULL.message} ${FAILURE_CODES.DISK_FULL.hint}`;

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
      const attempt = { attemptId, at: now().toISOString(), seconds };
      if (isTriedAgain) queueAgain(database, batchId, position, attempt, ended);
      // Read anew: finishing offline changes the target of a batch that is running.
      else finishDocument(database, batchId, position, attempt, ended, existingBatch(database, batchId).target);
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
    if (loaded.type === 'folder_gone') {
      moveBatch(run, batchId, { type: 'pause' }, { reason: folderGone(loaded.folder), code: 'FILE_NOT_FOUND' });
    }
  } catch (error) {
    if (isDiskFull(error)) throw error;
    const stack = error instanceof Error ? error.stack : String(error);
    log.error('Document load broke', { batch_id: batchId, filename, stack });
    sweepOrphanTexts(database);
    end(() => brokenOutcome(document.document_id));
  }
  run.onDocument(batchId, position);
};

const contextOf = (
  { database, libraryFile, lane, settings, workstation, now }: BatchRun,
  batch: StoredBatch,
  signal: AbortSignal,
): LoadContext => {
  const chunkSettings = chunkSettingsOf(settings);
  const fingerprint = extractionFingerprint(chunkSettings);
  const schema = schemaOfBatch(batch);
  const uploads = uploadsFolder(path.dirname(libraryFile));
  const { batch_id: batchId } = batch;
  return { database, lane, settings, chunkSettings, fingerprint, schema, workstation, batchId, uploads, signal, now };
};

/** Extraction goes on while the target is away: its documents wait as prepared. */
const isLoading = ({ state }: StoredBatch): boolean => state === 'running' || state === 'waiting_for_target';

const loadAll = async (run: BatchRun, batchId: string, signal: AbortSignal): Promise<void> => {
  const { database } = run;
  const context = contextOf(run, existingBatch(database, batchId), signal);
  while (isLoading(existingBatch(database, batchId))) {
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

/**
 * Loads the documents of a queued batch until none is queued, or until it is paused or cancelled from outside:
 * `moveBatch` with the event, then an abort of the signal to take the document in hand out of the extractor. Settle the
 * batch afterwards. On a full disk the batch is to be paused and says so; the promise rejects when not even that can be
 * written.
 */
export const runBatch = async (run: BatchRun, batchId: string, signal: AbortSignal): Promise<void> => {
  const { database, log } = run;
  try {
    if (!moveBatch(run, batchId, { type: 'start' })) return;
    log.info('Batch processing started', { batch_id: batchId, file_count: countDocuments(database, batchId).total });
    await loadAll(run, batchId, signal);
  } catch (error) {
    if (!isDiskFull(error)) throw error;
    log.error('The disk is full', { batch_id: batchId });
    run.freeReserve();
    moveBatch(run, batchId, { type: 'pause' }, { reason: DISK_FULL_SENTENCE, code: 'DISK_FULL' });
  }
};
