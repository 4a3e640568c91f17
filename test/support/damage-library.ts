import { readFileSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { MIGRATIONS, migrate } from '../../src-main/engine/library/migrate.ts';
import { libraryFile, openLibrary } from '../../src-main/engine/library/open-library.ts';
import { idOf, storeDocument } from './store-document.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { valueOf } from './unwrap.ts';

/** A closed library in a folder of its own, in which every table of the documents takes several pages. */
export const filledLibrary = (documents = 40): string => {
  const folder = temporaryFolder();
  const database = valueOf(openLibrary(folder));
  database.exec('PRAGMA synchronous = OFF');
  for (let count = 0; count < documents; count += 1) {
    const sentence = Array.from({ length: 600 }, (_, word) => `word${(count * 131 + word * 17) % 1009}`).join(' ');
    storeDocument(database, `a rather long name of document ${count}.txt`, sentence, `最後の文 ${count}`);
  }
  database.close();
  return folder;
};

/** In the columns of the first version, which all later ones have too. */
const OLD_ID = idOf('old.txt');
const OLD_DOCUMENT = `
  INSERT INTO texts (text_id, fingerprint, pages, characters, chunk_count) VALUES (1, 'an older one', 0, 27, 1);
  INSERT INTO chunks (chunk_key, text_id, chunk_index, range_start, range_end, own_text, page, heading)
    VALUES (1, 1, 0, 0, 27, 'The oldest sentence of all.', 0, '');
  INSERT INTO chunk_words (rowid, words) VALUES (1, 'the oldest sentence of all');
  INSERT INTO documents (document_id, text_id, kind, size_bytes, filename, loaded_at)
    VALUES ('${OLD_ID}', 1, 'text', 28, 'old.txt', '2025-10-16T08:00:00.000Z');
  INSERT INTO sources (workstation, uri, document_id, path, filename, seen_at)
    VALUES ('here', 'file:///old.txt', '${OLD_ID}', '/old.txt', 'old.txt', '2025-10-16T08:00:00.000Z');`;

/** A library as an older Stevedore left it, with one document. */
export const olderLibrary = (version: number): string => {
  const folder = temporaryFolder();
  const database = new DatabaseSync(libraryFile(folder));
  database.exec('PRAGMA journal_mode = WAL');
  migrate(database, MIGRATIONS.slice(0, version));
  database.exec(OLD_DOCUMENT);
  database.close();
  return folder;
};

const inLibrary = <T>(folder: string, work: (database: DatabaseSync) => T): T => {
  const database = new DatabaseSync(libraryFile(folder), { enableForeignKeyConstraints: false });
  // Shadow tables of the full-text index are closed to others otherwise.
  database.enableDefensive(false);
  try {
    return work(database);
  } finally {
    database.close();
  }
};

/** Runs SQL in a library behind its back. */
export const meddle = (folder: string, sql: string): void => inLibrary(folder, (database) => database.exec(sql));

/** Overwrites the last page of a table or index in the file. */
export const damagePageOf = (folder: string, name: string): void => {
  const sql = 'SELECT max(pageno) AS page FROM dbstat WHERE name = ?';
  const page = inLibrary(folder, (database) => Number(database.prepare(sql).get(name)?.['page']));
  const bytes = readFileSync(libraryFile(folder));
  const pageBytes = bytes.readUInt16BE(16);
  writeFileSync(libraryFile(folder), bytes.fill(0xaa, (page - 1) * pageBytes + 8, page * pageBytes));
};
