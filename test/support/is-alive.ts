import { setTimeout as sleep } from 'node:timers/promises';

/** Whether a process is there. */
export const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

/** Waits until none of the processes is there any more; false when one still is after `timeoutMs`. */
export const haveEnded = async (pids: readonly number[], timeoutMs = 3000): Promise<boolean> => {
  const until = performance.now() + timeoutMs;
  while (pids.some(isAlive)) {
    if (performance.now() > until) return false;
    await sleep(10);
  }
  return true;
};
