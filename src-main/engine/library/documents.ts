import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { documentKindSchema, type DocumentKind } from '../../contract/extraction.ts';
import type { Metadata } from '../../contract/metadata.ts';
import type { GraphFields } from '../metadata/graph-fields.ts';
import { jsonGraphFields, jsonMetadata, jsonTexts } from './json-columns.ts';
import { forgetPublications, outdatePublications } from './publications.ts';
import { statement } from './statements.ts';
import { deleteText } from './texts.ts';

const READ_DOCUMENT = `
  SELECT document_id, metadata, graph_fields, documents.text_id, kind, size_bytes, filename, warnings, fingerprint, pages, characters, chunk_count
  FROM documents JOIN texts ON texts.text_id = documents.text_id WHERE document_id = ?`;
const UPSERT_DOCUMENT = `
  INSERT INTO documents (document_id, text_id, kind, size_bytes, filename, warnings, loaded_at)
  VALUES (?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (document_id) DO UPDATE SET text_id = excluded.text_id, kind = excluded.kind,
    filename = excluded.filename, warnings = excluded.warnings, loaded_at = excluded.loaded_at`;
const DELETE_DOCUMENT = 'DELETE FROM documents WHERE document_id = ?';
const DELETE_SOURCES = 'DELETE FROM sources WHERE document_id = ?';
const SET_METADATA = 'UPDATE documents SET metadata = ?, graph_fields = ? WHERE document_id = ?';
const NAME_DOCUMENT = 'UPDATE documents SET filename = ? WHERE document_id = ?';
const READ_SOURCE = 'SELECT document_id FROM sources WHERE workstation = ? AND uri = ?';
const UPSERT_SOURCE = `
  INSERT INTO sources (workstation, uri, document_id, path, filename, seen_at) VALUES (?, ?, ?, ?, ?, ?)
  ON CONFLICT (workstation, uri) DO UPDATE SET document_id = excluded.document_id, seen_at = excluded.seen_at`;
const READ_SOURCES = `
  SELECT workstation, uri, path, filename FROM sources WHERE document_id = ? ORDER BY seen_at, workstation, uri`;
const COUNT_SOURCES = 'SELECT count(*) AS sources FROM sources WHERE document_id = ?';

const documentRowSchema = z.object({
  document_id: z.string(),
  text_id: z.int(),
  kind: documentKindSchema,
  size_bytes: z.int(),
  filename: z.string(),
  metadata: jsonMetadata,
  graph_fields: jsonGraphFields,
  warnings: jsonTexts,
  fingerprint: z.string(),
  pages: z.int(),
  characters: z.int(),
  chunk_count: z.int(),
});
export type StoredDocument = Readonly<z.infer<typeof documentRowSchema>>;

/** The document with this id (SHA-256 of the bytes, hexadecimal), or undefined. */
export const readDocument = (database: DatabaseSync, documentId: string): StoredDocument | undefined => {
  const row = statement(database, READ_DOCUMENT).get(documentId);
  return row === undefined ? undefined : documentRowSchema.parse(row);
};

export interface NewDocument {
  readonly documentId: string;
  readonly textId: number;
  readonly kind: DocumentKind;
  readonly sizeBytes: number;
  readonly filename: string;
  readonly warnings: readonly string[];
  readonly at: string;
}

/**
 * Makes a finished text the text of a document; the text that the document had before goes, with all of its chunks,
 * in the same moment. Call inside a transaction.
 */
export const showDocument = (database: DatabaseSync, document: NewDocument): void => {
  const before = readDocument(database, document.documentId);
  const { documentId, textId, kind, sizeBytes, filename, warnings, at } = document;
  statement(database, UPSERT_DOCUMENT).run(documentId, textId, kind, sizeBytes, filename, JSON.stringify(warnings), at);
  if (before !== undefined) deleteText(database, before.text_id);
  outdatePublications(database, documentId);
};

/** Replaces all metadata of a document, which is then to be published again. Call inside a transaction. */
export const setMetadata = (
  database: DatabaseSync,
  documentId: string,
  metadata: Metadata,
  graphFields: GraphFields,
): void => {
  statement(database, SET_METADATA).run(JSON.stringify(metadata), JSON.stringify(graphFields), documentId);
  outdatePublications(database, documentId);
};

export interface Source {
  readonly workstation: string;
  /** The file URL of the absolute path. */
  readonly uri: string;
  readonly path: string;
  readonly filename: string;
}

const sourcesSchema = z.array(
  z.object({ workstation: z.string(), uri: z.string(), path: z.string(), filename: z.string() }),
);

/** The files that provide a document, the newest last. */
export const readSources = (database: DatabaseSync, documentId: string): Source[] =>
  sourcesSchema.parse(statement(database, READ_SOURCES).all(documentId));

/**
 * Notes that a file provides a document. A file that provided another document before moves to this one, and the
 * other goes when no file provides it any more. Call inside a transaction.
 */
export const moveSource = (database: DatabaseSync, source: Source, documentId: string, at: string): void => {
  const before = statement(database, READ_SOURCE).get(source.workstation, source.uri)?.['document_id'];
  const { workstation, uri, path, filename } = source;
  statement(database, UPSERT_SOURCE).run(workstation, uri, documentId, path, filename, at);
  statement(database, NAME_DOCUMENT).run(filename, documentId);
  if (typeof before !== 'string' || before === documentId) return;
  if (statement(database, COUNT_SOURCES).get(before)?.['sources'] !== 0) return;
  removeDocument(database, before);
};

/**
 * Removes a document with its text, its sources and what is known of its publication. The history of its batches
 * stays, and so do the files that it came from. Call inside a transaction.
 */
export const removeDocument = (database: DatabaseSync, documentId: string): void => {
  const document = readDocument(database, documentId);
  if (document === undefined) return;
  statement(database, DELETE_SOURCES).run(documentId);
  forgetPublications(database, documentId);
  statement(database, DELETE_DOCUMENT).run(documentId);
  deleteText(database, document.text_id);
};
