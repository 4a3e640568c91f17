import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { DoctorCheck } from '../../../src-main/contract/doctor.ts';
import { checkLibraryOf } from '../../../src-main/engine/doctor-library.ts';
import { examine } from '../../../src-main/engine/doctor.ts';
import { lockLibrary } from '../../../src-main/engine/library/lock-library.ts';
import { libraryFile, openLibrary } from '../../../src-main/engine/library/open-library.ts';
import { startFresh } from '../../../src-main/engine/library/start-fresh.ts';
import { startExtractor } from '../../../src-main/faces/cli/start-extractor.ts';
import { callAsAnotherUser, denyAccess, isWindows } from '../../support/as-another-user.ts';
import { damagePageOf, filledLibrary, meddle, olderLibrary } from '../../support/damage-library.ts';
import { startScript } from '../../support/start-script.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { valueOf } from '../../support/unwrap.ts';

const summary = (checks: readonly DoctorCheck[]) =>
  Object.fromEntries(checks.map(({ name, ok, finding }) => [name, `${ok ? 'ok' : 'BAD'} ${finding}`]));

const filesOf = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .toSorted()
    .map((name) => {
      const file = path.join(folder, name);
      const { mtimeMs } = statSync(file);
      return [name, mtimeMs, statSync(file).isFile() ? readFileSync(file).toString('base64') : ''];
    });

/** What doctor says of the library; it must not have changed a byte, a time or a name in the folder. */
const diagnose = (folder: string) => {
  const before = filesOf(folder);
  const checks = checkLibraryOf(folder);
  expect(filesOf(folder)).toEqual(before);
  return { ...summary(checks), advice: checks.flatMap(({ advice }) => advice ?? []).join(' ') };
};

describe('examine', () => {
  it('finds a new installation in order and makes nothing', async () => {
    const folder = path.join(temporaryFolder(), 'new');
    const checks = await examine({ dataFolder: folder, startExtractor, version: '1.2.3' });
    expect(checks.filter(({ ok }) => !ok)).toEqual([]);
    expect(summary(checks)).toMatchObject({
      Stevedore: 'ok Stevedore 1.2.3',
      'Data folder': `ok ${folder} (will be made with the first batch)`,
      Library: 'ok none yet: the first batch makes it',
      Extractor: 'ok starts and answers',
    });
    expect(readdirSync(path.dirname(folder))).toEqual([]);
  });

  it('says that an extractor does not answer', async () => {
    const { start } = startScript('process.exit(1)');
    const checks = await examine({ dataFolder: temporaryFolder(), startExtractor: start, version: '1.2.3' });
    expect(summary(checks)).toMatchObject({ Extractor: 'BAD does not answer' });
  });
});

describe('checkLibraryOf', () => {
  it('finds a sound library in order', () => {
    expect(diagnose(filledLibrary(2))).toEqual({
      Library: 'ok version 5, intact, 2 documents',
      Documents: 'ok whole',
      'Full-text index': expect.stringMatching(/^ok has every passage \(\d+\)$/u),
      Batches: 'ok none was left by a process that ended',
      advice: '',
    });
  });

  it('looks at an older library without migrating it', () => {
    expect(diagnose(olderLibrary(2))).toMatchObject({
      Library: 'ok version 2, intact, 1 document; it is migrated to version 5, after a backup, at the next load',
      'Full-text index': 'ok has every passage (1)',
    });
    expect(diagnose(olderLibrary(1))).toMatchObject({ Documents: 'ok whole' });
  });

  it.each([
    [
      'newer',
      (folder: string) => meddle(folder, 'PRAGMA user_version = 99'),
      'BAD written by a newer version of Stevedore; it was not touched',
      'Update',
    ],
    [
      'of another program',
      (folder: string) => meddle(folder, 'PRAGMA application_id = 1'),
      'BAD the file library.sqlite belongs to another program',
      '--start-fresh',
    ],
    [
      'overwritten',
      (folder: string) => writeFileSync(libraryFile(folder), 'hello'),
      'BAD damaged: nothing in it can be read',
      '--start-fresh',
    ],
    ['empty', (folder: string) => writeFileSync(libraryFile(folder), ''), 'ok empty: the first batch makes it', ''],
    ['damaged in its texts', (folder: string) => damagePageOf(folder, 'chunks'), 'BAD version 5, damaged', '--restore'],
    [
      'damaged in its full-text index',
      (folder: string) => damagePageOf(folder, 'chunk_words_data'),
      'BAD version 5, damaged',
      '--repair',
    ],
  ])('says that a library is %s', (_what, change, finding, advice) => {
    const folder = filledLibrary();
    change(folder);
    const found = diagnose(folder);
    expect(found).toMatchObject({ Library: finding });
    expect(found.advice).toContain(advice);
  });

  it.each([
    ['DELETE FROM chunk_words WHERE rowid = 3', { 'Full-text index': 'BAD 1 passage is missing' }],
    ["INSERT INTO chunk_words (rowid, words) VALUES (9999, 'x')", { 'Full-text index': 'BAD 1 passage is left over' }],
    [
      'DELETE FROM chunk_words_idx',
      { 'Full-text index': expect.stringMatching(/^BAD \d+ passages are not found by a search$/u) },
    ],
    ['DELETE FROM texts WHERE text_id = 2', { Documents: expect.stringMatching(/^BAD \d+ rows point to nothing$/u) }],
    ['UPDATE texts SET chunk_count = 99 WHERE text_id = 2', { Documents: 'BAD 1 documents lack a part of their text' }],
    [
      "INSERT INTO texts (fingerprint) VALUES ('left')",
      { Documents: 'ok whole; 1 text of an interrupted load, which the next load removes' },
    ],
    [
      "INSERT INTO batches (batch_id, target, state, created_at) VALUES ('b', 'library', 'running', '')",
      { Batches: 'ok 1 batch was left by a process that ended' },
    ],
    [
      `INSERT INTO batches (batch_id, target, state, created_at) VALUES ('b', 'library', 'paused', '');
      INSERT INTO batch_documents (batch_id, position, path, relative_path, filename, size_bytes, status)
      VALUES ('b', 0, '', '', '', 0, 'extracting')`,
      { Documents: 'BAD 1 document in hand of no engine' },
    ],
  ])('finds what %s did', (sql, findings) => {
    const folder = filledLibrary();
    meddle(folder, sql);
    expect(diagnose(folder)).toMatchObject(findings);
  });

  it('says that an engine is running, whose unfinished texts and batches are no fault', () => {
    const folder = filledLibrary(2);
    const { release } = valueOf(lockLibrary(folder));
    onTestFinished(release);
    const database = valueOf(openLibrary(folder));
    onTestFinished(() => database.close());
    database.exec(`INSERT INTO texts (fingerprint) VALUES ('left');
      INSERT INTO batches (batch_id, target, state, created_at) VALUES ('b', 'library', 'running', '')`);
    expect(summary(checkLibraryOf(folder))).toMatchObject({
      Library: 'ok version 5, intact, 2 documents',
      Documents: 'ok whole',
      Batches: 'ok an engine is running; it sees to its batches',
    });
  });

  it('names a library that was set aside when there is none', () => {
    const folder = filledLibrary(1);
    writeFileSync(libraryFile(folder), 'hello');
    const kept = valueOf(startFresh(folder, new Date()));
    const found = diagnose(folder);
    expect(found).toMatchObject({
      Library: `ok none yet: the first batch makes it; an earlier one was set aside: ${kept}`,
    });
    expect(found.advice).toContain('--restore');
  });

  it.skipIf(isWindows)('says that a library cannot be read', () => {
    const folder = filledLibrary(1);
    denyAccess(libraryFile(folder));
    const module = new URL('../../../src-main/engine/doctor-library.ts', import.meta.url);
    expect(callAsAnotherUser(module, 'checkLibraryOf', folder)).toMatchObject([
      { name: 'Library', ok: false, finding: 'the file library.sqlite cannot be read' },
    ]);
  });
});
