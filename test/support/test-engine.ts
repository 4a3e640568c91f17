import { onTestFinished } from 'vitest';
import type { BatchDocument, BatchStatus } from '../../src-main/contract/batch.ts';
import type { EngineEvent } from '../../src-main/contract/events.ts';
import { createEngine, type Engine } from '../../src-main/engine/engine.ts';
import type { StartExtractor } from '../../src-main/engine/extraction/extractor-port.ts';
import type { SecretStore } from '../../src-main/engine/graph/read-target-settings.ts';
import { startExtractor } from '../../src-main/faces/cli/start-extractor.ts';
import { noSecrets } from './no-secrets.ts';
import { listeningLog, type LogEntry } from './listening-log.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { valueOf } from './unwrap.ts';

export interface TestEngine {
  readonly engine: Engine;
  readonly dataFolder: string;
  readonly entries: readonly LogEntry[];
  readonly events: readonly EngineEvent[];
  /** Closes the engine before the test has finished. */
  readonly close: () => void;
}

export interface TestEngineOptions {
  readonly dataFolder?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly start?: StartExtractor;
  readonly now?: () => Date;
  readonly secrets?: SecretStore;
}

/** An engine with the real extractor, closed when the test has finished. */
export const testEngine = ({
  dataFolder = temporaryFolder(),
  environment = {},
  start = startExtractor,
  now = () => new Date(),
  secrets = noSecrets,
}: TestEngineOptions = {}): TestEngine => {
  const { log, entries } = listeningLog();
  const engine = valueOf(createEngine({ dataFolder, secrets, environment, startExtractor: start, log, now }));
  const events: EngineEvent[] = [];
  engine.subscribe((event) => void events.push(event));
  let isOpen = true;
  const close = (): void => {
    if (isOpen) engine.close();
    isOpen = false;
  };
  onTestFinished(async () => {
    if (isOpen) await engine.idle();
    close();
  });
  return { engine, dataFolder, entries, events, close };
};

export interface EndedBatch {
  readonly status: BatchStatus;
  readonly documents: readonly BatchDocument[];
}

export const readBatchOf = async (engine: Engine, batchId: string): Promise<EndedBatch> => {
  const status = valueOf(await engine.call('batch.status', { batch_id: batchId }));
  const { documents } = valueOf(await engine.call('batch.documents', { batch_id: batchId }));
  return { status, documents };
};

/** Loads files as one batch and waits until it has ended. */
export const load = async (engine: Engine, ...paths: string[]): Promise<EndedBatch> => {
  const { batch_id } = valueOf(await engine.call('batch.start', { paths }));
  await engine.idle();
  return readBatchOf(engine, batch_id);
};
