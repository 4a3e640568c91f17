import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { documentKindSchema } from '../../contract/extraction.ts';
import type { DocumentDetails, Facet, LibraryDocument } from '../../contract/library.ts';
import { batchStateSchema } from '../../contract/batch.ts';
import { statusOfState } from '../queue/batch-state.ts';
import { readSources } from './documents.ts';
import { jsonMetadata, jsonTexts } from './json-columns.ts';
import { currentTargetId, PUBLICATION_STATES } from './publications.ts';
import { statement } from './statements.ts';

/** Values that a facet shows. */
const VALUES_SHOWN = 12;

export interface MetadataFilter {
  readonly field: string;
  readonly value: string;
}

/** Each value of each metadata field, the items of a list one by one. */
const VALUES_OF_DOCUMENT = `
  SELECT field.key AS field, coalesce(item.value, field.value) AS value
  FROM json_each(documents.metadata) AS field
  LEFT JOIN json_each(iif(field.type = 'array', field.value, '[]')) AS item`;
/** The filter is '' for all documents. */
export const FITS_FILTER = `
  (?1 = '' OR EXISTS (SELECT 1 FROM (${VALUES_OF_DOCUMENT}) WHERE field = ?1 AND value = ?2))`;
const COLUMNS = `
  documents.document_id, filename, kind, size_bytes, pages, chunk_count AS chunks, metadata, loaded_at, warnings`;
const LIST = `
  SELECT ${COLUMNS} FROM documents JOIN texts ON texts.text_id = documents.text_id
  WHERE ${FITS_FILTER} ORDER BY loaded_at DESC, documents.document_id LIMIT ?3 OFFSET ?4`;
const COUNT = `SELECT count(*) AS total FROM documents WHERE ${FITS_FILTER}`;
const READ = `
  SELECT ${COLUMNS} FROM documents JOIN texts ON texts.text_id = documents.text_id WHERE document_id = ?`;
const BATCHES = `
  SELECT DISTINCT batches.batch_id, created_at, state FROM batches
  JOIN batch_documents ON batch_documents.batch_id = batches.batch_id
  WHERE document_id = ? ORDER BY batches.rowid DESC LIMIT 50`;
const PUBLICATION = 'SELECT state FROM publications WHERE document_id = ? AND target_id = ?';
const FACETS = `
  SELECT field.key AS field, coalesce(item.value, field.value) AS value, count(*) AS documents
  FROM documents, json_each(documents.metadata) AS field
  LEFT JOIN json_each(iif(field.type = 'array', field.value, '[]')) AS item
  GROUP BY 1, 2 ORDER BY 1, documents DESC, 2`;
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
});
const facetRowsSchema = z.array(
  z.object({ field: z.string(), value: z.union([z.string(), z.number()]), documents: z.int() }),
);
const batchRowsSchema = z.array(z.object({ batch_id: z.string(), created_at: z.string(), state: batchStateSchema }));
const summarySchema = z.object({ documents_count: z.int(), chunks_count: z.int(), size_bytes: z.int() });

/** How much the library holds, and how large its file is. */
export const summariseLibrary = (database: DatabaseSync): z.infer<typeof summarySchema> =>
  summarySchema.parse(statement(database, SUMMARY).get());

const COUNT_OUTDATED = 'SELECT count(*) AS count FROM documents JOIN texts USING (text_id) WHERE fingerprint <> ?';

/** Documents that were extracted otherwise than a fingerprint says: their next load extracts them again. */
export const countOutdated = (database: DatabaseSync, fingerprint: string): number =>
  Number(statement(database, COUNT_OUTDATED).get(fingerprint)?.['count']);

/** Documents of the library, the newest first, and how many there are of them in all. */
export const listDocuments = (
  database: DatabaseSync,
  limit: number,
  offset: number,
  filter: MetadataFilter = { field: '', value: '' },
): { documents: LibraryDocument[]; total: number } => {
  const rows = statement(database, LIST).all(filter.field, filter.value, limit, offset);
  const documents = rows.map((row) => {
    const { warnings: _, ...document } = rowSchema.parse(row);
    return document;
  });
  return { documents, total: Number(statement(database, COUNT).get(filter.field, filter.value)?.['total']) };
};

/** The most frequent values of every metadata field. */
export const readFacets = (database: DatabaseSync): Facet[] => {
  const facets = new Map<string, { value: string; documents_count: number }[]>();
  for (const { field, value, documents } of facetRowsSchema.parse(statement(database, FACETS).all())) {
    const values = facets.get(field) ?? [];
    facets.set(field, values);
    if (values.length < VALUES_SHOWN) values.push({ value: String(value), documents_count: documents });
  }
  return [...facets].map(([field, values]) => ({ field, values }));
};

/** A document with its sources, batches and publication, or undefined. */
export const readDetails = (database: DatabaseSync, documentId: string): DocumentDetails | undefined => {
  const row = statement(database, READ).get(documentId);
  if (row === undefined) return undefined;
  const targetId = currentTargetId(database);
  const state = statement(database, PUBLICATION).get(documentId, targetId)?.['state'];
  const batches = batchRowsSchema.parse(statement(database, BATCHES).all(documentId));
  return {
    ...rowSchema.parse(row),
    sources: readSources(database, documentId).map(({ workstation, path, filename }) => ({
      workstation,
      path,
      filename,
    })),
    batches: batches.map(({ batch_id, created_at, state: batchState }) => ({
      batch_id,
      created_at,
      status: statusOfState(batchState),
    })),
    ...(targetId !== '' && { publication: PUBLICATION_STATES.find((one) => one === state) ?? ('pending' as const) }),
  };
};
