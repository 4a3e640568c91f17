import { DatabaseSync } from 'node:sqlite';
import { migrate, MIGRATIONS } from './migrate.ts';
import { inTransaction } from './statements.ts';
import { chunkText, insertWords } from './texts.ts';

/** Triggers fill `document_values` from the documents. */
const TABLES = `
  SELECT name, wr FROM pragma_table_list
  WHERE schema = 'main' AND type = 'table' AND name <> 'document_values' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'`;
const COLUMNS = 'SELECT name, type, pk FROM pragma_table_info(?) ORDER BY cid';
const READ_CHUNKS = 'SELECT chunk_key, text_id, chunk_index FROM chunks ORDER BY chunk_key';

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** The names of all columns of a table as SQL, and the hidden number of its rows where it has one: batches are in the order of theirs. */
export const columnsOf = (database: DatabaseSync, table: string, isWithoutRowid: boolean): string => {
  const columns = database.prepare(COLUMNS).all(table);
  const keys = columns.filter(({ pk }) => Number(pk) > 0);
  const isRowidNamed = keys.length === 1 && keys[0]?.['type'] === 'INTEGER';
  const names = columns.map(({ name }) => quoted(String(name)));
  return (isWithoutRowid || isRowidNamed ? names : ['rowid', ...names]).join(', ');
};

const copyTable = (from: DatabaseSync, to: DatabaseSync, table: string, columns: string): void => {
  // The rows themselves, in their order: an index may be what is damaged.
  const rows = from.prepare(`SELECT ${columns} FROM ${quoted(table)} NOT INDEXED`);
  rows.setReadBigInts(true);
  const marks = columns.replaceAll(/[^,]+/gu, '?');
  const insert = to.prepare(`INSERT INTO ${quoted(table)} (${columns}) VALUES (${marks})`);
  for (const row of rows.iterate()) insert.run(...Object.values(row));
};

const indexWords = (database: DatabaseSync): void => {
  for (const { chunk_key, text_id, chunk_index } of database.prepare(READ_CHUNKS).iterate()) {
    insertWords(database, Number(chunk_key), chunkText(database, Number(text_id), Number(chunk_index)));
  }
};

/**
 * Makes a new library in `file`, of the same version, from nothing but the rows of another one's tables: indexes and
 * the full-text index, which derive from them, are made anew. SQLite throws where a row cannot be read; the caller then
 * removes `file`.
 */
export const rebuildLibrary = (from: DatabaseSync, file: string, version: number): void => {
  const to = new DatabaseSync(file, { enableForeignKeyConstraints: false });
  try {
    // When this fails in the middle, the file is thrown away.
    to.exec('PRAGMA journal_mode = OFF');
    to.exec('PRAGMA synchronous = OFF');
    migrate(to, MIGRATIONS.slice(0, version));
    const tables = to
      .prepare(TABLES)
      .all()
      .map(({ name, wr }) => ({ name: String(name), isWithoutRowid: wr === 1 }));
    inTransaction(to, () => {
      for (const { name, isWithoutRowid } of tables) copyTable(from, to, name, columnsOf(to, name, isWithoutRowid));
      indexWords(to);
    });
  } finally {
    to.close();
  }
};
