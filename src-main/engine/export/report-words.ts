import type { BatchState, DocumentStatus } from '../../contract/batch.ts';

export const STATE_WORDS: Readonly<Record<BatchState, string>> = {
  queued: 'Waiting to start',
  running: 'In progress',
  pausing: 'Being paused',
  paused: 'Paused',
  waiting_for_target: 'Waiting for the Neo4j database',
  cancelling: 'Being cancelled',
  interrupted: 'Interrupted',
  completed: 'Completed',
  partial_failure: 'Finished with failures',
  failed: 'Failed',
  cancelled: 'Cancelled',
};

export const DOCUMENT_WORDS: Readonly<Record<DocumentStatus, string>> = {
  queued: 'Waiting',
  extracting: 'Being read',
  prepared: 'Prepared',
  publishing: 'Being published',
  processed: 'Processed',
  unchanged: 'Unchanged',
  duplicate: 'Duplicate',
  failed: 'Failed',
  cancelled: 'Cancelled',
};

const integers = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const decimals = new Intl.NumberFormat('en', { minimumFractionDigits: 1, maximumFractionDigits: 1 });

export const formatInteger = (value: number): string => integers.format(value);
export const formatDecimal = (value: number): string => decimals.format(value);

/** `1 document`, `2 documents`. */
export const formatCount = (count: number, one: string, several = `${one}s`): string =>
  `${formatInteger(count)} ${count === 1 ? one : several}`;

/** A part of a whole in percent. It is 100 % only when nothing is missing, and 0 % only when there is nothing. */
export const formatPercent = (part: number, whole: number): string => {
  if (whole === 0 || part === 0) return '0 %';
  return `${part === whole ? 100 : Math.min(99, Math.max(1, Math.round((part / whole) * 100)))} %`;
};

/** `2025-10-16 14:05:09 UTC`: the reader of a mailed file may be in another time zone. */
export const formatInstant = (instant: Date): string => `${instant.toISOString().slice(0, 19).replace('T', ' ')} UTC`;

/** `0.4 s`, `12 s`, `3 min 05 s`, `2 h 07 min`. */
export const formatSeconds = (seconds: number): string => {
  if (seconds < 9.95) return `${formatDecimal(seconds)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const two = (value: number): string => `${value}`.padStart(2, '0');
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${two(whole % 60)} s`;
  const minutes = Math.round(seconds / 60);
  return `${formatInteger(Math.floor(minutes / 60))} h ${two(minutes % 60)} min`;
};
