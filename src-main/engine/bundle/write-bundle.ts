import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { failed, failure, succeeded, type Result } from '../../contract/failure.ts';
import type { StoredBatch } from '../library/batches.ts';
import { migrate } from '../library/migrate.ts';
import { moveToNewName, removeDatabase, syncFile } from '../library/new-file.ts';
import { columnsOf } from '../library/rebuild-library.ts';
import { isDiskFull, sqliteCode } from '../library/sqlite-errors.ts';
import { inTransaction } from '../library/statements.ts';
import { isFinal } from '../queue/batch-state.ts';
import { BUNDLE_APPLICATION_ID, bundleChecksum, CREATE_HEADER } from './bundle-format.ts';

export interface WrittenBundle {
  readonly documents_count: number;
  readonly chunks_count: number;
  readonly size_bytes: number;
}

/** Which rows of the library belong to a batch, each as a condition on its table; the parameter is the batch. */
const ROWS_OF_BATCH = {
  batches: 'batch_id = ?',
  batch_documents: 'batch_id = ?',
  ignored_files: 'batch_id = ?',
  attempts: 'batch_id = ?',
} as const;
/** Documents are in several batches of a series, and are copied once. */
const ROWS_OF_DOCUMENT = {
  documents: 'document_id = ?',
  texts: 'text_id = (SELECT text_id FROM documents WHERE document_id = ?)',
  chunks: 'text_id = (SELECT text_id FROM documents WHERE document_id = ?)',
  sources: 'document_id = ?',
} as const;
const WITHOUT_ROWID: ReadonlySet<string> = new Set(['batch_documents', 'ignored_files', 'documents', 'sources']);

const DOCUMENTS_OF_BATCH = `
  SELECT DISTINCT document_id FROM batch_documents JOIN documents USING (document_id) WHERE batch_id = ? ORDER BY position`;
const COUNT = 'SELECT (SELECT count(*) FROM documents) AS documents, (SELECT count(*) FROM chunks) AS chunks';

const copyRows = (from: DatabaseSync, to: DatabaseSync, table: string, condition: string, key: string): void => {
  const columns = columnsOf(to, table, WITHOUT_ROWID.has(table));
  const rows = from.prepare(`SELECT ${columns} FROM ${table} WHERE ${condition}`);
  rows.setReadBigInts(true);
  const insert = to.prepare(`INSERT INTO ${table} (${columns}) VALUES (${columns.replaceAll(/[^,]+/gu, '?')})`);
  for (const row of rows.iterate(key)) insert.run(...Object.values(row));
};

const fill = (library: DatabaseSync, bundle: DatabaseSync, batchIds: readonly string[]): void => {
  const documentIds = new Set<string>();
  for (const batchId of batchIds) {
    for (const [table, condition] of Object.entries(ROWS_OF_BATCH))
      copyRows(library, bundle, table, condition, batchId);
    for (const { document_id } of library.prepare(DOCUMENTS_OF_BATCH).all(batchId))
      documentIds.add(String(document_id));
  }
  for (const documentId of documentIds) {
    for (const [table, condition] of Object.entries(ROWS_OF_DOCUMENT)) {
      copyRows(library, bundle, table, condition, documentId);
    }
  }
};

const write = (
  library: DatabaseSync,
  batchIds: readonly string[],
  file: string,
  workstation: string,
  now: Date,
): Omit<WrittenBundle, 'size_bytes'> => {
  const bundle = new DatabaseSync(file, { enableForeignKeyConstraints: false });
  try {
    // When this fails in the middle, the file is thrown away.
    bundle.exec('PRAGMA journal_mode = OFF');
    bundle.exec('PRAGMA synchronous = OFF');
    migrate(bundle);
    bundle.exec(CREATE_HEADER);
    bundle.exec(`PRAGMA application_id = ${BUNDLE_APPLICATION_ID}`);
    // One moment of the library, also beside an engine that loads.
    library.exec('BEGIN');
    try {
      inTransaction(bundle, () => fill(library, bundle, batchIds));
    } finally {
      library.exec('ROLLBACK');
    }
    const header = { made_at: now.toISOString(), workstation };
    const checksum = bundleChecksum(bundle, header);
    bundle.prepare('INSERT INTO bundle VALUES (?, ?, ?)').run(header.made_at, workstation, checksum);
    const { documents, chunks } = bundle.prepare(COUNT).get() ?? {};
    return { documents_count: Number(documents), chunks_count: Number(chunks) };
  } finally {
    bundle.close();
  }
};

const refused = (message: string, hint: string): Result<never> =>
  failed(failure('INVALID_REQUEST', 'store', message, hint));

/**
 * Writes ended batches with all of their documents that the library still has to one new file, which another
 * workstation can import and publish. Only reads the library. The file appears when it is whole.
 *
 * Fails with INVALID_STATE for a batch that has not ended, INVALID_REQUEST for a file that exists or cannot be written,
 * DISK_FULL.
 *
 * @param file an absolute path
 */
export const writeBundle = (
  library: DatabaseSync,
  batches: readonly StoredBatch[],
  file: string,
  workstation: string,
  now: Date,
): Result<WrittenBundle> => {
  if (!batches.every(({ state }) => isFinal(state))) {
    const hint = 'Wait for its end, or finish it offline with the finish-offline command.';
    return failed(failure('INVALID_STATE', 'store', 'Only a batch that has ended can be carried away.', hint));
  }
  if (existsSync(file)) return refused(`The file ${file} exists already.`, 'Choose another name.');
  if (!existsSync(path.dirname(file))) {
    return refused(`The folder ${path.dirname(file)} does not exist.`, 'Choose another folder, or make this one.');
  }
  const partial = `${file}.${process.pid}.partial`;
  try {
    removeDatabase(partial);
    const batchIds = batches.map(({ batch_id }) => batch_id);
    const written = write(library, batchIds, partial, workstation, now);
    syncFile(partial);
    const sizeBytes = statSync(partial).size;
    if (!moveToNewName(partial, file)) return refused(`The file ${file} exists already.`, 'Choose another name.');
    return succeeded({ ...written, size_bytes: sizeBytes });
  } catch (error) {
    if (isDiskFull(error)) {
      const message = `The disk of ${path.dirname(file)} has no room for the bundle.`;
      return failed(failure('DISK_FULL', 'store', message, 'Free some space there, or choose another disk.'));
    }
    const cannotWrite = sqliteCode(error) === 14 || (error instanceof Error && 'syscall' in error);
    if (!cannotWrite) throw error;
    return refused(`The file ${file} cannot be written.`, 'Choose another folder.');
  } finally {
    removeDatabase(partial);
  }
};
