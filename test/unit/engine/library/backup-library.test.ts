import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { backupLibrary } from '../../../../src-main/engine/library/backup-library.ts';
import { APPLICATION_ID, LATEST_VERSION } from '../../../../src-main/engine/library/migrate.ts';
import { libraryFile } from '../../../../src-main/engine/library/open-library.ts';
import { searchLibrary } from '../../../../src-main/engine/library/search.ts';
import { callAsAnotherUser, isWindows } from '../../../support/as-another-user.ts';
import { damagePageOf, filledLibrary, olderLibrary } from '../../../support/damage-library.ts';
import { canMount, onSmallDisk, whySkipped } from '../../../support/small-disk.ts';
import { numberFrom, testLibrary } from '../../../support/test-library.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { failureOf, valueOf } from '../../../support/unwrap.ts';

const module = new URL('../../../../src-main/engine/library/backup-library.ts', import.meta.url);

/** Another process that commits all the time; in each commit two rows get the same number. */
const startWriter = async (folder: string) => {
  const script = `
    const { DatabaseSync } = require('node:sqlite');
    const database = new DatabaseSync(${JSON.stringify(libraryFile(folder))}, { timeout: 5000 });
    const insert = database.prepare('INSERT OR REPLACE INTO settings VALUES (?, ?)');
    let count = 0;
    const write = () => {
      database.exec('BEGIN IMMEDIATE');
      insert.run('one', String(++count));
      insert.run('padding' + (count % 50), 'x'.repeat(4000));
      insert.run('other', String(count));
      database.exec('COMMIT');
      if (count === 20) console.log('writing');
      setImmediate(write);
    };
    write();`;
  const child = spawn(process.execPath, ['--eval', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child.stdout, 'data');
};

const settingOf = (folder: string, name: string): number =>
  numberFrom(testLibrary(folder), 'SELECT value FROM settings WHERE name = ?', name);

const asLibrary = (backup: string): string => {
  const folder = temporaryFolder();
  copyFileSync(backup, libraryFile(folder));
  return folder;
};

describe('backupLibrary', () => {
  it('copies one moment beside a process that writes all the time, without blocking', { timeout: 30_000 }, async () => {
    const folder = filledLibrary(300);
    await startWriter(folder);
    const before = settingOf(folder, 'one');
    const file = path.join(temporaryFolder(), 'backup.sqlite');
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 1);
    const made = valueOf(await backupLibrary(folder, file));
    clearInterval(timer);
    expect(turns).toBeGreaterThan(3);
    expect(made).toEqual({ file, sizeBytes: readFileSync(file).length });
    expect(readdirSync(path.dirname(file))).toEqual(['backup.sqlite']);

    const restored = testLibrary(asLibrary(file));
    const valueFrom = (name: string) => numberFrom(restored, 'SELECT value FROM settings WHERE name = ?', name);
    expect(valueFrom('one')).toBe(valueFrom('other'));
    expect(valueFrom('one')).toBeGreaterThanOrEqual(before);
    expect(settingOf(folder, 'one')).toBeGreaterThan(valueFrom('one'));
    expect(restored.prepare('PRAGMA integrity_check').all()).toEqual([{ integrity_check: 'ok' }]);
    expect(numberFrom(restored, 'PRAGMA application_id')).toBe(APPLICATION_ID);
    expect(numberFrom(restored, 'PRAGMA user_version')).toBe(LATEST_VERSION);
    expect(searchLibrary(restored, '最後の文', 500).length).toBe(300);
  });

  it('copies an older library as it is, and leaves that at its version', async () => {
    const folder = olderLibrary(2);
    const file = path.join(folder, 'old.sqlite');
    valueOf(await backupLibrary(folder, file));
    expect(readFileSync(file).readUInt32BE(60)).toBe(2);
    expect(readFileSync(libraryFile(folder)).readUInt32BE(60)).toBe(2);
  });

  it('makes one file that needs nothing beside it, also where nothing can be written', async () => {
    const folder = filledLibrary(1);
    const file = path.join(temporaryFolder(), 'backup.sqlite');
    valueOf(await backupLibrary(folder, file));
    // Bytes 18 and 19 of a file with a write-ahead log are 2 (https://www.sqlite.org/fileformat.html).
    expect([...readFileSync(file).subarray(18, 20)]).toEqual([1, 1]);
  });

  it('never overwrites', async () => {
    const folder = filledLibrary(1);
    const file = path.join(folder, 'mine');
    writeFileSync(file, 'mine');
    expect(failureOf(await backupLibrary(folder, file))).toMatchObject({
      code: 'INVALID_REQUEST',
      message: `The file ${file} exists already.`,
    });
    expect(failureOf(await backupLibrary(folder, libraryFile(folder))).code).toBe('INVALID_REQUEST');
    expect(readFileSync(file, 'utf8')).toBe('mine');
  });

  it('does not overwrite a file that appears while it copies', async () => {
    const folder = filledLibrary(100);
    const file = path.join(temporaryFolder(), 'backup.sqlite');
    const running = backupLibrary(folder, file);
    writeFileSync(file, 'mine');
    expect(failureOf(await running).message).toBe(`The file ${file} exists already.`);
    expect(readFileSync(file, 'utf8')).toBe('mine');
    expect(readdirSync(path.dirname(file))).toEqual(['backup.sqlite']);
  });

  it('says what is wrong with the place', async () => {
    const folder = filledLibrary(1);
    const missing = path.join(folder, 'not there', 'b.sqlite');
    expect(failureOf(await backupLibrary(folder, missing))).toMatchObject({
      code: 'INVALID_REQUEST',
      message: `The folder ${path.dirname(missing)} does not exist.`,
    });
    expect(failureOf(await backupLibrary(folder, path.join(libraryFile(folder), 'b'))).code).toBe('INVALID_REQUEST');
  });

  it.skipIf(isWindows)('says that a folder cannot be written', () => {
    const folder = filledLibrary(1);
    chmodSync(folder, 0o755);
    const file = path.join(folder, 'b.sqlite');
    expect(callAsAnotherUser(module, 'backupLibrary', folder, file)).toMatchObject({
      ok: false,
      failure: { code: 'INVALID_REQUEST', message: `The folder ${folder} cannot be written.` },
    });
  });

  it('refuses where there is no library, and makes nothing', async () => {
    const folder = path.join(temporaryFolder(), 'none');
    expect(failureOf(await backupLibrary(folder, path.join(temporaryFolder(), 'b')))).toMatchObject({
      code: 'INVALID_REQUEST',
      message: `There is no library in ${folder} yet.`,
    });
    expect(existsSync(folder)).toBe(false);
  });

  it('refuses to keep a copy of a damaged library', async () => {
    const folder = filledLibrary();
    damagePageOf(folder, 'chunks');
    const target = temporaryFolder();
    expect(failureOf(await backupLibrary(folder, path.join(target, 'b'))).code).toBe('LIBRARY_UNUSABLE');
    expect(readdirSync(target)).toEqual([]);
  });

  it('leaves nothing behind when it is stopped', async () => {
    const folder = filledLibrary(300);
    const target = temporaryFolder();
    const stop = new AbortController();
    const running = backupLibrary(folder, path.join(target, 'b'), stop.signal);
    stop.abort();
    expect(failureOf(await running).code).toBe('CANCELLED');
    expect(readdirSync(target)).toEqual([]);
  });

  it.skipIf(!canMount)(`says that the disk is full, and leaves nothing behind${whySkipped}`, () => {
    const folder = filledLibrary(300);
    const disk = path.join(temporaryFolder(), 'disk');
    const empty = path.join(temporaryFolder(), 'empty');
    [disk, empty].forEach((made) => mkdirSync(made));
    const script = `
      const { backupLibrary } = await import(${JSON.stringify(module.href)});
      const made = await backupLibrary(${JSON.stringify(folder)}, ${JSON.stringify(path.join(disk, 'b'))});
      console.log(made.ok ? 'made' : made.failure.code);`;
    expect(onSmallDisk(disk, empty, 1, script)).toEqual({ stdout: 'DISK_FULL', names: [''], stderr: '' });
  });
});
