import type { ManagedTransaction } from 'neo4j-driver';
import type { DocumentToPublish } from './graph-types.ts';
import { LOADER } from './graph-schema.ts';
import { chunkProperties } from './document-properties.ts';

const DELETE_CHUNKS = `
  UNWIND $ids AS id
  MATCH (:Document {id: id})<-[:FROM_DOCUMENT]-(c)
  WHERE (c:Chunk OR c:ChunkDraft) AND c.loader = $loader
  DETACH DELETE c`;
/** Deletes some chunks and drafts of a document, `limit` of them, and tells how many. */
export const DELETE_CHUNK_SLICE = `
  MATCH (:Document {id: $id})<-[:FROM_DOCUMENT]-(c)
  WHERE (c:Chunk OR c:ChunkDraft) AND c.loader = $loader
  WITH c LIMIT $limit
  DETACH DELETE c
  RETURN count(c) AS chunks`;
const CREATE_CHUNKS = `
  UNWIND $documents AS document
  MATCH (d:Document {id: document.id})
  UNWIND document.chunks AS chunk
  CREATE (c:Chunk)-[:FROM_DOCUMENT]->(d)
  SET c = chunk
  WITH d, c ORDER BY c.index
  WITH d, collect(c) AS chunks
  UNWIND range(0, size(chunks) - 2) AS at
  WITH chunks[at] AS earlier, chunks[at + 1] AS later
  CREATE (earlier)-[:NEXT_CHUNK]->(later)`;

/** Removes all chunks of documents, drafts too. */
export const deleteChunks = async (transaction: ManagedTransaction, documentIds: readonly string[]): Promise<void> => {
  if (documentIds.length > 0) await transaction.run(DELETE_CHUNKS, { ids: documentIds, loader: LOADER });
};

/** Writes all chunks of documents that have none. */
export const createChunks = async (
  transaction: ManagedTransaction,
  documents: readonly DocumentToPublish[],
): Promise<void> => {
  if (documents.length === 0) return;
  const rows = documents.map(({ documentId, chunkCount, readChunks }) => ({
    id: documentId,
    chunks: readChunks(0, chunkCount).map((chunk) => chunkProperties(documentId, chunk)),
  }));
  await transaction.run(CREATE_CHUNKS, { documents: rows });
};
