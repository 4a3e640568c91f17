import { Worker } from 'node:worker_threads';

/**
 * Starts the extractor's watchdog: a thread that reports the resident size of the process to the engine ten times a
 * second and ends the process when nobody is there to read that. It writes to a pipe of its own, since a thread can use
 * the IPC channel only through the main thread.
 */
export const startWatchdog = (): void => {
  const name = import.meta.url.endsWith('.ts') ? './watchdog-thread.ts' : './watchdog-thread.js';
  new Worker(new URL(name, import.meta.url), { name: 'watchdog', env: {}, stdin: false }).unref();
};
