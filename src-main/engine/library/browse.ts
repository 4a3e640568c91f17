import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { documentKindSchema } from '../../contract/extraction.ts';
import type { CommandOutput } from '../../contract/commands.ts';
import {
  publicationStateSchema,
  type DocumentDetails,
  type Facet,
  type LibraryDocument,
  type PublicationState,
} from '../../contract/library.ts';
import { batchStateSchema } from '../../contract/batch.ts';
import { statusOfState } from '../queue/batch-state.ts';
import { readSources } from './documents.ts';
import { jsonMetadata, jsonTexts } from './json-columns.ts';
import { currentTargetId } from './publications.ts';
import { statement } from './statements.ts';

/** Values that a facet shows. */
const VALUES_SHOWN = 12;

export interface MetadataFilter {
  readonly field: string;
  readonly value: string;
}

const COLUMNS = `
  documents.document_id, filename, kind, size_bytes, pages, chunk_count AS chunks, metadata, loaded_at, warnings`;
/** What a target has of a document; '' is no target. */
const PUBLICATION = `
  iif(?3 = '', NULL, coalesce(
    (SELECT state FROM publications WHERE publications.document_id = documents.document_id AND target_id = ?3),
    'pending'))`;
const HAS_PUBLICATION = `(?4 = '' OR ?4 = ${PUBLICATION})`;
const NEWEST_FIRST = 'ORDER BY loaded_at DESC, documents.document_id';
/** The documents of a page first, by an index alone; then all that is shown of them. */
const listOf = (from: string, where: string): string => `
  SELECT ${COLUMNS}, ${PUBLICATION} AS publication
  FROM (SELECT documents.document_id FROM ${from} WHERE ${where} AND ${HAS_PUBLICATION}
    ${NEWEST_FIRST} LIMIT ?5 OFFSET ?6) AS page
  CROSS JOIN documents ON documents.document_id = page.document_id
  CROSS JOIN texts ON texts.text_id = documents.text_id ${NEWEST_FIRST}`;
const countOf = (from: string, where: string): string =>
  `SELECT count(*) AS total FROM ${from} WHERE ${where} AND ${HAS_PUBLICATION}`;
const WITH_VALUE = ['document_values JOIN documents USING (document_id)', 'field = ?1 AND value = ?2'] as const;
const ANY = ['documents', "?1 = '' AND ?2 = ''"] as const;
const LIST = listOf(...ANY);
const LIST_WITH_VALUE = listOf(...WITH_VALUE);
const COUNT = countOf(...ANY);
const COUNT_WITH_VALUE = countOf(...WITH_VALUE);
const READ = `
  SELECT ${COLUMNS}, ${PUBLICATION} AS publication
  FROM documents JOIN texts ON texts.text_id = documents.text_id WHERE documents.document_id = ?1`;
const COUNT_PUBLICATIONS = `
  SELECT count(*) FILTER (WHERE state = 'published') AS published, count(*) FILTER (WHERE state = 'rejected') AS rejected
  FROM publications JOIN documents USING (document_id) WHERE target_id = ?`;
const BATCHES = `
  SELECT DISTINCT batches.batch_id, created_at, state FROM batches
  JOIN batch_documents ON batch_documents.batch_id = batches.batch_id
  WHERE document_id = ? ORDER BY batches.rowid DESC LIMIT 50`;
const FACETS = `
  SELECT field, value, count(*) AS documents FROM document_values
  GROUP BY field, value ORDER BY field, documents DESC, value`;
const SUMMARY = `
  SELECT (SELECT count(*) FROM documents) AS documents_count, (SELECT count(*) FROM chunks) AS chunks_count,
    (SELECT page_count * page_size FROM pragma_page_count, pragma_page_size) AS size_bytes`;

const rowSchema = z.object({
  document_id: z.string(),
  filename: z.string(),
  kind: documentKindSchema,
  size_bytes: z.int(),
  pages: z.int(),
  chunks: z.int(),
  metadata: jsonMetadata,
  loaded_at: z.string(),
  warnings: jsonTexts,
  publication: publicationStateSchema.nullable(),
});
const facetRowsSchema = z.array(z.object({ field: z.string(), value: z.string(), documents: z.int() }));
const batchRowsSchema = z.array(z.object({ batch_id: z.string(), created_at: z.string(), state: batchStateSchema }));
const publicationsSchema = z.object({ published: z.int(), rejected: z.int() });
const summarySchema = z.object({ documents_count: z.int(), chunks_count: z.int(), size_bytes: z.int() });

/** How much the library holds, how large its file is, and how much of it the current target has. */
export const summariseLibrary = (database: DatabaseSync): CommandOutput<'library.summary'> => {
  const summary = summarySchema.parse(statement(database, SUMMARY).get());
  const targetId = currentTargetId(database);
  if (targetId === '') return summary;
  const decided = publicationsSchema.parse(statement(database, COUNT_PUBLICATIONS).get(targetId));
  const pending = summary.documents_count - decided.published - decided.rejected;
  return { ...summary, publications: { ...decided, pending } };
};

/** Which documents are listed: with this value in their metadata, and with this publication in the current target. */
export interface DocumentsFilter {
  readonly filter?: MetadataFilter | undefined;
  readonly publication?: PublicationState | undefined;
}

const withPublication = <T extends { readonly publication: PublicationState | null }>({ publication, ...row }: T) => ({
  ...row,
  ...(publication !== null && { publication }),
});

const COUNT_OUTDATED = 'SELECT count(*) AS count FROM documents JOIN texts USING (text_id) WHERE fingerprint <> ?';

/** Documents that were extracted otherwise than a fingerprint says: their next load extracts them again. */
export const countOutdated = (database: DatabaseSync, fingerprint: string): number =>
  Number(statement(database, COUNT_OUTDATED).get(fingerprint)?.['count']);

/** Documents of the library, the newest first, and how many there are of them in all. */
export const listDocuments = (
  database: DatabaseSync,
  limit: number,
  offset: number,
  { filter = { field: '', value: '' }, publication = undefined }: DocumentsFilter = {},
): { documents: LibraryDocument[]; total: number } => {
  const parameters = [filter.field, filter.value, currentTargetId(database), publication ?? ''] as const;
  const [list, count] = filter.field === '' ? [LIST, COUNT] : [LIST_WITH_VALUE, COUNT_WITH_VALUE];
  const rows = statement(database, list).all(...parameters, limit, offset);
  const documents = rows.map((row) => {
    const { warnings: _, ...document } = rowSchema.parse(row);
    return withPublication(document);
  });
  return { documents, total: Number(statement(database, count).get(...parameters)?.['total']) };
};

/** The most frequent values of every metadata field. */
export const readFacets = (database: DatabaseSync): Facet[] => {
  const facets = new Map<string, { value: string; documents_count: number }[]>();
  for (const { field, value, documents } of facetRowsSchema.parse(statement(database, FACETS).all())) {
    const values = facets.get(field) ?? [];
    facets.set(field, values);
    if (values.length < VALUES_SHOWN) values.push({ value, documents_count: documents });
  }
  return [...facets].map(([field, values]) => ({ field, values }));
};

/** A document with its sources, batches and publication, or undefined. */
export const readDetails = (database: DatabaseSync, documentId: string): DocumentDetails | undefined => {
  const targetId = currentTargetId(database);
  const row = statement(database, READ).get(documentId, null, targetId);
  if (row === undefined) return undefined;
  const batches = batchRowsSchema.parse(statement(database, BATCHES).all(documentId));
  return {
    ...withPublication(rowSchema.parse(row)),
    sources: readSources(database, documentId).map(({ workstation, path, filename }) => ({
      workstation,
      path,
      filename,
    })),
    batches: batches.map(({ batch_id, created_at, state }) => ({
      batch_id,
      created_at,
      status: statusOfState(state),
    })),
  };
};
