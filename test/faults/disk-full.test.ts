import { spawnSync } from 'node:child_process';
import { DatabaseSync } from 'node:sqlite';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { batchStatusSchema } from '../../src-main/contract/batch.ts';
import { libraryFile } from '../../src-main/engine/library/open-library.ts';
import { PROJECT_FOLDER } from '../support/run-cli.ts';
import { canMount, whySkipped } from '../support/small-disk.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { readBatchOf, testEngine } from '../support/test-engine.ts';
import { numberFrom } from '../support/test-library.ts';
import { failureOf, valueOf } from '../support/unwrap.ts';
import { writeFiles } from '../support/write-files.ts';

const DOCUMENTS = 30;
const SENTENCE = 'The disk is full. Free some space, then resume the batch.';

/** Texts of about 700 kB each; their words differ, so that the full-text index grows too. */
const largeTexts = (): string => {
  const folder = temporaryFolder();
  const text = (seed: number): string =>
    Array.from({ length: 60_000 }, (_, index) => `word${(index * 7919 + seed * 104_729) % 1_000_003}`).join(' ');
  writeFiles(
    folder,
    Object.fromEntries(Array.from({ length: DOCUMENTS }, (_, index) => [`${index}.txt`, text(index)])),
  );
  return folder;
};

it.skipIf(!canMount)(
  `pauses a batch on a full disk and says what to do, and ends it when there is room${whySkipped}`,
  { timeout: 120_000 },
  () => {
    const [disk, documents] = [temporaryFolder(), largeTexts()];
    const stevedore = `'${process.execPath}' src-main/faces/cli/main.ts`;
    const script = `
      mount -t tmpfs -o size=30m none '${disk}'
      ${stevedore} ingest '${documents}' --json; echo "--- $?"
      ${stevedore} resume --json; echo "--- $?"
      ${stevedore} status "$(${stevedore} history --json | grep -o '"batch_id": "[^"]*' | cut -d'"' -f4)" --json; echo "--- $?"
      mount -o remount,size=2g '${disk}'
      ${stevedore} resume --json; echo "--- $?"
      ${stevedore} doctor; echo "--- $?"`;
    const { stdout, stderr } = spawnSync('unshare', ['--map-root-user', '--mount', 'sh', '-c', script], {
      encoding: 'utf8',
      cwd: PROJECT_FOLDER,
      env: { PATH: process.env['PATH'], STEVEDORE_DATA_DIR: path.join(disk, 'data'), HOME: disk },
    });
    const [ingested = '', still = '', status = '', resumed = '', doctor = '', last = ''] = stdout.split('--- ');
    const first = batchStatusSchema.parse(JSON.parse(ingested));
    expect(first).toMatchObject({ state: 'paused', state_reason: SENTENCE, failed_count: 0 });
    expect(first.processed_count).toBeGreaterThan(0);
    expect(first.processed_count + first.waiting_count).toBe(DOCUMENTS);
    // As long as the disk is full, resuming loses nothing and says the same.
    expect(still).toMatch(/^130\n/u);
    const jsonOf = (part: string): unknown => JSON.parse(part.slice(part.indexOf('\n')));
    expect(jsonOf(still)).toMatchObject({ state: 'paused', state_reason: SENTENCE, failed_count: 0 });
    expect(status).toMatch(/^130\n/u);
    expect(jsonOf(status)).toMatchObject({ state: 'paused', state_reason: SENTENCE });
    expect(jsonOf(resumed)).toMatchObject({ status: 'completed', processed_count: DOCUMENTS, waiting_count: 0 });
    expect(doctor).toMatch(/^0\n/u);
    expect(last, doctor).toBe('0\n');
    expect(stderr).not.toContain('bug');
  },
);

it('pauses a batch when the library cannot grow, and ends it when it can', { timeout: 60_000 }, async () => {
  const { exec } = DatabaseSync.prototype;
  let mostPages = 2500;
  DatabaseSync.prototype.exec = function (sql: string): void {
    exec.call(this, sql);
    // The limit belongs to the connection: it is set whenever the engine sets another property of it.
    if (sql.startsWith('PRAGMA synchronous')) exec.call(this, `PRAGMA max_page_count = ${mostPages}`);
  };
  onTestFinished(() => void (DatabaseSync.prototype.exec = exec));
  const { engine, dataFolder } = testEngine();
  const { batch_id } = valueOf(await engine.call('batch.start', { paths: [largeTexts()] }));
  await engine.idle();
  const paused = await readBatchOf(engine, batch_id);
  expect(paused.status).toMatchObject({ state: 'paused', state_reason: SENTENCE, failed_count: 0 });
  expect(paused.status.processed_count).toBeGreaterThan(0);
  expect(paused.documents.some(({ status }) => status === 'extracting')).toBe(false);
  const folder = temporaryFolder();
  writeFiles(
    folder,
    Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`${index}${'n'.repeat(200)}.txt`, 'x'])),
  );
  const refused = await Promise.all(Array.from({ length: 40 }, () => engine.call('batch.start', { paths: [folder] })));
  await engine.idle();
  const failures = refused.filter(({ ok }) => !ok).map(failureOf);
  expect(failures.length).toBeGreaterThan(0);
  expect(new Set(failures.map(({ code }) => code))).toEqual(new Set(['DISK_FULL']));

  mostPages = 1_000_000_000;
  valueOf(await engine.call('batch.resume', { batch_id }));
  await engine.idle();
  expect((await readBatchOf(engine, batch_id)).status).toMatchObject({
    status: 'completed',
    processed_count: DOCUMENTS,
    failed_count: 0,
  });
  const reader = new DatabaseSync(libraryFile(dataFolder), { readOnly: true });
  expect(numberFrom(reader, 'SELECT count(*) FROM texts')).toBe(numberFrom(reader, 'SELECT count(*) FROM documents'));
  reader.close();
});
