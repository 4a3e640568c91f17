import { readFileSync } from 'node:fs';

/** Clock ticks of /proc, which Linux fixes at 100 a second for user space (proc_pid_stat(5)). */
const TICKS_PER_SECOND = 100;

/** CPU seconds that a living process has used, from /proc; Linux only. */
export const cpuSecondsOf = (pid: number): number => {
  const afterName = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
  const [userTicks, systemTicks] = [Number(afterName[11]), Number(afterName[12])];
  return (userTicks + systemTicks) / TICKS_PER_SECOND;
};

/** Resident bytes of a living process, from /proc; Linux only. */
export const residentBytesOf = (pid: number): number =>
  Number(/^VmRSS:\s+(\d+) kB$/mu.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024;

export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
};
