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
  const pids: number[] = [];
  const residentBytes: number[] = [];
  const opened = createEngine({
    dataFolder: folder,
    environment: {},
    log: createFileLog(path.join(folder, 'logs'), 'engine'),
    startExtractor: () => {
      const extractor = startExtractor();
      if (extractor.pid !== undefined) pids.push(extractor.pid);
      return extractor;
    },
  });
  if (!opened.ok) throw new Error(opened.failure.message);
  const engine = opened.value;
  let processed = 0;
  engine.subscribe((event) => {
    if (event.type !== 'document' || event.document.status === 'extracting') return;
    if (event.document.status === 'processed') processed += 1;
    residentBytes.push([process.pid, pids.at(-1) ?? process.pid].reduce((sum, pid) => sum + residentBytesOf(pid), 0));
  });
  for (let from = 0; from < paths.length; from += BATCH_FILES) {
    await engine.call('batch.start', { paths: paths.slice(from, from + BATCH_FILES) });
    await engine.idle();
  }
  const { user, system } = process.cpuUsage();
  const cpuSeconds = (user + system) / 1e6 + pids.reduce((sum, pid) => sum + cpuSecondsOf(pid), 0);
  engine.close();
  rmSync(folder, { recursive: true, force: true });
  return { processed, cpuSeconds, residentBytes };
};
