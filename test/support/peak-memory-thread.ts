// oxlint-disable unicorn/require-post-message-target-origin -- a thread has no origin
import { readFileSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';

const INTERVAL_MS = 5;
const peaks = new Map<number, number>();

const peakOf = (pid: number): number => {
  try {
    return Number(/^VmHWM:\s*(\d+) kB$/mu.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
};

// The kernel keeps the highest size that a process ever had; only what comes after the last look is missed.
setInterval(() => {
  for (const [pid, peak] of peaks) peaks.set(pid, Math.max(peak, peakOf(pid)));
}, INTERVAL_MS);

parentPort?.on('message', (message: number | 'tell') => {
  if (message === 'tell') parentPort?.postMessage(peaks);
  else peaks.set(message, 0);
});
