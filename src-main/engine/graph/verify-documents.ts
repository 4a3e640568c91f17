import neo4j, { type ManagedTransaction } from 'neo4j-driver';
import { z } from 'zod';
import { succeeded, type Result } from '../../contract/failure.ts';
import type { GraphDifference } from '../../contract/graph.ts';
import { chunkProperties, comparableValue, differingProperties, documentProperties } from './document-properties.ts';
import type { BatchToPublish, DocumentToPublish, Neo4jTarget } from './graph-types.ts';
import { metadataNodeId, metadataNodes } from './metadata-nodes.ts';
import { readFromTarget } from './read-from-target.ts';
import { sourceKey } from './write-sources.ts';

/** Chunks that are read and compared at a time. */
const PAGE_CHUNKS = 1000;

const READ_DOCUMENT = `
  MATCH (d:Document {id: $id})
  RETURN properties(d) AS properties,
    [(d)-[:HAS_TAG]->(n:Tag) | 'tags ' + n.name]
      + [(d)-[:HAS_CATEGORY]->(n:Category) | 'category ' + n.name]
      + [(d)-[:AUTHORED_BY]->(n:Author) | 'author ' + n.name]
      + [(d)-[:IN_DEPARTMENT]->(n:Department) | 'department ' + n.name]
      + [(d)-[:HAS_VALUE]->(n:MetadataValue) | 'other ' + n.key] AS nodes,
    [(s:Source)-[:PROVIDES]->(d) | s.key] AS sources,
    EXISTS { (:Batch {id: $batch})-[:INGESTED]->(d) } AS is_ingested,
    COUNT { (:Chunk)-[:FROM_DOCUMENT]->(d) } AS chunks,
    COUNT { (:ChunkDraft)-[:FROM_DOCUMENT]->(d) } AS drafts,
    COUNT { (d)<-[:FROM_DOCUMENT]-(earlier:Chunk)-[:NEXT_CHUNK]->(later:Chunk) WHERE later.index = earlier.index + 1 } AS links`;
/**
 * One test of a set for all ids of a page: with a row for each id, a plan that begins at the document (which the server
 * chooses by what it knows of a young database) would read all chunks of the document for each of them.
 */
const READ_CHUNKS = `
  MATCH (c:Chunk)-[:FROM_DOCUMENT]->(:Document {id: $id})
  WHERE c.id IN $ids
  RETURN properties(c) AS properties`;

const propertiesSchema = z.custom<Readonly<Record<string, unknown>>>(
  (value) => typeof value === 'object' && value !== null,
);
const documentRowSchema = z.object({
  properties: propertiesSchema,
  nodes: z.array(z.string()),
  sources: z.array(z.string()),
  is_ingested: z.boolean(),
  chunks: z.int(),
  drafts: z.int(),
  links: z.int(),
});

const compareDocument = (document: DocumentToPublish, row: z.infer<typeof documentRowSchema>): string[] => {
  const found = new Map(Object.entries(row.properties).map(([name, value]) => [name, asSent(value)]));
  const properties = differingProperties(documentProperties(document), found);
  const nodes = new Set(metadataNodes(document).map(({ field, key }) => metadataNodeId(field, key)));
  const wrongNodes = [...nodes, ...row.nodes].filter((id) => !nodes.has(id) || !row.nodes.includes(id));
  const missingSources = document.sources.filter((source) => !row.sources.includes(sourceKey(source)));
  return [
    ...properties.map((name) => `The property '${name}' differs.`),
    ...wrongNodes.map(
      (id) => `The metadata node '${id}' is ${nodes.has(id) ? 'missing' : 'not one of this document'}.`,
    ),
    ...missingSources.map(({ path }) => `The source ${path} does not provide it.`),
    ...(row.is_ingested ? [] : ['The batch does not show that it ingested it.']),
    ...(row.chunks === document.chunkCount ? [] : [`It has ${row.chunks} chunks instead of ${document.chunkCount}.`]),
    ...(row.drafts === 0 ? [] : [`It has ${row.drafts} chunks that are still drafts.`]),
    ...(row.links === Math.max(0, document.chunkCount - 1)
      ? []
      : [`${row.links} chunks lead to the next one instead of ${document.chunkCount - 1}.`]),
  ];
};

/** Whole numbers come back as plain numbers, and are sent as Neo4j's own. */
const asSent = (value: unknown): unknown =>
  typeof value === 'number' && Number.isSafeInteger(value) ? neo4j.int(value) : value;

/** Some chunks differ: the first is named, the others are counted. */
const compareChunks = async (
  transaction: ManagedTransaction,
  { documentId, chunkCount, readChunks }: DocumentToPublish,
): Promise<string[]> => {
  const wrong: string[] = [];
  for (let from = 0; from < chunkCount; from += PAGE_CHUNKS) {
    const wanted = readChunks(from, PAGE_CHUNKS).map((chunk) => chunkProperties(documentId, chunk));
    const ids = wanted.map(({ id }) => id);
    const { records } = await transaction.run(READ_CHUNKS, { ids, id: documentId });
    const found = new Map(
      records.map((record) => {
        const properties = new Map(Object.entries(propertiesSchema.parse(record.get('properties'))));
        return [properties.get('id'), properties];
      }),
    );
    for (const [at, chunk] of wanted.entries()) {
      const stored = found.get(chunk['id']);
      if (stored === undefined) wrong.push(`Chunk ${from + at} is missing.`);
      else {
        const differing = Object.entries(chunk).filter(
          ([name, value]) => comparableValue(asSent(stored.get(name))) !== comparableValue(value),
        );
        if (differing.length > 0)
          wrong.push(`Chunk ${from + at} differs in: ${differing.map(([name]) => name).join(', ')}.`);
      }
    }
  }
  const [first, ...others] = wrong;
  if (first === undefined) return [];
  return others.length === 0 ? [first] : [first, `${others.length} more chunks are missing or differ.`];
};

const verifyDocument = async (
  transaction: ManagedTransaction,
  batch: BatchToPublish,
  document: DocumentToPublish,
): Promise<string[]> => {
  const { records } = await transaction.run(READ_DOCUMENT, { id: document.documentId, batch: batch.batchId });
  const [record] = records;
  if (record === undefined) return ['The document is not there.'];
  const row = documentRowSchema.parse(record.toObject());
  return [...compareDocument(document, row), ...(await compareChunks(transaction, document))];
};

/**
 * Reads documents back and compares all that was published: properties, metadata nodes, sources, every chunk and their
 * order. Properties that were added to chunks, such as embeddings, are no difference. Writes nothing.
 */
export const verifyDocuments = async (
  target: Neo4jTarget,
  batch: BatchToPublish,
  documents: readonly DocumentToPublish[],
): Promise<Result<GraphDifference[]>> => {
  const differences: GraphDifference[] = [];
  for (const document of documents) {
    const verified = await readFromTarget(target, (transaction) => verifyDocument(transaction, batch, document));
    if (!verified.ok) return verified;
    const filename = document.sources.at(-1)?.filename ?? document.documentId;
    differences.push(...verified.value.map((what) => ({ document_id: document.documentId, filename, what })));
  }
  return succeeded(differences);
};
