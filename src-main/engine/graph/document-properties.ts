import neo4j from 'neo4j-driver';
import type { Metadata, MetadataValue } from '../../contract/metadata.ts';
import type { ChunkToPublish, DocumentToPublish } from './graph-types.ts';
import { LOADER } from './graph-schema.ts';

const { int, types } = neo4j;
const { Date: Neo4jDate } = types;

const DAY = /^(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})$/u;

/** A date of the calendar as Neo4j has it, or the text when it is none. */
const toDate = (text: string): unknown => {
  const { year, month, day } = DAY.exec(text)?.groups ?? {};
  return year === undefined ? text : new Neo4jDate(Number(year), Number(month), Number(day));
};

/** JavaScript's numbers would all become floats. */
const toNumber = (value: number): unknown => (Number.isSafeInteger(value) ? int(value) : value);

const toProperty = (value: MetadataValue, isDate: boolean): unknown => {
  if (typeof value === 'number') return toNumber(value);
  if (typeof value === 'string') return isDate ? toDate(value) : value;
  return typeof value === 'boolean' ? value : [...value];
};

const metadataProperties = (metadata: Metadata, dateFields: readonly string[]): [string, unknown][] =>
  Object.entries(metadata).map(([name, value]) => [name, toProperty(value, dateFields.includes(name))]);

/**
 * All properties of a Document node. They are sent as one map, so that no Cypher is built of names; a field of the
 * metadata cannot have the name of one of ours (RESERVED_METADATA_NAMES), and ours win over those that once could.
 */
export const documentProperties = (document: DocumentToPublish): Map<string, unknown> => {
  const newest = document.sources.at(-1);
  return new Map<string, unknown>([
    ...metadataProperties(document.metadata, document.dateFields),
    ['id', document.documentId],
    ['path', newest?.path ?? ''],
    ['filename', newest?.filename ?? ''],
    ['kind', document.kind],
    ['size_bytes', int(document.sizeBytes)],
    ['pages', int(document.pages)],
    ['characters', int(document.characters)],
    ['chunk_count', int(document.chunkCount)],
    ['fingerprint', document.fingerprint],
    ['loader', LOADER],
    ['complete', true],
  ]);
};

/** Id of a chunk in the graph. */
export const chunkId = (documentId: string, index: number): string => `${documentId}#${index}`;

/** All properties of a Chunk node. */
export const chunkProperties = (documentId: string, chunk: ChunkToPublish): Record<string, unknown> => ({
  id: chunkId(documentId, chunk.index),
  text: chunk.text,
  index: int(chunk.index),
  start: int(chunk.start),
  end: int(chunk.end),
  loader: LOADER,
  ...(chunk.page !== undefined && { page: int(chunk.page) }),
  ...(chunk.heading !== undefined && { heading: chunk.heading }),
});

/** A value as text that tells values and types apart, whether it is on its way to the server or came from there. */
export const comparableValue = (value: unknown): string => {
  if (neo4j.isInt(value)) return `number ${value.toString()}`;
  if (neo4j.isDate(value)) return `date ${value.toString()}`;
  return `${typeof value} ${JSON.stringify(value)}`;
};

/** Names of the properties that differ, or that only one of the two has. */
export const differingProperties = (
  wanted: ReadonlyMap<string, unknown>,
  found: ReadonlyMap<string, unknown>,
): string[] =>
  [...new Set([...wanted.keys(), ...found.keys()])].filter(
    (name) => comparableValue(wanted.get(name)) !== comparableValue(found.get(name)),
  );

/** Properties as the driver takes them. A property named `__proto__` becomes one of the object's own. */
export const toParameter = (properties: ReadonlyMap<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(properties);
