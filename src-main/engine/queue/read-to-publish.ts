import type { DatabaseSync } from 'node:sqlite';
import type { BatchToPublish, DocumentToPublish } from '../graph/graph-types.ts';
import { countDocuments, readBatch } from '../library/batches.ts';
import { readDocument, readSources } from '../library/documents.ts';
import { readChunks } from '../library/texts.ts';
import { statusOfState } from './batch-state.ts';

/** A stored document as the publisher takes it; undefined when the library has it no more. */
export const documentToPublish = (database: DatabaseSync, documentId: string): DocumentToPublish | undefined => {
  const stored = readDocument(database, documentId);
  if (stored === undefined) return undefined;
  const { kind, size_bytes, fingerprint, pages, characters, chunk_count, metadata, graph_fields, text_id } = stored;
  return {
    documentId,
    kind,
    sizeBytes: size_bytes,
    fingerprint,
    pages,
    characters,
    chunkCount: chunk_count,
    metadata,
    dateFields: graph_fields.dates,
    nodeFields: graph_fields.nodes,
    sources: readSources(database, documentId),
    readChunks: (fromIndex, limit) => readChunks(database, text_id, fromIndex, limit),
  };
};

/** The stored documents with these ids, each once, in this order, as the publisher takes them. */
export const documentsToPublish = (database: DatabaseSync, documentIds: readonly string[]): DocumentToPublish[] =>
  [...new Set(documentIds)].flatMap((documentId) => documentToPublish(database, documentId) ?? []);

/** A batch as the graph is to show it now. */
export const batchToPublish = (database: DatabaseSync, batchId: string, workstation: string): BatchToPublish => {
  const batch = readBatch(database, batchId);
  if (batch === undefined) throw new Error(`There is no batch ${batchId}`);
  const { total, processed, failed, cancelled } = countDocuments(database, batchId);
  return {
    batchId,
    seriesId: batch.series_id,
    workstation,
    status: statusOfState(batch.state),
    total,
    processed,
    failed,
    cancelled,
    createdAt: batch.created_at,
    endedAt: batch.ended_at,
  };
};
