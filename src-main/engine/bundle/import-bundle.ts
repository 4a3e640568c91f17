import type { DatabaseSync } from 'node:sqlite';
import { z, ZodError } from 'zod';
import { failed, failure, succeeded, type Result } from '../../contract/failure.ts';
import { readBatchDocuments } from '../library/batch-documents.ts';
import { readBatch } from '../library/batches.ts';
import { moveSource, readDocument, setMetadata, showDocument, type StoredDocument } from '../library/documents.ts';
import { columnsOf } from '../library/rebuild-library.ts';
import { isDiskFull, sqliteCode } from '../library/sqlite-errors.ts';
import { inTransaction } from '../library/statements.ts';
import { finishText, insertChunks, insertText, readChunks, type StoredChunk } from '../library/texts.ts';
import { differingFields } from '../metadata/compare-metadata.ts';
import { isFinal } from '../queue/batch-state.ts';
import { openBundle } from './open-bundle.ts';

/** Chunks in memory at the most. */
const PAGE_CHUNKS = 1000;

const LIST_BATCHES = 'SELECT batch_id FROM batches ORDER BY rowid';
const LIST_DOCUMENTS = 'SELECT document_id FROM documents ORDER BY document_id';
const READ_SOURCES = `
  SELECT workstation, uri, path, filename, seen_at FROM sources WHERE document_id = ? ORDER BY seen_at`;
const SEEN_AT = 'SELECT seen_at FROM sources WHERE workstation = ? AND uri = ?';
const FOR_THE_LIBRARY = `
  UPDATE batches SET target = 'library', graph_due = 0, publish_asked_at = '', publish_again = 0, publish_code = '', publish_reason = ''
  WHERE batch_id = ?`;
const BATCH_TABLES = [
  ['batches', false],
  ['batch_documents', true],
  ['ignored_files', true],
] as const;
const ATTEMPT_COLUMNS = 'batch_id, position, started_at, ended_at, outcome, code, message, seconds';

const sourcesSchema = z.array(
  z.object({ workstation: z.string(), uri: z.string(), path: z.string(), filename: z.string(), seen_at: z.string() }),
);

/** What of a bundle was new here. */
export interface ImportedBundle {
  readonly workstation: string;
  readonly batches: { readonly batch_id: string; readonly documents_count: number; readonly was_there: boolean }[];
  /** Documents that the library did not have. */
  readonly documents_added: number;
}

class InvalidBundleError extends Error {}

const copyBatchRows = (
  bundle: DatabaseSync,
  library: DatabaseSync,
  table: string,
  columns: string,
  batchId: string,
): void => {
  const rows = bundle.prepare(`SELECT ${columns} FROM ${table} WHERE batch_id = ?`);
  const insert = library.prepare(`INSERT INTO ${table} (${columns}) VALUES (${columns.replaceAll(/[^,]+/gu, '?')})`);
  for (const row of rows.iterate(batchId)) insert.run(...Object.values(row));
};

const importBatch = (
  bundle: DatabaseSync,
  library: DatabaseSync,
  batchId: string,
): ImportedBundle['batches'][number] => {
  const batch = readBatch(bundle, batchId);
  // Reading them parses every value.
  const documents = readBatchDocuments(bundle, batchId);
  if (batch === undefined || !isFinal(batch.state)) throw new InvalidBundleError();
  const wasThere = readBatch(library, batchId) !== undefined;
  if (!wasThere) {
    for (const [table, isWithoutRowid] of BATCH_TABLES) {
      const columns = columnsOf(library, table, isWithoutRowid)
        .split(', ')
        // The order of their start here.
        .filter((name) => name !== 'rowid')
        .join(', ');
      copyBatchRows(bundle, library, table, columns, batchId);
    }
    copyBatchRows(bundle, library, 'attempts', ATTEMPT_COLUMNS, batchId);
    library.prepare(FOR_THE_LIBRARY).run(batchId);
  }
  return { batch_id: batchId, documents_count: documents.length, was_there: wasThere };
};

/** What a chunk adds after the end of the one before it, by code points. */
const ownText = ({ text, start }: StoredChunk, endOfPrevious: number): string =>
  endOfPrevious <= start
    ? text
    : Array.from(text)
        .slice(endOfPrevious - start)
        .join('');

const copyText = (bundle: DatabaseSync, library: DatabaseSync, stored: StoredDocument): number => {
  const textId = insertText(library, stored.fingerprint);
  let endOfPrevious = 0;
  for (let from = 0; from < stored.chunk_count; from += PAGE_CHUNKS) {
    const chunks = readChunks(bundle, stored.text_id, from, PAGE_CHUNKS);
    if (chunks.length !== Math.min(PAGE_CHUNKS, stored.chunk_count - from)) throw new InvalidBundleError();
    const full = chunks.map((chunk) => {
      const own = ownText(chunk, endOfPrevious);
      endOfPrevious = chunk.end;
      return { ...chunk, ownText: own };
    });
    insertChunks(library, textId, full);
  }
  finishText(library, textId, { pages: stored.pages, characters: stored.characters, chunks: stored.chunk_count });
  return textId;
};

/**
 * Brings a document in. The text that the library has stays, also one that was extracted with other settings: what a
 * workstation shows is made by its own settings, never a mixture. Metadata come as a whole, as those of a load do: the
 * last one wins.
 */
const importDocument = (bundle: DatabaseSync, library: DatabaseSync, documentId: string, at: string): boolean => {
  const stored = readDocument(bundle, documentId);
  if (stored === undefined) throw new InvalidBundleError();
  const { kind, size_bytes: sizeBytes, filename, warnings, metadata, graph_fields: graphFields } = stored;
  const here = readDocument(library, documentId);
  if (here === undefined) {
    const textId = copyText(bundle, library, stored);
    showDocument(library, { documentId, textId, kind, sizeBytes, filename, warnings, at });
    setMetadata(library, documentId, metadata, graphFields);
  } else if (differingFields(metadata, here.metadata).length > 0) {
    setMetadata(library, documentId, metadata, graphFields);
  }
  for (const { seen_at: seenAt, ...source } of sourcesSchema.parse(bundle.prepare(READ_SOURCES).all(documentId))) {
    const seenHere = library.prepare(SEEN_AT).get(source.workstation, source.uri)?.['seen_at'];
    // The library may know a newer version of the file.
    if (typeof seenHere !== 'string' || seenHere < seenAt) moveSource(library, source, documentId, seenAt);
  }
  return here === undefined;
};

/** A value of a wrong type, from zod or from the STRICT tables of the library, or a row that points nowhere. */
const isOfBundle = (error: unknown): boolean =>
  error instanceof InvalidBundleError ||
  error instanceof ZodError ||
  error instanceof SyntaxError ||
  (sqliteCode(error) ?? 0) % 256 === 19;

/**
 * Brings the batches of a bundle into the library, all of it or nothing; a batch that is there already stays as it is.
 * BUNDLE_INVALID says what is wrong with the file; it is never changed.
 *
 * @param file an absolute path
 */
export const importBundle = (library: DatabaseSync, file: string, now: Date): Result<ImportedBundle> => {
  const opened = openBundle(file);
  if (!opened.ok) return opened;
  const { database: bundle, header, close } = opened.value;
  try {
    return succeeded(
      inTransaction(library, () => {
        const batchIds = bundle
          .prepare(LIST_BATCHES)
          .all()
          .map(({ batch_id }) => String(batch_id));
        const documentIds = bundle
          .prepare(LIST_DOCUMENTS)
          .all()
          .map(({ document_id }) => String(document_id));
        const batches = batchIds.map((batchId) => importBatch(bundle, library, batchId));
        const isNew = batches.some(({ was_there }) => !was_there);
        const added = isNew
          ? documentIds.filter((documentId) => importDocument(bundle, library, documentId, now.toISOString()))
          : [];
        return { workstation: header.workstation, batches, documents_added: added.length };
      }),
    );
  } catch (error) {
    if (isDiskFull(error) || !isOfBundle(error)) throw error;
    const message = `The bundle ${file} contains what no Stevedore writes; nothing was imported.`;
    return failed(failure('BUNDLE_INVALID', 'store', message));
  } finally {
    close();
  }
};
