import { createHash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { openLibraryForReading } from '../../src-main/engine/library/open-library.ts';
import { valueOf } from './unwrap.ts';

type Rows = readonly Readonly<Record<string, unknown>>[];

const DOCUMENTS = `
  SELECT document_id, text_id, kind, size_bytes, metadata, documents.warnings, fingerprint, pages, characters, chunk_count
  FROM documents JOIN texts USING (text_id) ORDER BY document_id`;
const CHUNKS = `
  SELECT chunk_index, range_start, range_end, own_text, page, heading, hex(sz) AS words
  FROM chunks JOIN chunk_words_docsize ON id = chunk_key WHERE text_id = ? ORDER BY chunk_index`;
const SOURCES = 'SELECT workstation, uri, path, filename, document_id FROM sources ORDER BY workstation, uri';
const BATCHES = `
  SELECT batches.rowid AS batch, state, position, path, status, document_id, code, chunks, pages, characters
  FROM batches JOIN batch_documents USING (batch_id) ORDER BY batches.rowid, position`;

const hashOf = (rows: Rows): string => createHash('sha256').update(JSON.stringify(rows)).digest('hex');

const readAll = (database: DatabaseSync) => ({
  documents: database
    .prepare(DOCUMENTS)
    .all()
    .map(({ text_id: textId, ...document }) => ({
      ...document,
      document_id: String(document['document_id']),
      chunks: hashOf(database.prepare(CHUNKS).all(Number(textId))),
    })),
  sources: database.prepare(SOURCES).all(),
  batches: database.prepare(BATCHES).all(),
});

/**
 * Everything in a library that must not depend on how often its loading was interrupted: all but times, ids that count
 * and attempts. Texts and their words are there as hashes.
 */
export const libraryContent = (dataFolder: string): ReturnType<typeof readAll> => {
  const database = valueOf(openLibraryForReading(dataFolder));
  try {
    return readAll(database);
  } finally {
    database.close();
  }
};

const OPEN_ATTEMPTS = "SELECT attempt_id AS id FROM attempts WHERE ended_at = '' ORDER BY attempt_id";
const INTERRUPTED_ATTEMPTS = "SELECT attempt_id AS id FROM attempts WHERE outcome = 'interrupted' ORDER BY attempt_id";
const ORPHAN_CHUNKS = 'SELECT chunk_key AS id FROM chunks WHERE text_id NOT IN (SELECT text_id FROM documents)';

export interface Interruptions {
  /** Attempts without an end, as a killed engine leaves them. */
  readonly openAttempts: readonly number[];
  readonly interruptedAttempts: readonly number[];
  /** Of a text that was not finished. */
  readonly orphanChunkCount: number;
}

/** The traces of interruptions in a library. */
export const interruptionsOf = (dataFolder: string): Interruptions => {
  const database = valueOf(openLibraryForReading(dataFolder));
  const idsOf = (sql: string): number[] =>
    database
      .prepare(sql)
      .all()
      .map((row) => Number(row['id']));
  try {
    return {
      openAttempts: idsOf(OPEN_ATTEMPTS),
      interruptedAttempts: idsOf(INTERRUPTED_ATTEMPTS),
      orphanChunkCount: idsOf(ORPHAN_CHUNKS).length,
    };
  } finally {
    database.close();
  }
};
