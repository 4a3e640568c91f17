import type { ManagedTransaction } from 'neo4j-driver';
import { z } from 'zod';
import { LOADER } from './graph-schema.ts';
import type { SourceToPublish } from './graph-types.ts';

/** The arrow of a source goes to one document: that of its newest content. Gives the documents that lost a source. */
const MOVE_SOURCES = `
  UNWIND $sources AS source
  MERGE (s:Source {key: source.key})
  ON CREATE SET s.loader = $loader, s.uri = source.uri, s.workstation = source.workstation
  WITH s, source
  OPTIONAL MATCH (s)-[old:PROVIDES]->(before:Document)
  WHERE before.id <> source.document_id
  DELETE old
  WITH s, source, collect(before.id) AS left
  MATCH (d:Document {id: source.document_id})
  MERGE (s)-[:PROVIDES]->(d)
  WITH left
  UNWIND left AS id
  RETURN DISTINCT id`;
/** Documents in sight that would have no source any more if these were moved; the lock keeps it so. */
const WOULD_BE_LEFT = `
  UNWIND $sources AS source
  MATCH (s:Source {key: source.key})-[:PROVIDES]->(d:Document {loader: $loader, complete: true})
  WHERE d.id <> source.document_id
  WITH DISTINCT d ORDER BY d.id
  SET d.id = d.id
  WITH d
  WHERE NOT EXISTS { (other:Source)-[:PROVIDES]->(d) WHERE NOT other.key IN $keys }
  RETURN d.id AS id`;
const WITHOUT_SOURCE = `
  UNWIND $ids AS id
  MATCH (d:Document {id: id, loader: $loader})
  WHERE NOT (:Source)-[:PROVIDES]->(d)
  RETURN d.id AS id`;
const DELETE_DOCUMENTS = `
  UNWIND $ids AS id
  MATCH (d:Document {id: id, loader: $loader})
  DETACH DELETE d`;

const idSchema = z.object({ id: z.string() });

/**
 * Key of a source: the workstation, which has no line feed, then the file's URL, which has none either. Two names of
 * one workstation and two workstations of one name are told apart by the setting WORKSTATION_NAME alone.
 */
export const sourceKey = ({ workstation, uri }: Pick<SourceToPublish, 'workstation' | 'uri'>): string =>
  `${workstation}\n${uri}`;

export interface SourceLink {
  readonly documentId: string;
  readonly source: SourceToPublish;
}

const rowsOf = (links: readonly SourceLink[]) =>
  links
    .map(({ documentId, source }) => ({
      document_id: documentId,
      key: sourceKey(source),
      uri: source.uri,
      workstation: source.workstation,
    }))
    .toSorted((a, b) => (a.key < b.key ? -1 : 1));

/** Ids of the documents in sight that no source would provide any more if these were moved. */
export const documentsToBeLeft = async (
  transaction: ManagedTransaction,
  links: readonly SourceLink[],
): Promise<string[]> => {
  if (links.length === 0) return [];
  const sources = rowsOf(links);
  const keys = sources.map(({ key }) => key);
  const { records } = await transaction.run(WOULD_BE_LEFT, { sources, keys, loader: LOADER });
  return records.map((record) => idSchema.parse(record.toObject()).id);
};

/** Points sources to documents; gives the ids of our documents that no source provides any more. */
export const moveSources = async (transaction: ManagedTransaction, links: readonly SourceLink[]): Promise<string[]> => {
  if (links.length === 0) return [];
  const moved = await transaction.run(MOVE_SOURCES, { sources: rowsOf(links), loader: LOADER });
  const ids = moved.records.map((record) => idSchema.parse(record.toObject()).id);
  if (ids.length === 0) return [];
  const left = await transaction.run(WITHOUT_SOURCE, { ids: ids.toSorted(), loader: LOADER });
  return left.records.map((record) => idSchema.parse(record.toObject()).id);
};

/** Removes Document nodes of ours with all their relationships; take their chunks and metadata nodes first. */
export const deleteDocuments = async (
  transaction: ManagedTransaction,
  documentIds: readonly string[],
): Promise<void> => {
  if (documentIds.length > 0) await transaction.run(DELETE_DOCUMENTS, { ids: documentIds, loader: LOADER });
};
