import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import neo4j, { type ManagedTransaction } from 'neo4j-driver';
import { failed, failure, succeeded, type Result } from '../../contract/failure.ts';
import { chunkId, chunkProperties, documentProperties, toParameter } from './document-properties.ts';
import { LOADER } from './graph-schema.ts';
import type { DocumentToPublish, Neo4jTarget, PublishMode } from './graph-types.ts';
import { lockDocuments } from './lock-documents.ts';
import { DELETE_CHUNK_SLICE } from './write-chunks.ts';
import { writeToTarget } from './write-to-target.ts';

/** Chunks that are written, relabelled or removed in one transaction. */
const SLICE_CHUNKS = 4000;

/** A writer that was not heard of for so long has ended; another one may take over. */
const ABANDONED_AFTER_MS = 60_000;
const LOOK_AGAIN_MS = 2000;

/**
 * Marks a document as being written by us, unless another writer was at it a moment ago. The clock is the server's: the
 * workstations' may differ.
 */
const TAKE = `
  MATCH (d:Document {id: $id})
  WITH d, timestamp() AS now
  WHERE d.writer IS NULL OR d.writer = $writer OR d.writer_at < now - $abandoned_after
  SET d.complete = false, d.writer = $writer, d.writer_at = now
  RETURN d.id AS id`;
const CREATE_DRAFTS = `
  MATCH (d:Document {id: $id})
  UNWIND $chunks AS chunk
  CREATE (c:ChunkDraft)-[:FROM_DOCUMENT]->(d)
  SET c = chunk
  WITH c ORDER BY c.index
  WITH collect(c) AS chunks
  OPTIONAL MATCH (before:ChunkDraft {id: $before})
  WITH CASE WHEN before IS NULL THEN chunks ELSE [before] + chunks END AS chunks
  UNWIND range(0, size(chunks) - 2) AS at
  WITH chunks[at] AS earlier, chunks[at + 1] AS later
  CREATE (earlier)-[:NEXT_CHUNK]->(later)`;
const RELABEL_SLICE = `
  MATCH (:Document {id: $id})<-[:FROM_DOCUMENT]-(c:ChunkDraft)
  WITH c LIMIT $limit
  REMOVE c:ChunkDraft
  SET c:Chunk
  RETURN count(c) AS chunks`;
const COMPLETE = `
  MATCH (d:Document {id: $id, writer: $writer})
  SET d = $properties`;

/** Another process took the document over. */
class TakenOverError extends Error {}

/**
 * Writes the chunks of a document that is too long for one transaction: as drafts, slice by slice, which no reader
 * counts as chunks, relabelled when all are there, and the document complete last. What a killed writer left is removed
 * first. Nothing is done, and `false` given, when the graph has the text already. Sources, metadata nodes and INGESTED come with the group (write-group.ts).
 */
export const writeLongDocument = async (
  target: Neo4jTarget,
  document: DocumentToPublish,
  signal: AbortSignal,
  mode: PublishMode,
): Promise<Result<boolean>> => {
  const { documentId: id, fingerprint, chunkCount, readChunks } = document;
  const writer = randomUUID();
  const take = async (transaction: ManagedTransaction): Promise<boolean> => {
    const taken = await transaction.run(TAKE, { id, writer, abandoned_after: neo4j.int(ABANDONED_AFTER_MS) });
    return taken.records.length > 0;
  };
  /** One transaction of a document that is still ours. */
  const write = (work: (transaction: ManagedTransaction) => Promise<unknown>): Promise<Result<unknown>> =>
    writeToTarget(
      target,
      async (transaction) => {
        if (!(await take(transaction))) throw new TakenOverError();
        return work(transaction);
      },
      signal,
    );
  /** Repeats a statement over slices until none is left. */
  const writeSlices = async (statement: string): Promise<Result<unknown>> => {
    for (;;) {
      const limit = neo4j.int(SLICE_CHUNKS);
      const done = await write(async (transaction) => {
        const { records } = await transaction.run(statement, { id, limit, loader: LOADER });
        return Number(records[0]?.get('chunks') ?? 0);
      });
      if (!done.ok || done.value === 0) return done;
    }
  };
  const createDrafts = async (): Promise<Result<unknown>> => {
    for (let from = 0; from < chunkCount; from += SLICE_CHUNKS) {
      const chunks = readChunks(from, SLICE_CHUNKS).map((chunk) => chunkProperties(id, chunk));
      const before = from === 0 ? '' : chunkId(id, from - 1);
      const done = await write((transaction) => transaction.run(CREATE_DRAFTS, { id, chunks, before }));
      if (!done.ok) return done;
    }
    return succeeded(null);
  };
  const writeAll = async (): Promise<Result<unknown>> => {
    const steps = [
      () => writeSlices(DELETE_CHUNK_SLICE),
      createDrafts,
      () => writeSlices(RELABEL_SLICE),
      () =>
        write((transaction) =>
          transaction.run(COMPLETE, { id, writer, properties: toParameter(documentProperties(document)) }),
        ),
    ];
    for (const step of steps) {
      const done = await step();
      if (!done.ok) return done;
    }
    return succeeded(null);
  };
  /** `done` when the graph has the text, `ours` when it is for us to write, `busy` when another process writes it. */
  const begin = (): Promise<Result<'done' | 'ours' | 'busy' | 'foreign'>> =>
    writeToTarget(
      target,
      async (transaction) => {
        const found = (await lockDocuments(transaction, [id])).get(id);
        if (found?.isOurs === false) return 'foreign';
        const isThere = found?.isComplete === true && found.fingerprint === fingerprint;
        if (isThere && mode === 'missing') return 'done';
        return (await take(transaction)) ? 'ours' : 'busy';
      },
      signal,
    );

  for (;;) {
    if (signal.aborted) return failed(failure('TARGET_UNAVAILABLE', 'publish'));
    const begun = await begin();
    if (!begun.ok) return begun;
    // A node of another tool: the group that comes next says so.
    if (begun.value === 'done' || begun.value === 'foreign') return succeeded(false);
    if (begun.value === 'busy') {
      await sleep(LOOK_AGAIN_MS);
      continue;
    }
    try {
      const written = await writeAll();
      return written.ok ? succeeded(true) : written;
    } catch (error) {
      if (!(error instanceof TakenOverError)) throw error;
    }
  }
};
