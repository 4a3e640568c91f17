import { Worker } from 'node:worker_threads';
import { MEMORY_REPORT_DESCRIPTOR } from './memory-report.ts';

const INTERVAL_MS = 100;

/**
 * What the thread runs. It becomes text, so it uses nothing from outside itself: as a module of its own it would load
 * Node's type stripping a second time, which cost 60 ms and 20 MB for each extractor.
 */
const watch = (descriptor: number, intervalMs: number): void => {
  const { writeSync } = process.getBuiltinModule('node:fs');
  setInterval(() => {
    try {
      writeSync(descriptor, `${process.memoryUsage.rss()}\n`);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      // The engine was killed. A main thread in a loop would never learn of it and would go on for ever.
      if (code === 'EPIPE' || code === 'ECONNRESET') process.kill(process.pid, 'SIGKILL');
    }
  }, intervalMs);
};

/**
 * Starts the extractor's watchdog: a thread that goes on while a parser keeps the main thread in a loop. Ten times a
 * second it reports the resident size of the process to the engine, and it ends the process when nobody is there to
 * read that. It writes to a pipe of its own, since a thread can use the IPC channel only through the main thread.
 */
export const startWatchdog = (): void => {
  const script = `(${watch.toString()})(${MEMORY_REPORT_DESCRIPTOR}, ${INTERVAL_MS})`;
  new Worker(script, { eval: true, name: 'watchdog', env: {} }).unref();
};
