// oxlint-disable unicorn/require-post-message-target-origin -- a thread has no origin
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { onTestFinished } from 'vitest';

export interface PeakMemory {
  readonly watch: (pid: number | undefined) => void;
  /** The highest resident size of each process so far, by its id. */
  readonly peaks: () => Promise<ReadonlyMap<number, number>>;
}

/** Watches the peak resident size of processes from a thread of its own, every 5 ms (Linux). */
export const watchPeakMemory = (): PeakMemory => {
  const thread = new Worker(new URL('./peak-memory-thread.ts', import.meta.url), { execArgv: [] });
  onTestFinished(async () => void (await thread.terminate()));
  return {
    watch: (pid) => {
      if (pid !== undefined) thread.postMessage(pid);
    },
    peaks: async () => {
      const told = once(thread, 'message');
      thread.postMessage('tell');
      const [peaks] = (await told) as [Map<number, number>];
      return peaks;
    },
  };
};
