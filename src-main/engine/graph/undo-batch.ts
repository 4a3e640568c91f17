import neo4j from 'neo4j-driver';
import { z } from 'zod';
import { failed, failure, succeeded, type Result } from '../../contract/failure.ts';
import type { UndoReport } from '../../contract/graph.ts';
import { LOADER } from './graph-schema.ts';
import type { Neo4jTarget } from './graph-types.ts';
import { readFromTarget } from './read-from-target.ts';
import { unlinkMetadata } from './write-metadata-nodes.ts';
import { DELETE_CHUNK_SLICE } from './write-chunks.ts';
import { writeToTarget } from './write-to-target.ts';

const SLICE_CHUNKS = 5000;

const READ_BATCH = 'MATCH (b:Batch {id: $batch, loader: $loader}) RETURN b.id AS id';
/** A source came with a load, and every load is in a batch: what no other batch ingested has no source but ours. */
const READ_DOCUMENTS = `
  MATCH (:Batch {id: $batch})-[:INGESTED]->(d:Document {loader: $loader})
  RETURN d.id AS id,
    EXISTS { (other:Batch)-[:INGESTED]->(d) WHERE other.id <> $batch } AS is_shared,
    COUNT { (:Chunk)-[:FROM_DOCUMENT]->(d) } AS chunks,
    COUNT { (:Source)-[:PROVIDES]->(d) } AS sources
  ORDER BY id`;
const HIDE = 'MATCH (d:Document {id: $id, loader: $loader}) SET d.complete = false';
const DELETE_DOCUMENT = `
  MATCH (d:Document {id: $id, loader: $loader})
  OPTIONAL MATCH (s:Source {loader: $loader})-[:PROVIDES]->(d)
  DETACH DELETE s, d`;
const DELETE_BATCH = 'MATCH (b:Batch {id: $batch, loader: $loader}) DETACH DELETE b';

const documentsSchema = z.array(
  z.object({ id: z.string(), is_shared: z.boolean(), chunks: z.int(), sources: z.int() }),
);
type IngestedDocument = z.infer<typeof documentsSchema>[number];

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

const toReport = (documents: readonly IngestedDocument[], isDryRun: boolean): UndoReport => {
  const own = documents.filter(({ is_shared }) => !is_shared);
  const chunks = own.reduce((sum, document) => sum + document.chunks, 0);
  const sources = own.reduce((sum, document) => sum + document.sources, 0);
  const kept = documents.length - own.length;
  const done = isDryRun ? 'Would remove' : 'Removed';
  return {
    documents_removed: own.length,
    chunks_removed: chunks,
    sources_removed: sources,
    documents_kept: kept,
    sentences: [
      `${done} ${counted(own.length, 'document')} with ${counted(chunks, 'chunk')} and ${counted(sources, 'source')}.`,
      ...(kept === 0
        ? []
        : [
            `${counted(kept, 'document')} of this batch stay: another batch loaded them too. What this batch changed in their text, metadata or sources cannot be taken back.`,
          ]),
      'Documents that this batch replaced with a newer version of their file cannot be brought back: load the older file again.',
    ],
  };
};

/** Removes a document of ours from the graph, hidden first, its chunks in slices. */
export const removeDocument = async (target: Neo4jTarget, id: string): Promise<Result<unknown>> => {
  const hidden = await writeToTarget(target, (transaction) => transaction.run(HIDE, { id, loader: LOADER }));
  if (!hidden.ok) return hidden;
  for (;;) {
    const deleted = await writeToTarget(target, async (transaction) => {
      const parameters = { id, limit: neo4j.int(SLICE_CHUNKS), loader: LOADER };
      const { records } = await transaction.run(DELETE_CHUNK_SLICE, parameters);
      return Number(records[0]?.get('chunks') ?? 0);
    });
    if (!deleted.ok) return deleted;
    if (deleted.value === 0) break;
  }
  return writeToTarget(target, async (transaction) => {
    await unlinkMetadata(transaction, [id]);
    await transaction.run(DELETE_DOCUMENT, { id, loader: LOADER });
  });
};

/**
 * Removes from the graph what only this batch provides, then its Batch node: after a failure in the middle it can be
 * undone again. BATCH_NOT_FOUND when the graph has no such batch.
 */
export const undoBatch = async (
  target: Neo4jTarget,
  batchId: string,
  { dryRun }: { readonly dryRun: boolean },
): Promise<Result<UndoReport>> => {
  const parameters = { batch: batchId, loader: LOADER };
  const read = await readFromTarget(target, async (transaction) => ({
    isThere: (await transaction.run(READ_BATCH, parameters)).records.length > 0,
    documents: documentsSchema.parse(
      (await transaction.run(READ_DOCUMENTS, parameters)).records.map((record) => record.toObject()),
    ),
  }));
  if (!read.ok) return read;
  const { isThere, documents } = read.value;
  if (!isThere) {
    const message = `The Neo4j database has no batch ${batchId}.`;
    return failed(failure('BATCH_NOT_FOUND', 'publish', message, 'List its batches with: history --target neo4j'));
  }
  const report = toReport(documents, dryRun);
  if (dryRun) return succeeded(report);
  for (const { id, is_shared } of documents) {
    if (is_shared) continue;
    const removed = await removeDocument(target, id);
    if (!removed.ok) return removed;
  }
  const ended = await writeToTarget(target, (transaction) => transaction.run(DELETE_BATCH, parameters));
  return ended.ok ? succeeded(report) : ended;
};
