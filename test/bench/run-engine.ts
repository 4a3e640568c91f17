import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createEngine, type Engine } from '../../src-main/engine/engine.ts';
import { createFileLog } from '../../src-main/engine/logging/file-log.ts';
import { startExtractor } from '../../src-main/faces/cli/start-extractor.ts';
import { cpuSecondsOf, residentBytesOf } from './process-figures.ts';

export interface MeasuredEngine {
  /** Loads files as one batch; throws unless all of them are processed. */
  readonly load: (paths: readonly string[]) => Promise<void>;
  /** CPU seconds of this process since it started, and of all of its extractors. */
  readonly cpuSeconds: () => number;
  /** Resident bytes of engine and extractor at the end of each document so far. */
  readonly residentBytes: readonly number[];
  readonly close: () => void;
}

/** An engine with a fresh library, put together as the command line does it, that tells what it takes. */
export const startMeasuredEngine = (): MeasuredEngine => {
  const folder = mkdtempSync(path.join(tmpdir(), 'stevedore-bench-'));
  const residentBytes: number[] = [];
  let extractorPid: number | undefined;
  let endedSeconds = 0;
  const extractorSeconds = () => (extractorPid === undefined ? 0 : cpuSecondsOf(extractorPid));
  const opened = createEngine({
    secrets: { readNeo4jPassword: () => Promise.resolve(undefined) },
    dataFolder: folder,
    environment: {},
    log: createFileLog(path.join(folder, 'logs'), 'engine'),
    startExtractor: () => {
      const extractor = startExtractor();
      extractorPid = extractor.pid;
      // An extractor that is replaced takes its figures along.
      const kill = () => {
        endedSeconds += extractorSeconds();
        extractorPid = undefined;
        extractor.kill();
      };
      return { ...extractor, kill };
    },
  });
  if (!opened.ok) throw new Error(opened.failure.message);
  const engine: Engine = opened.value;
  engine.subscribe((event) => {
    if (event.type !== 'document' || event.document.status === 'extracting') return;
    residentBytes.push(process.memoryUsage.rss() + (extractorPid === undefined ? 0 : residentBytesOf(extractorPid)));
  });
  return {
    load: async (paths) => {
      const started = await engine.call('batch.start', { paths: [...paths] });
      if (!started.ok) throw new Error(started.failure.message);
      await engine.idle();
      const ended = await engine.call('batch.status', { batch_id: started.value.batch_id });
      if (!ended.ok || ended.value.processed_count !== paths.length)
        throw new Error('Not every document was processed');
    },
    cpuSeconds: () => {
      const { user, system } = process.cpuUsage();
      return (user + system) / 1e6 + endedSeconds + extractorSeconds();
    },
    residentBytes,
    close: () => {
      engine.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
