/** `npm run screenshots`: pictures of every screen for docs/images, light and dark, with the sample documents. */
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';
import { answerPick, answerQuestion, launch, MAPPING, ROOT, SAMPLES, windowOf } from './support/app.ts';

const IMAGES = path.join(ROOT, 'docs', 'images');
const SIZES = process.argv.includes('--large') ? [[1920, 1080]] : [[1280, 800]];

/** Some documents that fail, and long names. */
const makeTroubled = (): string => {
  const folder = mkdtempSync(path.join(tmpdir(), 'stevedore-troubled-'));
  writeFileSync(path.join(folder, 'empty.txt'), '');
  writeFileSync(path.join(folder, 'broken.pdf'), '%PDF-1.7 and then nothing that a reader could use');
  writeFileSync(path.join(folder, 'not really a word document.docx'), 'plain text under another name');
  writeFileSync(
    path.join(folder, `${'a rather long name of a document that somebody saved on a Friday evening '.repeat(2)}.txt`),
    'Some words.',
  );
  return folder;
};

const pick = async (app: ElectronApplication, page: Page, folder: string): Promise<void> => {
  await answerPick(app, folder);
  await page.getByRole('button', { name: 'Add folder…' }).click();
  await page.getByRole('button', { name: /^Load \d+ documents/u }).waitFor();
};

const takeAll = async (scheme: 'light' | 'dark', width: number, height: number): Promise<void> => {
  const dataFolder = mkdtempSync(path.join(tmpdir(), 'stevedore-shots-'));
  const troubled = makeTroubled();
  // Pictures name no folder of the machine that they were made on.
  const samples = path.join(dataFolder, 'Harbour documents');
  cpSync(SAMPLES, samples, { recursive: true });
  const app = await launch({ dataFolder, environment: { WORKSTATION_NAME: 'office-3' } });
  const page = await windowOf(app);
  await page.emulateMedia({ colorScheme: scheme });
  await app.evaluate(
    ({ BrowserWindow }, [w, h]) => BrowserWindow.getAllWindows()[0]?.setSize(w ?? 0, h ?? 0),
    [width, height],
  );
  await page.waitForTimeout(500);
  const suffix = width === 1280 ? scheme : `${scheme}-${width}`;
  const take = async (name: string): Promise<void> => {
    await page.waitForTimeout(300);
    await page.screenshot({ path: path.join(IMAGES, `${name}-${suffix}.png`) });
  };
  await take('welcome');
  await page.getByRole('button', { name: 'Start with my own files' }).click();
  await take('new-batch-empty');
  await pick(app, page, samples);
  await answerPick(app, MAPPING);
  await page.getByRole('button', { name: 'Choose…' }).click();
  await page.getByText('metadata-mapping.csv').waitFor();
  await page.getByRole('button', { name: /^Load \d+ documents/u }).waitFor();
  await pick(app, page, troubled);
  await take('new-batch');
  await page.getByRole('button', { name: /^Load \d+ documents/u }).click();
  await page.getByText('! Partly failed').waitFor();
  await page.waitForTimeout(2500);
  await take('batch');
  writeFileSync(path.join(troubled, 'empty.txt'), 'No longer empty.');
  await page.getByRole('button', { name: 'Retry all' }).click();
  await page.getByText('! Partly failed').waitFor();
  await page.getByRole('button', { name: 'Compare' }).click();
  await take('batch-compare');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: /^Batches/u }).click();
  await take('batches');
  await page.getByRole('button', { name: 'Library' }).click();
  await take('library');
  await page.getByRole('searchbox').fill('crane');
  await page.getByText(/passages?$/u).waitFor();
  await take('library-search');
  await page.getByRole('button', { name: 'crane-inspection-report-qc05.pdf' }).first().click();
  await page.getByText('Chunk 0').waitFor();
  await take('reader');
  await page.getByRole('button', { name: 'Edit metadata…' }).click();
  await page.getByLabel('Author').waitFor();
  await take('reader-edit');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Settings' }).click();
  await take('settings');
  for (const section of ['Metadata fields', 'Data folder']) {
    await page.getByRole('navigation').getByRole('button', { name: section, exact: true }).click();
    await take(`settings-${section.toLowerCase().replace(' ', '-')}`);
  }
  await answerQuestion(app, 1);
  await app.close();
  rmSync(dataFolder, { recursive: true, force: true, maxRetries: 5 });
  rmSync(troubled, { recursive: true, force: true });
};

mkdirSync(IMAGES, { recursive: true });
for (const scheme of ['light', 'dark'] as const)
  for (const [width = 0, height = 0] of SIZES) await takeAll(scheme, width, height);
