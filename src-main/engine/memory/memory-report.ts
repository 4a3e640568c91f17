import type { Readable } from 'node:stream';

/** The descriptor in the extractor on which its watchdog thread reports to the engine. */
export const MEMORY_REPORT_DESCRIPTOR = 4;

const LONGEST_REPORT_CHARACTERS = 20;

/** The size in the last whole report, a line with a number of bytes, or undefined when there is none. */
export const lastReportIn = (received: string): number | undefined => {
  const line = received.split('\n').at(-2) ?? '';
  return /^\d{1,15}$/u.test(line) ? Number(line) : undefined;
};

/**
 * Listens to the reports of an extractor's watchdog thread; gives a function that tells the newest one, undefined
 * before the first. What is no report is passed over: the process at the other end reads hostile files.
 */
export const listenForMemory = (reports: Readable): (() => number | undefined) => {
  let received = '';
  let residentBytes: number | undefined;
  reports.setEncoding('latin1');
  reports.on('data', (text: string) => {
    received += text;
    residentBytes = lastReportIn(received) ?? residentBytes;
    received = received.slice(-LONGEST_REPORT_CHARACTERS);
  });
  // The pipe breaks when the extractor is killed, of which its exit tells.
  reports.on('error', () => undefined);
  return () => residentBytes;
};
