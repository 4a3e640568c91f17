import type { ManagedTransaction } from 'neo4j-driver';
import { LOADER } from './graph-schema.ts';
import type { MetadataNode, NodeField } from './metadata-nodes.ts';

/** A document and one of the nodes that its metadata point to. */
export interface MetadataLink {
  readonly documentId: string;
  readonly node: MetadataNode;
}

/** The nodes first and in one order, then the relationships: writers do not wait for each other in a circle. */
const MERGE_NODES: Readonly<Record<NodeField, string>> = {
  tags: 'UNWIND $nodes AS node MERGE (n:Tag {name: node.key}) ON CREATE SET n.loader = $loader',
  category: 'UNWIND $nodes AS node MERGE (n:Category {name: node.key}) ON CREATE SET n.loader = $loader',
  author: 'UNWIND $nodes AS node MERGE (n:Author {name: node.key}) ON CREATE SET n.loader = $loader',
  department: 'UNWIND $nodes AS node MERGE (n:Department {name: node.key}) ON CREATE SET n.loader = $loader',
  other: `
    UNWIND $nodes AS node
    MERGE (n:MetadataValue {key: node.key})
    ON CREATE SET n.loader = $loader, n.field = node.field, n.value = node.name`,
};
const LINK: Readonly<Record<NodeField, string>> = {
  tags: `
    UNWIND $links AS link MATCH (d:Document {id: link.id}) MATCH (n:Tag {name: link.key}) MERGE (d)-[:HAS_TAG]->(n)`,
  category: `
    UNWIND $links AS link MATCH (d:Document {id: link.id}) MATCH (n:Category {name: link.key})
    MERGE (d)-[:HAS_CATEGORY]->(n)`,
  author: `
    UNWIND $links AS link MATCH (d:Document {id: link.id}) MATCH (n:Author {name: link.key})
    MERGE (d)-[:AUTHORED_BY]->(n)`,
  department: `
    UNWIND $links AS link MATCH (d:Document {id: link.id}) MATCH (n:Department {name: link.key})
    MERGE (d)-[:IN_DEPARTMENT]->(n)`,
  other: `
    UNWIND $links AS link MATCH (d:Document {id: link.id}) MATCH (n:MetadataValue {key: link.key})
    MERGE (d)-[:HAS_VALUE]->(n)`,
};
const UNLINK = `
  UNWIND $ids AS id
  MATCH (:Document {id: id})-[r:HAS_TAG|HAS_CATEGORY|AUTHORED_BY|IN_DEPARTMENT|HAS_VALUE]->(n)
  DELETE r
  WITH DISTINCT n
  WHERE n.loader = $loader AND NOT (n)--()
  DELETE n`;

const FIELDS = ['tags', 'category', 'author', 'department', 'other'] as const satisfies readonly NodeField[];

/** Takes documents off the nodes that their metadata point to; nodes of ours that nothing points to any more go. */
export const unlinkMetadata = async (
  transaction: ManagedTransaction,
  documentIds: readonly string[],
): Promise<void> => {
  if (documentIds.length > 0) await transaction.run(UNLINK, { ids: documentIds, loader: LOADER });
};

/** Points documents to the nodes of their metadata and makes those that are missing. */
export const linkMetadata = async (transaction: ManagedTransaction, links: readonly MetadataLink[]): Promise<void> => {
  for (const field of FIELDS) {
    const own = links.filter(({ node }) => node.field === field);
    if (own.length === 0) continue;
    const byKey = new Map(own.map(({ node }) => [node.key, node]));
    const nodes = [...byKey.keys()]
      .toSorted()
      .flatMap((key) => byKey.get(key) ?? [])
      .map(({ key, fieldName, name }) => ({ key, field: fieldName, name }));
    await transaction.run(MERGE_NODES[field], { nodes, loader: LOADER });
    await transaction.run(LINK[field], {
      links: own.map(({ documentId, node }) => ({ id: documentId, key: node.key })),
    });
  }
};
