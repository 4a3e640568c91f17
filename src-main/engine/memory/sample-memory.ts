import { readFileSync } from 'node:fs';

const KIBIBYTE = 1024;

/** The resident size in the text of /proc/<pid>/status, or undefined when there is none (a process that has ended). */
export const residentBytesIn = (status: string): number | undefined => {
  const kibibytes = /^VmRSS:\s*(\d+) kB$/mu.exec(status)?.[1];
  return kibibytes === undefined ? undefined : Number(kibibytes) * KIBIBYTE;
};

/**
 * The resident size of a process, or undefined when it cannot be known: the process has ended, or this system has no
 * /proc (https://man7.org/linux/man-pages/man5/proc_pid_status.5.html). Reads from the kernel's memory, without
 * waiting: measured at 0.03 ms. Pages that processes share are counted in each of them.
 */
export const residentBytesOf = (pid: number | undefined): number | undefined => {
  if (pid === undefined) return undefined;
  try {
    return residentBytesIn(readFileSync(`/proc/${pid}/status`, 'latin1'));
  } catch {
    return undefined;
  }
};
