import type { ManagedTransaction } from 'neo4j-driver';
import { z } from 'zod';
import { LOADER } from './graph-schema.ts';

/**
 * Makes the nodes that are missing and locks all of them until the end of the transaction: writing a property takes the
 * lock, and what is read after that is what no other writer changes any more
 * (https://neo4j.com/docs/operations-manual/current/database-internals/concurrent-data-access/).
 */
const LOCK_DOCUMENTS = `
  UNWIND $ids AS id
  MERGE (d:Document {id: id})
  ON CREATE SET d.loader = $loader, d.complete = false
  SET d.id = id
  WITH d
  RETURN d.id AS id, properties(d) AS properties,
    [(d)-[:HAS_TAG]->(n:Tag) | 'tags ' + n.name]
      + [(d)-[:HAS_CATEGORY]->(n:Category) | 'category ' + n.name]
      + [(d)-[:AUTHORED_BY]->(n:Author) | 'author ' + n.name]
      + [(d)-[:IN_DEPARTMENT]->(n:Department) | 'department ' + n.name]
      + [(d)-[:HAS_VALUE]->(n:MetadataValue) | 'other ' + n.key] AS nodes,
    [(s:Source)-[:PROVIDES]->(d) | s.key] AS sources`;

const propertiesSchema = z.custom<Readonly<Record<string, unknown>>>(
  (value) => typeof value === 'object' && value !== null,
);
const lockedSchema = z.object({
  id: z.string(),
  properties: propertiesSchema,
  nodes: z.array(z.string()),
  sources: z.array(z.string()),
});

/** What the graph has of a document. */
export interface LockedDocument {
  readonly properties: ReadonlyMap<string, unknown>;
  readonly isOurs: boolean;
  readonly isComplete: boolean;
  readonly fingerprint: string;
  /** Ids of the metadata nodes that it points to (metadata-nodes.ts). */
  readonly nodes: ReadonlySet<string>;
  /** Keys of the sources that provide it. */
  readonly sources: ReadonlySet<string>;
}

/** Locks documents in the order of their ids, making those that are missing, and tells what the graph has of each. */
export const lockDocuments = async (
  transaction: ManagedTransaction,
  documentIds: readonly string[],
): Promise<ReadonlyMap<string, LockedDocument>> => {
  const { records } = await transaction.run(LOCK_DOCUMENTS, { ids: documentIds.toSorted(), loader: LOADER });
  return new Map(
    records.map((record) => {
      const { id, properties, nodes, sources } = lockedSchema.parse(record.toObject());
      const { loader, complete, fingerprint } = properties;
      const locked: LockedDocument = {
        properties: new Map(Object.entries(properties)),
        isOurs: loader === LOADER,
        isComplete: complete === true,
        fingerprint: typeof fingerprint === 'string' ? fingerprint : '',
        nodes: new Set(nodes),
        sources: new Set(sources),
      };
      return [id, locked];
    }),
  );
};
