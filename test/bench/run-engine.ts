import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createEngine } from '../../src-main/engine/engine.ts';
import { createFileLog } from '../../src-main/engine/logging/file-log.ts';
import { startExtractor } from '../../src-main/faces/cli/start-extractor.ts';
import { cpuSecondsOf, residentBytesOf } from './process-figures.ts';

export interface EngineFigures {
  readonly processed: number;
  /** CPU seconds of this process since it started, and of all of its extractors. */
  readonly cpuSeconds: number;
  /** Resident bytes of engine and extractor at the end of each document. */
  readonly residentBytes: readonly number[];
}

const BATCH_FILES = 100;

/** Loads files in batches of 100 into a fresh library, as the command line does, and tells what it took. */
export const runEngine = async (paths: readonly string[]): Promise<EngineFigures> => {
  const folder = mkdtempSync(path.join(tmpdir(), 'stevedore-bench-'));
  let extractorPid: number | undefined;
  let extractorCpuSeconds = 0;
  const endedCpuSeconds = () => (extractorPid === undefined ? 0 : cpuSecondsOf(extractorPid));
  const residentBytes: number[] = [];
  const opened = createEngine({
    dataFolder: folder,
    environment: {},
    log: createFileLog(path.join(folder, 'logs'), 'engine'),
    startExtractor: (options) => {
      const extractor = startExtractor(options);
      extractorPid = extractor.pid;
      // An extractor that is replaced takes its figures along.
      const kill = () => {
        extractorCpuSeconds += endedCpuSeconds();
        extractorPid = undefined;
        extractor.kill();
      };
      return { ...extractor, kill };
    },
  });
  if (!opened.ok) throw new Error(opened.failure.message);
  const engine = opened.value;
  let processed = 0;
  engine.subscribe((event) => {
    if (event.type !== 'document' || event.document.status === 'extracting') return;
    if (event.document.status === 'processed') processed += 1;
    residentBytes.push(process.memoryUsage.rss() + (extractorPid === undefined ? 0 : residentBytesOf(extractorPid)));
  });
  for (let from = 0; from < paths.length; from += BATCH_FILES) {
    await engine.call('batch.start', { paths: paths.slice(from, from + BATCH_FILES) });
    await engine.idle();
  }
  const { user, system } = process.cpuUsage();
  const cpuSeconds = (user + system) / 1e6 + extractorCpuSeconds + endedCpuSeconds();
  engine.close();
  rmSync(folder, { recursive: true, force: true });
  return { processed, cpuSeconds, residentBytes };
};
