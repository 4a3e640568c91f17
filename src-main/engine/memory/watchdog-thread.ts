import { writeSync } from 'node:fs';
import process from 'node:process';
import { MEMORY_REPORT_DESCRIPTOR, memoryReport } from './memory-report.ts';

const INTERVAL_MS = 100;

const hasNoReader = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'EPIPE' || error.code === 'ECONNRESET');

// Runs in a thread of the extractor, so that it goes on while a parser keeps the main thread in a loop.
setInterval(() => {
  try {
    writeSync(MEMORY_REPORT_DESCRIPTOR, memoryReport(process.memoryUsage.rss()));
  } catch (error) {
    // The engine was killed. A main thread in a loop would never learn of it and would go on for ever.
    if (hasNoReader(error)) process.kill(process.pid, 'SIGKILL');
  }
}, INTERVAL_MS);
