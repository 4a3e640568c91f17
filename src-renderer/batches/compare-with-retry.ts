import type { BatchDocument } from '../../src-main/contract/batch.ts';

/** A document that failed in a batch, and what its retry made of it. */
export interface ComparedDocument {
  readonly path: string;
  readonly filename: string;
  readonly before: BatchDocument;
  readonly after: BatchDocument | undefined;
  readonly outcome: 'processed' | 'failed' | 'cancelled' | 'waiting' | 'not_retried';
}

const outcomeOf = (after: BatchDocument | undefined): ComparedDocument['outcome'] => {
  if (after === undefined) return 'not_retried';
  switch (after.status) {
    case 'processed':
    case 'unchanged':
    case 'duplicate':
      return 'processed';
    case 'failed':
    case 'cancelled':
      return after.status;
    case 'queued':
    case 'extracting':
    case 'prepared':
    case 'publishing':
      return 'waiting';
  }
};

/** The failures of a batch beside the same files of its retry, in the order of the batch. Pure. */
export const compareWithRetry = (
  original: readonly BatchDocument[],
  retry: readonly BatchDocument[],
): ComparedDocument[] => {
  const retried = new Map(retry.map((document) => [document.path, document]));
  return original
    .filter(({ status }) => status === 'failed')
    .map((before) => {
      const after = retried.get(before.path);
      return { path: before.path, filename: before.filename, before, after, outcome: outcomeOf(after) };
    });
};
