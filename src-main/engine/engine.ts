import os from 'node:os';
import type { DatabaseSync } from 'node:sqlite';
import type { EngineEvent } from '../contract/events.ts';
import { failed, failure, succeeded, type Result } from '../contract/failure.ts';
import type { Settings } from '../contract/settings.ts';
import { createCaller, type CallCommand } from './call-command.ts';
import { createExtractionLane } from './extraction/extraction-lane.ts';
import type { StartExtractor } from './extraction/extractor-port.ts';
import { handleFailures, readBatchDocument, toBatchDocument } from './library/batch-documents.ts';
import { batchesInState, readBatch } from './library/batches.ts';
import { lockLibrary } from './library/lock-library.ts';
import { openLibrary } from './library/open-library.ts';
import { sweepOrphanTexts } from './library/texts.ts';
import type { Log } from './logging/log.ts';
import { createMemoryGuard } from './memory/memory-guard.ts';
import { statusOfBatch } from './queue/batch-status.ts';
import { moveBatch, runBatch, type BatchRun } from './queue/run-batch.ts';
import { startBatch } from './queue/start-batch.ts';
import { createSelectionHandlers, type SelectionCommandName } from './selection-commands.ts';
import { prepareRetry } from './queue/retry-batch.ts';
import { prepareSelection, type PreparedSelection } from './preflight/prepare-selection.ts';
import { inTransaction } from './library/statements.ts';
import type { CommandOutput } from '../contract/commands.ts';
import { createReadHandlers, type ReadCommandName } from './read-commands.ts';
import { readSettings } from './settings.ts';

/** A document in hand may end by itself for so long after a pause; then it goes back into the queue. */
const PAUSE_GRACE_MS = 4000;

const GIGABYTE = 1024 ** 3;

/** What differs from face to face. */
export interface EnginePorts {
  readonly dataFolder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly startExtractor: StartExtractor;
  readonly log: Log;
  /** Resident bytes of our processes beside the engine's own and the extractor: those of the desktop app. */
  readonly otherResidentBytes?: () => number;
}

export type EngineCommandName =
  ReadCommandName | SelectionCommandName | 'batch.start' | 'batch.retry' | 'failure.handle';

export interface Engine {
  readonly call: CallCommand<EngineCommandName>;
  readonly subscribe: (listener: (event: EngineEvent) => void) => void;
  /** Resolves when no batch is queued or running. */
  readonly idle: () => Promise<void>;
  /** Pauses what runs and what is queued; the document in hand gets a few seconds to end. */
  readonly pauseAll: (reason: string) => void;
  /** Ends the extractor and gives the library free. Call when idle. */
  readonly close: () => void;
}

const UNFINISHED_STATES = ['running', 'pausing', 'cancelling', 'waiting_for_target', 'queued'] as const;

/** No other engine can be alive: what looks alive in the library was left by a process that ended. */
const recover = (run: BatchRun): void => {
  sweepOrphanTexts(run.database);
  for (const batchId of UNFINISHED_STATES.flatMap((state) => batchesInState(run.database, state))) {
    moveBatch(run, batchId, { type: 'process_ended' }, 'Stevedore ended while this batch was running.');
    run.log.warn('Batch was interrupted', { batch_id: batchId });
  }
};

const assemble = (ports: EnginePorts, database: DatabaseSync, settings: Settings, close: () => void): Engine => {
  const { log, startExtractor } = ports;
  const now = () => new Date();
  const listeners: ((event: EngineEvent) => void)[] = [];
  let sequence = 0;
  let lane: Promise<void> | undefined;
  let abort = new AbortController();

  const emit = (event: EngineEvent): void => listeners.forEach((listener) => listener(event));
  const onBatch = (batchId: string): void => {
    const batch = readBatch(database, batchId);
    if (batch === undefined || listeners.length === 0) return;
    emit({ type: 'batch', sequence: ++sequence, batch: statusOfBatch(database, batch, now()) });
  };
  const onDocument = (batchId: string, position: number): void => {
    if (listeners.length === 0) return;
    const document = toBatchDocument(readBatchDocument(database, batchId, position));
    emit({ type: 'document', sequence: ++sequence, batch_id: batchId, position, document });
  };

  const extractionLane = createExtractionLane(
    startExtractor,
    {
      totalMs: settings.document_timeout_seconds * 1000,
      silenceMs: settings.document_silence_seconds * 1000,
      residentBytes: settings.extractor_memory_gb * GIGABYTE,
      recycleDocuments: settings.extractor_recycle_documents,
    },
    log,
    () => void memoryGuard.isOver(),
  );
  const memoryGuard = createMemoryGuard({
    limitBytes: settings.max_concurrent_batch_size_gb * GIGABYTE,
    residentBytes: () =>
      process.memoryUsage.rss() + extractionLane.residentBytes() + (ports.otherResidentBytes?.() ?? 0),
    recycleExtractor: extractionLane.recycle,
    killExtractor: extractionLane.killForMemory,
    log,
  });
  const workstation = settings.workstation_name === '' ? os.hostname() : settings.workstation_name;
  const run: BatchRun = {
    database,
    lane: extractionLane,
    memoryGuard,
    settings,
    workstation,
    log,
    now,
    onDocument,
    onBatch,
  };
  recover(run);

  const runLane = async (): Promise<void> => {
    for (;;) {
      const [next] = batchesInState(database, 'queued');
      if (next === undefined) return;
      abort = new AbortController();
      await runBatch(run, next, abort.signal);
    }
  };
  const wakeLane = (): void => {
    lane ??= runLane().finally(() => (lane = undefined));
  };

  const batchNotFound = (batchId: string) => failed(failure('BATCH_NOT_FOUND', 'select', `Batch ${batchId} not found`));
  const enqueue = (prepared: Result<PreparedSelection>, retryOf = ''): Result<CommandOutput<'batch.start'>> => {
    if (!prepared.ok) return prepared;
    if (memoryGuard.isOver()) return failed(memoryGuard.refusal());
    const started = startBatch(database, prepared.value, 'library', now(), retryOf);
    wakeLane();
    return succeeded(started);
  };

  return {
    call: createCaller<EngineCommandName>({
      ...createReadHandlers(database, now),
      ...createSelectionHandlers({ database, settings, startExtractor }),
      'batch.start': async ({ target, ...selection }) => {
        if (target !== 'library') return failed(failure('TARGET_NOT_CONFIGURED', 'select'));
        return enqueue(await prepareSelection(selection, settings.max_batch_size));
      },
      'batch.retry': async ({ batch_id, ...request }) => {
        const batch = readBatch(database, batch_id);
        if (batch === undefined) return batchNotFound(batch_id);
        return enqueue(await prepareRetry(database, batch, request), batch_id);
      },
      'failure.handle': ({ batch_id, filename, note }) => {
        if (readBatch(database, batch_id) === undefined) return batchNotFound(batch_id);
        const at = now().toISOString();
        const handledCount = inTransaction(database, () => handleFailures(database, batch_id, filename, note, at));
        if (handledCount === 0) {
          const message = `The batch has no open failure of '${filename}'.`;
          return failed(failure('DOCUMENT_NOT_FOUND', 'select', message));
        }
        onBatch(batch_id);
        return succeeded({ handled_count: handledCount });
      },
    }),
    subscribe: (listener) => void listeners.push(listener),
    idle: async () => {
      while (lane !== undefined) await lane;
    },
    pauseAll: (reason) => {
      for (const batchId of [...batchesInState(database, 'queued'), ...batchesInState(database, 'running')]) {
        moveBatch(run, batchId, { type: 'pause' }, reason);
      }
      const inHand = abort;
      setTimeout(() => inHand.abort(), PAUSE_GRACE_MS).unref();
    },
    close: () => {
      memoryGuard.close();
      extractionLane.close();
      close();
    },
  };
};

/**
 * Puts the engine together: the one place where its parts meet. Takes the library's lock, opens and migrates the
 * library and tidies up after a process that ended in the middle. Fails with LIBRARY_IN_USE, LIBRARY_NEWER,
 * LIBRARY_UNUSABLE or, for a setting out of bounds, INVALID_REQUEST.
 */
export const createEngine = (ports: EnginePorts): Result<Engine> => {
  const locked = lockLibrary(ports.dataFolder);
  if (!locked.ok) return locked;
  const { release } = locked.value;
  const opened = openLibrary(ports.dataFolder);
  if (!opened.ok) {
    release();
    return opened;
  }
  const database = opened.value;
  const close = () => {
    database.close();
    release();
  };
  try {
    const settings = readSettings(database, ports.environment);
    if (settings.ok) return succeeded(assemble(ports, database, settings.value, close));
    close();
    return settings;
  } catch (error) {
    close();
    throw error;
  }
};
