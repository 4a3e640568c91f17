import { createHash } from 'node:crypto';
import type { BatchToPublish, DocumentToPublish } from '../../../src-main/engine/graph/graph-types.ts';

export const documentIdOf = (name: string): string => createHash('sha256').update(name).digest('hex');

/** A document with this many short chunks, to be published. */
export const someDocument = (
  name: string,
  chunkCount: number,
  others: Partial<DocumentToPublish> = {},
): DocumentToPublish => ({
  documentId: documentIdOf(name),
  kind: 'text',
  sizeBytes: 100,
  fingerprint: 'fingerprint 1',
  pages: 0,
  characters: chunkCount * 20,
  chunkCount,
  metadata: {},
  dateFields: [],
  nodeFields: [],
  sources: [{ workstation: 'one', uri: `file:///${encodeURI(name)}`, path: `/${name}`, filename: name }],
  readChunks: (from, limit) =>
    Array.from({ length: Math.max(0, Math.min(limit, chunkCount - from)) }, (_, at) => ({
      index: from + at,
      text: `${name} passage ${from + at}`,
      start: (from + at) * 20,
      end: (from + at + 1) * 20,
    })),
  ...others,
});

export const someBatch = (batchId = 'batch one', others: Partial<BatchToPublish> = {}): BatchToPublish => ({
  batchId,
  seriesId: '',
  workstation: 'one',
  status: 'in_progress',
  total: 1,
  processed: 0,
  failed: 0,
  cancelled: 0,
  createdAt: '2025-10-16T08:00:00.000Z',
  endedAt: '',
  ...others,
});
