import { monitorEventLoopDelay } from 'node:perf_hooks';
import { onTestFinished } from 'vitest';
import type { BatchStatus } from '../../src-main/contract/batch.ts';
import type { CommandOutput } from '../../src-main/contract/commands.ts';
import { createEngine, type Engine } from '../../src-main/engine/engine.ts';
import type { StartExtractor } from '../../src-main/engine/extraction/extractor-port.ts';
import { forkExtractor } from '../../src-main/faces/cli/start-extractor.ts';
import { listeningLog, type LogEntry } from './listening-log.ts';
import { watchPeakMemory } from './peak-memory.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { valueOf } from './unwrap.ts';
import { noSecrets } from './no-secrets.ts';

/**
 * Longest time for which the event loop of an engine may be busy. It was 20 to 140 ms on an idle machine; a machine
 * with other work takes both of its processors away now and then.
 */
export const RESPONSIVE_MS = 1000;

export const FAULTY_EXTRACTOR = new URL('./extractor-with-faults.ts', import.meta.url);

export interface BatchEnd {
  readonly batch: BatchStatus;
  readonly documents: CommandOutput<'batch.documents'>['documents'];
  readonly seconds: number;
  /** Longest time for which the engine's event loop was busy. */
  readonly longestBlockMs: number;
  /** Of all extractors that were started. */
  readonly peakBytes: number;
}

export interface EngineWithFaults {
  readonly engine: Engine;
  readonly dataFolder: string;
  readonly entries: LogEntry[];
  /** The extractors started so far, in order. */
  readonly pids: number[];
  /** Loads these files as one batch to its end. */
  readonly load: (paths: readonly string[]) => Promise<BatchEnd>;
}

interface Ports {
  readonly start?: StartExtractor;
  readonly otherResidentBytes?: () => number;
}

/** An engine in this process with extractors that know the faulty formats; closed when the test has finished. */
export const engineWithFaults = (
  environment: Readonly<Record<string, string>>,
  { start = forkExtractor(FAULTY_EXTRACTOR), otherResidentBytes = () => 0 }: Ports = {},
): EngineWithFaults => {
  const dataFolder = temporaryFolder();
  const { log, entries } = listeningLog();
  const memory = watchPeakMemory();
  const pids: number[] = [];
  const startExtractor: StartExtractor = () => {
    const extractor = start();
    memory.watch(extractor.pid);
    if (extractor.pid !== undefined) pids.push(extractor.pid);
    return extractor;
  };
  const engine = valueOf(
    createEngine({ dataFolder, secrets: noSecrets, environment, startExtractor, log, otherResidentBytes }),
  );
  onTestFinished(() => engine.close());
  const load = async (paths: readonly string[]): Promise<BatchEnd> => {
    const delay = monitorEventLoopDelay({ resolution: 5 });
    delay.enable();
    const began = performance.now();
    const { batch_id } = valueOf(await engine.call('batch.start', { paths: [...paths] }));
    await engine.idle();
    const seconds = (performance.now() - began) / 1000;
    delay.disable();
    const batch = valueOf(await engine.call('batch.status', { batch_id }));
    const { documents } = valueOf(await engine.call('batch.documents', { batch_id }));
    const peakBytes = Math.max(0, ...(await memory.peaks()).values());
    return { batch, documents, seconds, longestBlockMs: delay.max / 1e6, peakBytes };
  };
  return { engine, dataFolder, entries, pids, load };
};

/** The code or status of each document, in order. */
export const endsOf = ({ documents }: BatchEnd): string[] => documents.map(({ code, status }) => code ?? status);

/** Prints the figures of a fault test, so that a run shows how far from its budgets it was. */
export const printFigures = (name: string, { seconds, longestBlockMs, peakBytes }: BatchEnd): void =>
  console.log(
    `${name}: ${seconds.toFixed(1)} s, engine blocked for ${longestBlockMs.toFixed(0)} ms at the most, ` +
      `peak of the extractor ${(peakBytes / 1024 ** 2).toFixed(0)} MB`,
  );
