import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { backupLibrary } from '../../../../src-main/engine/library/backup-library.ts';
import { examineLibrary } from '../../../../src-main/engine/library/examine-library.ts';
import { lockLibrary } from '../../../../src-main/engine/library/lock-library.ts';
import { libraryFile, openLibrary } from '../../../../src-main/engine/library/open-library.ts';
import { restoreLibrary } from '../../../../src-main/engine/library/restore-library.ts';
import { startFresh } from '../../../../src-main/engine/library/start-fresh.ts';
import { damagePageOf, filledLibrary, meddle, olderLibrary } from '../../../support/damage-library.ts';
import { canMount, onSmallDisk, whySkipped } from '../../../support/small-disk.ts';
import { numberFrom, testLibrary } from '../../../support/test-library.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { failureOf, valueOf } from '../../../support/unwrap.ts';

const NOW = new Date('2026-01-31T09:05:00Z');
const NAME = 'library-2026-01-31T09-05-00.000Z.sqlite';

const documentsIn = (folder: string): number =>
  numberFrom(testLibrary(folder), 'SELECT count(*) AS documents FROM documents');

const damageSchema = (folder: string) =>
  writeFileSync(libraryFile(folder), readFileSync(libraryFile(folder)).fill(0xaa, 100, 4096));

describe('startFresh', () => {
  it.each([
    ['text in its place', (folder: string) => writeFileSync(libraryFile(folder), 'hello')],
    ['a damaged schema', damageSchema],
    ['damaged texts', (folder: string) => damagePageOf(folder, 'chunks')],
    ['another program', (folder: string) => meddle(folder, 'PRAGMA application_id = 1')],
  ])('keeps a library that cannot be used (%s), and the next load makes a new one', (_what, damage) => {
    const folder = filledLibrary();
    damage(folder);
    writeFileSync(`${libraryFile(folder)}-journal`, '');
    const damaged = readFileSync(libraryFile(folder));
    const kept = valueOf(startFresh(folder, NOW));
    expect(kept).toBe(path.join(folder, 'damaged', NAME));
    expect(readFileSync(kept).equals(damaged)).toBe(true);
    expect(existsSync(`${kept}-journal`)).toBe(true);
    expect(readdirSync(folder).filter((name) => name.startsWith('library.sqlite'))).toEqual([]);
    expect(documentsIn(folder)).toBe(0);
  });

  it('never overwrites what was set aside before', () => {
    const folder = temporaryFolder();
    const kept = ['one', 'two', 'three'].map((content) => {
      writeFileSync(libraryFile(folder), content);
      return valueOf(startFresh(folder, NOW));
    });
    expect(kept.map((file) => readFileSync(file, 'utf8'))).toEqual(['one', 'two', 'three']);
  });

  it.each([
    ['a sound one', (_folder: string) => undefined, 'INVALID_STATE'],
    ['one that lacks words', (folder: string) => meddle(folder, 'DELETE FROM chunk_words'), 'INVALID_STATE'],
    ['a newer one', (folder: string) => meddle(folder, 'PRAGMA user_version = 99'), 'LIBRARY_NEWER'],
  ])('leaves %s in its place', (_what, change, code) => {
    const folder = filledLibrary(1);
    change(folder);
    const before = readFileSync(libraryFile(folder));
    expect(failureOf(startFresh(folder, NOW)).code).toBe(code);
    expect(readFileSync(libraryFile(folder)).equals(before)).toBe(true);
    expect(existsSync(path.join(folder, 'damaged'))).toBe(false);
  });

  it('leaves a damaged one in its place while an engine runs', () => {
    const folder = filledLibrary(1);
    damageSchema(folder);
    const { release } = valueOf(lockLibrary(folder));
    expect(failureOf(startFresh(folder, NOW)).code).toBe('LIBRARY_IN_USE');
    release();
    expect(existsSync(libraryFile(folder))).toBe(true);
  });

  it('says that there is none, and that something else is in its place', () => {
    const none = path.join(temporaryFolder(), 'none');
    expect(failureOf(startFresh(none, NOW)).code).toBe('INVALID_STATE');
    expect(existsSync(none)).toBe(false);
    const folder = temporaryFolder();
    mkdirSync(libraryFile(folder));
    expect(failureOf(startFresh(folder, NOW)).code).toBe('LIBRARY_UNUSABLE');
  });
});

describe('restoreLibrary', () => {
  const backupOf = async (folder: string): Promise<string> => {
    const file = path.join(temporaryFolder(), 'backup.sqlite');
    return valueOf(await backupLibrary(folder, file)).file;
  };

  it('puts a backup in the place of a library, which is kept, and takes it back', async () => {
    const backup = await backupOf(filledLibrary(3));
    const bytes = readFileSync(backup);
    const folder = filledLibrary(5);
    const { before } = valueOf(restoreLibrary(folder, backup, NOW));
    expect(before).toBe(path.join(folder, 'replaced', NAME));
    expect(documentsIn(folder)).toBe(3);
    expect(readFileSync(backup).equals(bytes)).toBe(true);
    expect(readdirSync(path.dirname(backup))).toEqual(['backup.sqlite']);
    testLibrary(folder).close();
  });

  it('takes a library that was set aside, with what stands in its log', () => {
    const folder = filledLibrary(2);
    const writer = valueOf(openLibrary(folder));
    writer.exec("INSERT INTO settings VALUES ('in the log', '1')");
    const copy = path.join(temporaryFolder(), 'copy.sqlite');
    ['', '-wal'].forEach((ending) => copyFileSync(`${libraryFile(folder)}${ending}`, `${copy}${ending}`));
    writer.close();
    const fresh = path.join(temporaryFolder(), 'new');
    expect(valueOf(restoreLibrary(fresh, copy, NOW))).toEqual({});
    expect(numberFrom(testLibrary(fresh), 'SELECT count(*) FROM settings')).toBe(1);
  });

  it('replaces a library that is damaged, and one that is newer', async () => {
    const backup = await backupOf(filledLibrary(3));
    for (const change of [damageSchema, (folder: string) => meddle(folder, 'PRAGMA user_version = 99')]) {
      const folder = filledLibrary(1);
      change(folder);
      const before = readFileSync(libraryFile(folder));
      const restored = valueOf(restoreLibrary(folder, backup, NOW));
      expect(readFileSync(String(restored.before)).equals(before)).toBe(true);
      expect(documentsIn(folder)).toBe(3);
    }
  });

  it('takes an older backup, which is migrated at the next load', () => {
    const folder = temporaryFolder();
    valueOf(restoreLibrary(folder, libraryFile(olderLibrary(2)), NOW));
    expect(examineLibrary(folder)).toMatchObject({ kind: 'open', findings: { version: 2, isSound: true } });
    expect(documentsIn(folder)).toBe(1);
  });

  it.each([
    ['text', (file: string) => writeFileSync(file, 'hello'), 'INVALID_REQUEST'],
    ['an empty file', (file: string) => writeFileSync(file, ''), 'INVALID_REQUEST'],
    ['a folder', (file: string) => mkdirSync(file), 'INVALID_REQUEST'],
    ['nothing', (_file: string) => undefined, 'INVALID_REQUEST'],
    [
      'a damaged library',
      (file: string) => {
        const folder = filledLibrary();
        damagePageOf(folder, 'chunks');
        copyFileSync(libraryFile(folder), file);
      },
      'INVALID_REQUEST',
    ],
    [
      'a newer library',
      (file: string) => {
        const folder = filledLibrary(1);
        meddle(folder, 'PRAGMA user_version = 99');
        copyFileSync(libraryFile(folder), file);
      },
      'LIBRARY_NEWER',
    ],
  ])('refuses %s and leaves the library untouched', (_what, make, code) => {
    const folder = filledLibrary(2);
    const before = readFileSync(libraryFile(folder));
    const file = path.join(temporaryFolder(), 'given');
    make(file);
    expect(failureOf(restoreLibrary(folder, file, NOW)).code).toBe(code);
    expect(readFileSync(libraryFile(folder)).equals(before)).toBe(true);
    expect(readdirSync(folder).filter((name) => /partial|replaced/u.test(name))).toEqual([]);
  });

  it('refuses the library itself, and while an engine runs', async () => {
    const folder = filledLibrary(2);
    expect(failureOf(restoreLibrary(folder, libraryFile(folder), NOW)).code).toBe('INVALID_REQUEST');
    const backup = await backupOf(folder);
    const { release } = valueOf(lockLibrary(folder));
    expect(failureOf(restoreLibrary(folder, backup, NOW)).code).toBe('LIBRARY_IN_USE');
    release();
  });

  it.skipIf(!canMount)(`says that the disk is full and leaves the library untouched${whySkipped}`, async () => {
    const backup = await backupOf(filledLibrary(300));
    const disk = path.join(temporaryFolder(), 'disk');
    mkdirSync(disk);
    const module = new URL('../../../../src-main/engine/library/restore-library.ts', import.meta.url).href;
    const script = `
      import fs from 'node:fs';
      const { restoreLibrary } = await import(${JSON.stringify(module)});
      const folder = ${JSON.stringify(disk)};
      const before = fs.readFileSync(folder + '/library.sqlite');
      const restored = restoreLibrary(folder, ${JSON.stringify(backup)}, new Date());
      console.log(restored.ok ? 'restored' : restored.failure.code);
      console.log(fs.readFileSync(folder + '/library.sqlite').equals(before));`;
    const { stdout, names } = onSmallDisk(disk, filledLibrary(1), 1, script);
    expect(stdout).toBe('DISK_FULL\ntrue');
    expect(names.filter((name) => /partial|replaced/u.test(name))).toEqual([]);
  });
});
