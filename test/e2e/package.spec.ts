import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { extractAll, getRawHeader, listPackage } from '@electron/asar';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { _electron } from '@playwright/test';
import { answerPick, expect, ROOT, SAMPLES, test, windowOf } from './support/app.ts';

const UNPACKED = path.join(ROOT, 'dist', 'linux-unpacked');
const ASAR = path.join(UNPACKED, 'resources', 'app.asar');
/** As the wire has them: '0' is off, '1' is on. */
const [OFF, ON] = [48, 49];

test.describe.configure({ mode: 'serial' });

test.beforeAll(() => {
  test.setTimeout(180_000);
  const made = spawnSync('npm', ['run', '-s', 'package:dir'], { cwd: ROOT, encoding: 'utf8' });
  expect(made.status, made.stderr).toBe(0);
});

test('the package has what is needed inside, and nothing else', () => {
  const files = listPackage(ASAR, { isPack: false }).map((file) => file.replaceAll(path.sep, '/'));
  for (const needed of [
    '/package.json',
    '/out/main/main.js',
    '/out/main/engine-process.js',
    '/out/main/extractor-process.js',
    '/out/preload/preload.cjs',
    '/out/renderer/index.html',
    '/node_modules/pdfjs-dist/cmaps/UniJIS-UTF16-H.bcmap',
    '/node_modules/pdfjs-dist/legacy/build/pdf.worker.mjs',
  ]) {
    expect(files).toContain(needed);
  }
  expect(files.filter((file) => /\.map$|\.ts$|^\/(src-|test|fixtures|docs)/u.test(file))).toEqual([]);
  const packages = files.flatMap((file) => /^\/node_modules\/(?<name>[^/]+)$/u.exec(file)?.groups?.['name'] ?? []);
  expect(packages).toEqual(['pdfjs-dist']);
  const samples = path.join(UNPACKED, 'resources', 'samples');
  expect(readdirSync(path.join(samples, 'batch-files'))).toHaveLength(20);
  expect(existsSync(path.join(samples, 'metadata-mapping.csv'))).toBe(true);
  // Every file has a hash, which the fuse has checked.
  expect(JSON.stringify(getRawHeader(ASAR).header)).toContain('"integrity"');
});

test('the fuses are set', async () => {
  const binary = readdirSync(UNPACKED).find((name) => name === 'stevedore');
  expect(binary).toBeDefined();
  const wire = await getCurrentFuseWire(path.join(UNPACKED, 'stevedore'));
  expect(wire).toMatchObject({
    [FuseV1Options.RunAsNode]: OFF,
    [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: OFF,
    [FuseV1Options.EnableNodeCliInspectArguments]: OFF,
    [FuseV1Options.OnlyLoadAppFromAsar]: ON,
    [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: ON,
    [FuseV1Options.GrantFileProtocolExtraPrivileges]: OFF,
  });
});

test('the packaged engine and extractor load the samples, Japanese ones too', async ({ folder }) => {
  const unpacked = path.join(folder, 'app');
  extractAll(ASAR, unpacked);
  expect(existsSync(path.join(unpacked, 'node_modules', 'react'))).toBe(false);
  expect(JSON.parse(readFileSync(path.join(unpacked, 'package.json'), 'utf8'))).toMatchObject({
    main: 'out/main/main.js',
  });
  const app = await _electron.launch({
    args: [unpacked, `--user-data-dir=${path.join(folder, 'profile')}`],
    cwd: folder,
    env: { PATH: process.env['PATH'] ?? '', HOME: folder, STEVEDORE_DATA_DIR: path.join(folder, 'data') },
  });
  const page = await windowOf(app);
  await answerPick(app, SAMPLES);
  await page.getByRole('button', { name: 'Add folder…' }).click();
  await page.getByRole('button', { name: /^Load 20/u }).click();
  await expect(page.getByText('✓ Completed')).toBeVisible();
  const found = await page.evaluate(() => window.stevedore.call('library.search', { words: '安全' }));
  expect(found.ok && found.value.hits.some(({ filename }) => filename === 'port-safety-procedure-ja.pdf')).toBe(true);
  await app.close();
});
