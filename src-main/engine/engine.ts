import os from 'node:os';
import type { DatabaseSync } from 'node:sqlite';
import type { Target } from '../contract/batch.ts';
import type { EngineEvent } from '../contract/events.ts';
import type { FailureCode } from '../contract/failure-codes.ts';
import { failed, failure, succeeded, type Failure, type Result } from '../contract/failure.ts';
import type { PreflightFile } from '../contract/preflight.ts';
import type { Settings } from '../contract/settings.ts';
import { importBundle } from './bundle/import-bundle.ts';
import { createCaller, type CallCommand } from './call-command.ts';
import { createExtractionLane } from './extraction/extraction-lane.ts';
import type { StartExtractor } from './extraction/extractor-port.ts';
import { readTargetSettings, type SecretStore } from './graph/read-target-settings.ts';
import { createTargetConnection } from './graph/target-connection.ts';
import { handleFailures, readBatchDocument, toBatchDocument } from './library/batch-documents.ts';
import {
  ALIVE_STATES,
  batchesAskedToPublish,
  batchesInState,
  countDocuments,
  endPublish,
  readBatch,
  setPublishTrouble,
} from './library/batches.ts';
import { lockLibrary } from './library/lock-library.ts';
import { isDiskFull } from './library/sqlite-errors.ts';
import { freeReserve, keepReserve } from './library/disk-reserve.ts';
import { libraryFile, openLibrary } from './library/open-library.ts';
import { noteTarget } from './library/publications.ts';
import { sweepOrphanTexts } from './library/texts.ts';
import type { Log } from './logging/log.ts';
import { createMemoryGuard } from './memory/memory-guard.ts';
import { statusOfBatch } from './queue/batch-status.ts';
import { moveBatch, type BatchRun } from './queue/batch-run.ts';
import { createBatchQueue } from './queue/batch-queue.ts';
import { cutSeries } from './queue/cut-series.ts';
import { batchesOf } from './queue/find-batches.ts';
import { createMoveHandlers, type MoveCommandName } from './queue/move-commands.ts';
import { createPublishHandlers, type PublishCommandName } from './queue/publish-commands.ts';
import { serveRequests } from './queue/serve-requests.ts';
import { startBatches, type BatchOrigin } from './queue/start-batches.ts';
import { createDocumentHandlers, type DocumentCommandName } from './document-commands.ts';
import { createSelectionHandlers, type SelectionCommandName } from './selection-commands.ts';
import { deleteBatches } from './queue/delete-batches.ts';
import { prepareRetry } from './queue/retry-batch.ts';
import { prepareSelection, type PreparedSelection, type SelectionRequest } from './preflight/prepare-selection.ts';
import { inTransaction } from './library/statements.ts';
import { MAX_SERIES_FILES, type CommandOutput } from '../contract/commands.ts';
import { createReadHandlers, type ReadCommandName } from './read-commands.ts';
import { readSettings, settingsFromEnvironment, writeSettings } from './settings.ts';
import { createTargetHandlers, type TargetCommandName } from './target-commands.ts';
import { createWorkstationHandlers, selectionRules, type WorkstationCommandName } from './workstation-commands.ts';

const GIGABYTE = 1024 ** 3;

/** What differs from face to face. */
export interface EnginePorts {
  readonly dataFolder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly startExtractor: StartExtractor;
  readonly secrets: SecretStore;
  readonly log: Log;
  /** The time of day, for what is written down; budgets and durations never use it, since it can jump. */
  readonly now?: () => Date;
  /** Resident bytes of our processes beside the engine's own and the extractor: those of the desktop app. */
  readonly otherResidentBytes?: () => number;
}

export type EngineCommandName =
  | ReadCommandName
  | SelectionCommandName
  | MoveCommandName
  | PublishCommandName
  | TargetCommandName
  | DocumentCommandName
  | WorkstationCommandName
  | 'batch.start'
  | 'series.start'
  | 'batch.retry'
  | 'failure.handle'
  | 'batch.delete'
  | 'bundle.import'
  | 'settings.read'
  | 'settings.write';

export interface Engine {
  readonly call: CallCommand<EngineCommandName>;
  readonly subscribe: (listener: (event: EngineEvent) => void) => void;
  /** Resolves when no batch is queued or running. */
  readonly idle: () => Promise<void>;
  /** Pauses what runs, waits or is queued; what is in hand gets a few seconds to end. */
  readonly pauseAll: (reason: string, code?: FailureCode) => void;
  /** Why nothing runs any more although batches wait, such as a full disk; undefined when all is well. */
  readonly trouble: () => Failure | undefined;
  /** Resident bytes of all our processes together, and the limit of the memory guard. */
  readonly residentBytes: () => { readonly resident_bytes: number; readonly limit_bytes: number };
  /** Ends the extractor and gives the library free. Call when idle. */
  readonly close: () => void;
}

/** Settings that hold as soon as they are written. */
const HOLDS_AT_ONCE = /^(?:neo4j_|http_api$|ignore_patterns$)/u;

const INTERRUPTED = 'Stevedore ended while this batch was running.';
const PUBLISH_INTERRUPTED = 'Stevedore ended while this batch was being published. Publish it again to continue.';

/** No other engine can be alive: what looks alive in the library was left by a process that ended. */
const recover = (run: BatchRun): void => {
  sweepOrphanTexts(run.database);
  for (const batchId of ALIVE_STATES.flatMap((state) => batchesInState(run.database, state))) {
    const counts = countDocuments(run.database, batchId);
    // It ended between its last document and its own end: there is nothing to resume.
    if (counts.waiting === 0 && moveBatch(run, batchId, { type: 'finish', counts })) continue;
    moveBatch(run, batchId, { type: 'process_ended' }, { reason: INTERRUPTED, code: '' });
    run.log.warn('Batch was interrupted', { batch_id: batchId });
  }
  // Nothing publishes by itself: what is pending shows in the batch.
  inTransaction(run.database, () => {
    for (const batchId of batchesAskedToPublish(run.database)) {
      endPublish(run.database, batchId);
      setPublishTrouble(run.database, batchId, { reason: PUBLISH_INTERRUPTED, code: '' });
    }
  });
};

const assemble = (ports: EnginePorts, database: DatabaseSync, settings: Settings, close: () => void): Engine => {
  const { log, secrets, startExtractor } = ports;
  const now = ports.now ?? (() => new Date());
  /** Of Neo4j they hold as soon as they are written, the others from the next start on. */
  let current = settings;
  const listeners: ((event: EngineEvent) => void)[] = [];
  let sequence = 0;

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

  const onChecked = (file: PreflightFile, checkedCount: number, total: number): void => {
    if (listeners.length === 0) return;
    emit({ type: 'preflight', sequence: ++sequence, checked_count: checkedCount, total_documents: total, file });
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
  const limitBytes = settings.max_concurrent_batch_size_gb * GIGABYTE;
  const residentBytes = (): number =>
    process.memoryUsage.rss() + extractionLane.residentBytes() + (ports.otherResidentBytes?.() ?? 0);
  const memoryGuard = createMemoryGuard({
    limitBytes,
    residentBytes,
    recycleExtractor: extractionLane.recycle,
    killExtractor: extractionLane.killForMemory,
    log,
  });
  const workstation = settings.workstation_name === '' ? os.hostname() : settings.workstation_name;
  const run: BatchRun = {
    database,
    libraryFile: libraryFile(ports.dataFolder),
    freeReserve: () => freeReserve(ports.dataFolder),
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

  keepReserve(ports.dataFolder);

  const connection = createTargetConnection(
    () => readTargetSettings(current, secrets),
    ({ targetId, database: name }, { uri }) => {
      inTransaction(database, () => noteTarget(database, { targetId, uri, database: name }, now().toISOString()));
    },
  );
  const queue = createBatchQueue(run, connection);
  const rules = selectionRules(ports.dataFolder, () => current);
  const enqueue = (prepared: PreparedSelection, origin: BatchOrigin): Result<CommandOutput<'series.start'>> => {
    if (memoryGuard.isOver()) return failed(memoryGuard.refusal());
    const selections = cutSeries(prepared, settings.max_batch_size);
    const started = startBatches(database, selections, origin, now());
    queue.wake();
    return succeeded(started);
  };
  const start = async (
    { target, ...selection }: SelectionRequest & { readonly target: Target },
    maxFiles: number,
  ): Promise<Result<CommandOutput<'series.start'>>> => {
    if (target === 'neo4j') {
      const configured = await readTargetSettings(current, secrets);
      if (!configured.ok) return configured;
    }
    const prepared = await prepareSelection(selection, maxFiles, rules);
    return prepared.ok ? enqueue(prepared.value, { target, retryOf: '' }) : prepared;
  };

  const call = createCaller<EngineCommandName>({
    ...createReadHandlers(database, now),
    ...createSelectionHandlers({ database, settings, startExtractor, rules, onChecked }),
    ...createWorkstationHandlers(ports.dataFolder),
    ...createMoveHandlers(database, queue),
    ...createPublishHandlers(database, queue, connection, now),
    ...createDocumentHandlers({ database, dataFolder: ports.dataFolder, workstation, connection, onBatch }),
    ...createTargetHandlers({ database, settings: () => current, secrets, workstation, connection }),
    'batch.start': async (request) => {
      const started = await start(request, settings.max_batch_size);
      if (!started.ok) return started;
      const [batch] = started.value.batches;
      if (batch === undefined) throw new Error('A batch was started and is not there');
      return succeeded(batch);
    },
    'series.start': (request) => start(request, MAX_SERIES_FILES),
    'batch.retry': async ({ batch_id, ...request }) => {
      const batches = batchesOf(database, batch_id);
      if (!batches.ok) return batches;
      const prepared = await prepareRetry(database, batches.value, request);
      if (!prepared.ok) return prepared;
      const { target } = batches.value[0];
      return enqueue(prepared.value, { target, retryOf: batch_id });
    },
    'settings.read': () =>
      succeeded({ settings: current, from_environment: settingsFromEnvironment(ports.environment) }),
    'settings.write': async ({ changes }) => {
      const written = writeSettings(database, ports.environment, changes);
      if (!written.ok) return written;
      current = written.value;
      // The next connection is made with what was written.
      await connection.drop();
      return succeeded({
        settings: current,
        needs_restart: Object.keys(changes).some((name) => !HOLDS_AT_ONCE.test(name)),
      });
    },
    'batch.delete': ({ batch_id, dry_run }) => deleteBatches(database, batch_id, dry_run),
    'bundle.import': ({ file }) => importBundle(database, file, now()),
    'failure.handle': ({ batch_id, filename, note }) => {
      const batches = batchesOf(database, batch_id);
      if (!batches.ok) return batches;
      const at = now().toISOString();
      const ids = batches.value.map((batch) => batch.batch_id);
      const handledCount = inTransaction(database, () =>
        ids.reduce((sum, batchId) => sum + handleFailures(database, batchId, filename, note, at), 0),
      );
      if (handledCount === 0) {
        const message = `The batch has no open failure of '${filename}'.`;
        return failed(failure('DOCUMENT_NOT_FOUND', 'select', message));
      }
      ids.forEach(onBatch);
      return succeeded({ handled_count: handledCount });
    },
  });
  const stopServing = serveRequests(database, call, log);

  return {
    call,
    subscribe: (listener) => void listeners.push(listener),
    idle: queue.idle,
    pauseAll: (reason, code) => queue.pauseAll({ reason, code: code ?? '' }),
    trouble: queue.trouble,
    residentBytes: () => ({ resident_bytes: residentBytes(), limit_bytes: limitBytes }),
    close: () => {
      stopServing();
      queue.close();
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
    if (isDiskFull(error)) return failed(failure('DISK_FULL', 'store'));
    throw error;
  }
};
