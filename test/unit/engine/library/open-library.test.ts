import { execFile, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { APPLICATION_ID, LATEST_VERSION, migrate } from '../../../../src-main/engine/library/migrate.ts';
import {
  libraryFile,
  openLibrary,
  openLibraryForReading,
  sqliteAbilities,
} from '../../../../src-main/engine/library/open-library.ts';
import { numberFrom, testLibrary } from '../../../support/test-library.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { failureOf, valueOf } from '../../../support/unwrap.ts';

const makeDatabase = (folder: string, ...sql: string[]): void => {
  const database = new DatabaseSync(libraryFile(folder));
  sql.forEach((one) => database.exec(one));
  database.close();
};

const makeLibrary = (folder: string): void => valueOf(openLibrary(folder)).close();

/** The codes with which both ways to open refuse, and whether every byte of the file is as it was. */
const refusals = (folder: string) => {
  const before = readFileSync(libraryFile(folder));
  const codes = [openLibrary, openLibraryForReading].map((open) => failureOf(open(folder)).code);
  return { codes, untouched: readFileSync(libraryFile(folder)).equals(before) };
};
const refusedUntouched = (code: string) => ({ codes: [code, code], untouched: true });

describe('sqliteAbilities', () => {
  it('finds in this Node what the library needs', () => {
    expect(sqliteAbilities()).toEqual({
      version: expect.stringMatching(/^3\.\d+\.\d+$/u),
      newEnough: true,
      fts5: true,
    });
  });
});

describe('openLibrary', () => {
  it('makes a library in an empty folder', () => {
    const database = testLibrary();
    expect(numberFrom(database, 'PRAGMA user_version')).toBe(LATEST_VERSION);
    expect(numberFrom(database, 'PRAGMA application_id')).toBe(APPLICATION_ID);
    expect(database.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' });
    expect(numberFrom(database, 'PRAGMA synchronous')).toBe(2);
    expect(numberFrom(database, 'PRAGMA foreign_keys')).toBe(1);
  });

  it('keeps what is in a library that is opened again', () => {
    const folder = temporaryFolder();
    const first = valueOf(openLibrary(folder));
    first.exec("INSERT INTO settings VALUES ('chunk_size', '900')");
    first.close();
    expect(testLibrary(folder).prepare('SELECT * FROM settings').all()).toEqual([{ name: 'chunk_size', value: '900' }]);
  });

  it('has STRICT tables alone, and every column of ours NOT NULL', () => {
    const database = testLibrary();
    const tables = database
      .prepare("SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND type = 'table'")
      .all()
      .filter(({ name }) => !String(name).startsWith('sqlite_'));
    expect(tables.length).toBeGreaterThanOrEqual(9);
    expect(tables.filter(({ strict }) => strict !== 1)).toEqual([]);
    for (const { name } of tables) {
      const nullable = database.prepare(`SELECT name FROM pragma_table_info(?) WHERE "notnull" = 0 AND pk = 0`);
      expect(nullable.all(String(name))).toEqual([]);
    }
    expect(() => database.exec("INSERT INTO texts (fingerprint, pages) VALUES ('x', 'many')")).toThrow(
      /cannot store TEXT/u,
    );
  });

  it('refuses rows that point to nothing', () => {
    const database = testLibrary();
    expect(() =>
      database.exec(
        "INSERT INTO batch_documents (batch_id, position, path, relative_path, filename, size_bytes, status) VALUES ('none', 0, '', '', '', 0, 'queued')",
      ),
    ).toThrow(/FOREIGN KEY/u);
  });

  it('refuses a library of a newer Stevedore and leaves it untouched', () => {
    const folder = temporaryFolder();
    makeLibrary(folder);
    makeDatabase(folder, `PRAGMA user_version = ${LATEST_VERSION + 1}`);
    expect(refusals(folder)).toEqual(refusedUntouched('LIBRARY_NEWER'));
  });

  it('leaves a newer library untouched also when a killed process left writes in its log', () => {
    const folder = temporaryFolder();
    makeLibrary(folder);
    const write = `
      const { DatabaseSync } = require('node:sqlite');
      new DatabaseSync(${JSON.stringify(libraryFile(folder))}).exec('PRAGMA user_version = ${LATEST_VERSION + 1}');
      process.kill(process.pid, 'SIGKILL');`;
    spawnSync(process.execPath, ['--eval', write]);
    const log = readFileSync(`${libraryFile(folder)}-wal`);
    expect(log.length).toBeGreaterThan(0);
    expect(refusals(folder)).toEqual(refusedUntouched('LIBRARY_NEWER'));
    expect(readFileSync(`${libraryFile(folder)}-wal`).equals(log)).toBe(true);
  });

  it('keeps what a killed process left in the log of a library of ours', () => {
    const folder = temporaryFolder();
    makeLibrary(folder);
    const write = `
      const { DatabaseSync } = require('node:sqlite');
      new DatabaseSync(${JSON.stringify(libraryFile(folder))}).exec("INSERT INTO settings VALUES ('a', '1')");
      process.kill(process.pid, 'SIGKILL');`;
    spawnSync(process.execPath, ['--eval', write]);
    expect(numberFrom(testLibrary(folder), 'SELECT count(*) FROM settings')).toBe(1);
  });

  it('refuses the databases of other programs and leaves them untouched', () => {
    const marked = temporaryFolder();
    makeDatabase(marked, 'CREATE TABLE messages (text)', 'PRAGMA application_id = 252006674');
    expect(refusals(marked)).toEqual(refusedUntouched('LIBRARY_UNUSABLE'));
    // Most programs set neither number.
    const unmarked = temporaryFolder();
    makeDatabase(unmarked, 'CREATE TABLE messages (text)', "INSERT INTO messages VALUES ('mine')");
    expect(refusals(unmarked)).toEqual(refusedUntouched('LIBRARY_UNUSABLE'));
    const alike = temporaryFolder();
    makeDatabase(alike, 'CREATE TABLE documents (id)');
    expect(refusals(alike)).toEqual(refusedUntouched('LIBRARY_UNUSABLE'));
  });

  it.each([
    ['text', (file: string) => writeFileSync(file, 'This is no database. '.repeat(100))],
    ['a short piece of text', (file: string) => writeFileSync(file, 'hello')],
    ['a library cut in half', (file: string) => truncateSync(file, Math.floor(readFileSync(file).length / 2))],
    ['a library cut after its first page', (file: string) => truncateSync(file, 4096)],
    [
      'a library with an overwritten schema',
      (file: string) => writeFileSync(file, readFileSync(file).fill(0xaa, 100, 4096)),
    ],
  ])('refuses %s and leaves it untouched', (_what, damage) => {
    const folder = temporaryFolder();
    makeLibrary(folder);
    damage(libraryFile(folder));
    expect(refusals(folder)).toEqual(refusedUntouched('LIBRARY_UNUSABLE'));
  });

  it('refuses a folder in the place of the file', () => {
    const folder = temporaryFolder();
    mkdirSync(libraryFile(folder));
    expect(failureOf(openLibrary(folder)).code).toBe('LIBRARY_UNUSABLE');
    expect(failureOf(openLibraryForReading(folder)).code).toBe('LIBRARY_UNUSABLE');
  });

  it('takes an empty file for a library that is yet to be made', () => {
    const folder = temporaryFolder();
    writeFileSync(libraryFile(folder), '');
    expect(numberFrom(testLibrary(folder), 'PRAGMA user_version')).toBe(LATEST_VERSION);
  });
});

describe('openLibraryForReading', () => {
  it('reads a folder without a library as an empty one, and makes nothing', () => {
    const folder = path.join(temporaryFolder(), 'not there');
    const database = valueOf(openLibraryForReading(folder));
    expect(numberFrom(database, 'SELECT count(*) FROM batches')).toBe(0);
    database.close();
    expect(existsSync(folder)).toBe(false);
  });

  it('reads beside a writer: what is committed, never what is not, and is never in its way', () => {
    const folder = temporaryFolder();
    const writer = testLibrary(folder);
    const reader = valueOf(openLibraryForReading(folder));
    onTestFinished(() => reader.close());
    const settings = () => numberFrom(reader, 'SELECT count(*) FROM settings');
    writer.exec("BEGIN IMMEDIATE; INSERT INTO settings VALUES ('a', '1')");
    expect(settings()).toBe(0);
    writer.exec('COMMIT');
    expect(settings()).toBe(1);
    expect(() => reader.exec("INSERT INTO settings VALUES ('b', '1')")).toThrow(/readonly/u);
  });

  it('makes a library that was only begun into a whole one', () => {
    const folder = temporaryFolder();
    writeFileSync(libraryFile(folder), '');
    const reader = valueOf(openLibraryForReading(folder));
    expect(numberFrom(reader, 'PRAGMA user_version')).toBe(LATEST_VERSION);
    reader.close();
  });
});

describe('migrate', () => {
  it('does nothing to a library that is up to date', () => {
    const database = testLibrary();
    const before = numberFrom(database, 'PRAGMA schema_version');
    migrate(database);
    expect(numberFrom(database, 'PRAGMA schema_version')).toBe(before);
  });

  it('is done once when several processes open a new library at the same time', async () => {
    const folder = temporaryFolder();
    const module = new URL('../../../../src-main/engine/library/open-library.ts', import.meta.url).href;
    const script = `
      const { openLibrary } = await import(${JSON.stringify(module)});
      while (Date.now() < ${Date.now() + 500});
      const opened = openLibrary(${JSON.stringify(folder)});
      console.log(opened.ok ? 'opened' : opened.failure.message);`;
    const run = promisify(execFile);
    const runs = await Promise.all(
      [1, 2, 3].map(() => run(process.execPath, ['--input-type=module', '--eval', script])),
    );
    expect(runs.map(({ stdout }) => stdout.trim())).toEqual(['opened', 'opened', 'opened']);
  });
});
