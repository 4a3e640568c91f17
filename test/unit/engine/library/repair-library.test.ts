import { existsSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { examineLibrary } from '../../../../src-main/engine/library/examine-library.ts';
import { lockLibrary } from '../../../../src-main/engine/library/lock-library.ts';
import { libraryFile } from '../../../../src-main/engine/library/open-library.ts';
import { repairLibrary } from '../../../../src-main/engine/library/repair-library.ts';
import { damagePageOf, filledLibrary, meddle, olderLibrary } from '../../../support/damage-library.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { failureOf, valueOf } from '../../../support/unwrap.ts';

const NOW = new Date('2026-01-31T09:05:00Z');
const TABLES = ['texts', 'chunks', 'documents', 'sources', 'batches', 'batch_documents', 'attempts', 'settings'];

const rowsOf = (file: string) => {
  const database = new DatabaseSync(file, { readOnly: true });
  const rows = TABLES.map((table) => database.prepare(`SELECT * FROM ${table} NOT INDEXED`).all());
  database.close();
  return rows;
};

const isHealthy = (folder: string): boolean => {
  const condition = examineLibrary(folder);
  if (condition.kind !== 'open') return false;
  const { version: _version, isSound, documents: _documents, chunks: _chunks, ...faults } = condition.findings;
  return isSound && Object.values(faults).every((count) => count === 0);
};

const BATCHES = `
  INSERT INTO batches (batch_id, target, state, created_at) VALUES
    ('z', 'library', 'paused', ''), ('a', 'library', 'completed', ''), ('m', 'library', 'interrupted', '');
  INSERT INTO settings VALUES ('chunk_size', '900');`;

describe('repairLibrary', () => {
  it.each([
    ['an index', (folder: string) => damagePageOf(folder, 'sources_by_document')],
    ['the index of a key', (folder: string) => damagePageOf(folder, 'sqlite_autoindex_chunks_1')],
    ['words', (folder: string) => damagePageOf(folder, 'chunk_words_data')],
    ['the list of words', (folder: string) => damagePageOf(folder, 'chunk_words_idx')],
    ['the sizes of texts', (folder: string) => damagePageOf(folder, 'chunk_words_docsize')],
    ['what the full-text index is', (folder: string) => damagePageOf(folder, 'chunk_words_config')],
    [
      'a blob of words',
      (folder: string) => meddle(folder, 'UPDATE chunk_words_data SET block = zeroblob(length(block)) WHERE id > 10'),
    ],
    ['the list of words, emptied', (folder: string) => meddle(folder, 'DELETE FROM chunk_words_idx')],
    ['words that are missing', (folder: string) => meddle(folder, 'DELETE FROM chunk_words WHERE rowid = 3')],
    [
      'words that are left over',
      (folder: string) => meddle(folder, "INSERT INTO chunk_words (rowid, words) VALUES (99999, 'ghost')"),
    ],
    [
      'an index that lacks rows',
      (folder: string) => {
        const setIndex = (change: string) =>
          meddle(
            folder,
            `PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = ${change} WHERE name = 'sources_by_document'`,
          );
        setIndex(`sql || ' WHERE document_id > ''x'''`);
        meddle(folder, 'REINDEX sources_by_document');
        setIndex(`replace(sql, ' WHERE document_id > ''x''', '')`);
      },
    ],
  ])('finds and repairs damage to %s', (_what, damage) => {
    const folder = filledLibrary();
    meddle(folder, BATCHES);
    expect(isHealthy(folder)).toBe(true);
    const rows = rowsOf(libraryFile(folder));
    damage(folder);
    const damaged = readFileSync(libraryFile(folder));
    expect(isHealthy(folder)).toBe(false);
    // A look changes nothing.
    expect(readFileSync(libraryFile(folder)).equals(damaged)).toBe(true);

    const kept = path.join(folder, 'damaged', 'library-2026-01-31T09-05-00.000Z.sqlite');
    expect(valueOf(repairLibrary(folder, NOW))).toEqual({
      repairs: ['The indexes and the full-text index were made anew from the documents.'],
      before: kept,
    });
    expect(isHealthy(folder)).toBe(true);
    expect(rowsOf(libraryFile(folder))).toEqual(rows);
    expect(readFileSync(kept).equals(damaged)).toBe(true);
    expect(readdirSync(folder).filter((name) => name.includes('partial'))).toEqual([]);
    expect(valueOf(repairLibrary(folder, NOW))).toEqual({ repairs: [] });
  });

  it.each([
    ['the texts', (folder: string) => damagePageOf(folder, 'chunks')],
    ['the documents', (folder: string) => damagePageOf(folder, 'documents')],
    [
      'the schema',
      (folder: string) => writeFileSync(libraryFile(folder), readFileSync(libraryFile(folder)).fill(0xaa, 100, 4096)),
    ],
    ['the end of the file', (folder: string) => truncateSync(libraryFile(folder), 40_960)],
    ['the whole file', (folder: string) => writeFileSync(libraryFile(folder), 'hello')],
  ])('says that damage to %s is beyond it, and changes nothing', (_what, damage) => {
    const folder = filledLibrary();
    damage(folder);
    const damaged = readFileSync(libraryFile(folder));
    const why = failureOf(repairLibrary(folder, NOW));
    expect(why.code).toBe('LIBRARY_UNUSABLE');
    expect(why.hint).toContain('--restore');
    expect(readFileSync(libraryFile(folder)).equals(damaged)).toBe(true);
    expect(readdirSync(folder).filter((name) => /partial|damaged|backups/u.test(name))).toEqual([]);
  });

  it('keeps the order of batches, and the version of an older library', () => {
    const folder = olderLibrary(2);
    meddle(folder, `${BATCHES} DELETE FROM chunk_words`);
    valueOf(repairLibrary(folder, NOW));
    const database = new DatabaseSync(libraryFile(folder), { readOnly: true });
    const batches = database.prepare('SELECT batch_id FROM batches ORDER BY rowid').all();
    expect(batches.map(({ batch_id }) => batch_id)).toEqual(['z', 'a', 'm']);
    expect(database.prepare('PRAGMA user_version').get()).toEqual({ user_version: 2 });
    database.close();
  });

  it('removes texts of an interrupted load and gives stuck documents back, and keeps the library as it was', () => {
    const folder = filledLibrary(2);
    meddle(
      folder,
      `${BATCHES}
      INSERT INTO texts (fingerprint) VALUES ('left');
      INSERT INTO batch_documents (batch_id, position, path, relative_path, filename, size_bytes, status) VALUES
        ('m', 0, '', '', '', 0, 'extracting'), ('a', 0, '', '', '', 0, 'extracting');`,
    );
    const { repairs, before } = valueOf(repairLibrary(folder, NOW));
    expect(repairs).toHaveLength(2);
    expect(before).toBe(path.join(folder, 'backups', 'library-before-repair-2026-01-31T09-05-00.000Z.sqlite'));
    expect(isHealthy(folder)).toBe(true);
    const database = new DatabaseSync(libraryFile(folder), { readOnly: true });
    expect(database.prepare('SELECT batch_id, status FROM batch_documents').all()).toEqual([
      { batch_id: 'a', status: 'cancelled' },
      { batch_id: 'm', status: 'queued' },
    ]);
    database.close();
    const copy = new DatabaseSync(String(before), { readOnly: true });
    expect(copy.prepare("SELECT count(*) AS n FROM batch_documents WHERE status = 'extracting'").get()).toEqual({
      n: 2,
    });
    copy.close();
  });

  it('removes the process id of an engine that was killed', () => {
    const folder = filledLibrary(1);
    writeFileSync(path.join(folder, 'engine.pid'), '1\n');
    expect(valueOf(repairLibrary(folder, NOW)).repairs).toHaveLength(1);
    expect(existsSync(path.join(folder, 'engine.pid'))).toBe(false);
  });

  it('is refused while an engine runs', () => {
    const folder = filledLibrary(1);
    meddle(folder, 'DELETE FROM chunk_words');
    const { release } = valueOf(lockLibrary(folder));
    expect(failureOf(repairLibrary(folder, NOW)).code).toBe('LIBRARY_IN_USE');
    release();
    expect(isHealthy(folder)).toBe(false);
  });

  it('leaves a newer library and a folder without one alone', () => {
    const folder = filledLibrary(1);
    meddle(folder, 'PRAGMA user_version = 99');
    expect(failureOf(repairLibrary(folder, NOW)).code).toBe('LIBRARY_NEWER');
    const none = path.join(temporaryFolder(), 'none');
    expect(valueOf(repairLibrary(none, NOW))).toEqual({ repairs: [] });
    expect(existsSync(none)).toBe(false);
  });
});
