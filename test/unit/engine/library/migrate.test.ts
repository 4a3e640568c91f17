import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { LATEST_VERSION, migrate, MIGRATIONS } from '../../../../src-main/engine/library/migrate.ts';
import { libraryFile, openLibrary, openLibraryForReading } from '../../../../src-main/engine/library/open-library.ts';
import { searchLibrary } from '../../../../src-main/engine/library/search.ts';
import { damagePageOf, olderLibrary } from '../../../support/damage-library.ts';
import { canMount, onSmallDisk, whySkipped } from '../../../support/small-disk.ts';
import { numberFrom, testLibrary } from '../../../support/test-library.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { failureOf, valueOf } from '../../../support/unwrap.ts';

const OLD = LATEST_VERSION - 1;
const backupsOf = (folder: string): string[] =>
  existsSync(path.join(folder, 'backups')) ? readdirSync(path.join(folder, 'backups')) : [];

describe('an older library', () => {
  it('is copied before it is migrated, and both can be used', () => {
    const folder = olderLibrary(OLD);
    const database = valueOf(openLibrary(folder, new Date('2026-01-31T09:05:00Z')));
    expect(numberFrom(database, 'PRAGMA user_version')).toBe(LATEST_VERSION);
    expect(searchLibrary(database, 'oldest', 9)).toHaveLength(1);
    database.close();
    expect(backupsOf(folder)).toEqual([`library-v${OLD}-2026-01-31T09-05-00.000Z.sqlite`]);

    const backup = new DatabaseSync(path.join(folder, 'backups', String(backupsOf(folder)[0])), { readOnly: true });
    expect(numberFrom(backup, 'PRAGMA user_version')).toBe(OLD);
    expect(backup.prepare('PRAGMA integrity_check').all()).toEqual([{ integrity_check: 'ok' }]);
    expect(searchLibrary(backup, 'oldest', 9)).toHaveLength(1);
    backup.close();
  });

  it('is also copied first when a command that only reads migrates it', () => {
    const folder = olderLibrary(1);
    valueOf(openLibraryForReading(folder)).close();
    expect(backupsOf(folder)).toEqual([expect.stringMatching(/^library-v1-[\dT.-]+Z\.sqlite$/u)]);
  });

  it('gets a name of its own for every copy', () => {
    const folder = olderLibrary(OLD);
    const taken = path.join(folder, 'backups', `library-v${OLD}-2026-01-31T09-05-00.000Z.sqlite`);
    mkdirSync(path.dirname(taken));
    writeFileSync(taken, 'mine');
    valueOf(openLibrary(folder, new Date('2026-01-31T09:05:00Z'))).close();
    expect(readFileSync(taken, 'utf8')).toBe('mine');
    expect(backupsOf(folder)).toHaveLength(2);
  });

  it('is not migrated when the copy cannot be written', () => {
    const folder = olderLibrary(OLD);
    writeFileSync(path.join(folder, 'backups'), 'a file in the place of the folder');
    const before = readFileSync(libraryFile(folder));
    expect(failureOf(openLibrary(folder)).code).toBe('LIBRARY_UNUSABLE');
    expect(readFileSync(libraryFile(folder)).equals(before)).toBe(true);
  });

  it('is not migrated when it is damaged', () => {
    const folder = olderLibrary(OLD);
    damagePageOf(folder, 'chunks');
    const before = readFileSync(libraryFile(folder));
    expect(failureOf(openLibrary(folder)).code).toBe('LIBRARY_UNUSABLE');
    expect(readFileSync(libraryFile(folder)).equals(before)).toBe(true);
    expect(backupsOf(folder)).toEqual([]);
  });

  it.skipIf(!canMount)(`is not migrated when the disk is full${whySkipped}`, () => {
    const older = olderLibrary(OLD);
    const disk = path.join(temporaryFolder(), 'disk');
    mkdirSync(disk);
    // The library takes 0.16 MB, so that a second one has no room; SQLite needs some for its log.
    const module = new URL('../../../../src-main/engine/library/open-library.ts', import.meta.url).href;
    const script = `
      import fs from 'node:fs';
      const { openLibrary } = await import(${JSON.stringify(module)});
      const folder = ${JSON.stringify(disk)};
      const free = fs.statfsSync(folder);
      fs.writeFileSync(folder + '/filler', Buffer.alloc(free.bavail * free.bsize - 100_000));
      const before = fs.readFileSync(folder + '/library.sqlite');
      const opened = openLibrary(folder);
      console.log(opened.ok ? 'opened' : opened.failure.code);
      console.log(fs.readFileSync(folder + '/library.sqlite').equals(before));`;
    expect(onSmallDisk(disk, older, 1, script)).toEqual({
      stdout: 'DISK_FULL\ntrue',
      names: ['filler', 'library.sqlite'],
      stderr: '',
    });
  });
});

describe('a new library', () => {
  it('is made without a copy of nothing', () => {
    const folder = temporaryFolder();
    testLibrary(folder);
    expect(backupsOf(folder)).toEqual([]);
  });
});

describe('migrate', () => {
  it('leaves the version before a migration that fails in the middle', () => {
    const database = new DatabaseSync(libraryFile(olderLibrary(OLD)));
    const broken = [...MIGRATIONS.slice(0, OLD), 'CREATE TABLE half (a TEXT NOT NULL) STRICT; SELECT nonsense;'];
    expect(() => migrate(database, broken)).toThrow(/nonsense/u);
    expect(numberFrom(database, 'PRAGMA user_version')).toBe(OLD);
    expect(numberFrom(database, "SELECT count(*) FROM sqlite_schema WHERE name = 'half'")).toBe(0);
    expect(searchLibrary(database, 'oldest', 9)).toHaveLength(1);
    database.close();
  });
});
