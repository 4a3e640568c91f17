import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { answerPick, answerSave, expect, MAPPING, ROOT, SAMPLES, test } from './support/app.ts';
import { writeMany, writeTexts } from './support/files.ts';

const loadButton = (page: Page) => page.getByRole('button', { name: /^Load \d/u });

test('a folder with a CSV mapping goes from the dialog to completed', async ({ app, page }) => {
  await answerPick(app, SAMPLES);
  await page.getByRole('button', { name: 'Add folder…' }).click();
  await expect(page.getByRole('button', { name: /^Load 20 documents, .* kB$/u })).toBeEnabled();
  await answerPick(app, MAPPING);
  await page.getByRole('button', { name: 'Choose…' }).click();
  await expect(page.getByText('metadata-mapping.csv')).toBeVisible();
  await expect(page.getByRole('button', { name: /^Warnings/u })).toBeVisible();
  await loadButton(page).click();
  await expect(page.getByText('✓ Completed')).toBeVisible();
  await expect(page.getByText('20 of 20', { exact: true })).toBeVisible();
  // Japanese in a PDF, read in the extractor of the app.
  const found = await page.evaluate(() => window.stevedore.call('library.search', { words: '避難経路' }));
  const japanese = await page.evaluate(() => window.stevedore.call('library.search', { words: '安全' }));
  expect([found.ok, japanese.ok]).toEqual([true, true]);
  expect(japanese.ok && japanese.value.hits.some(({ filename }) => filename === 'port-safety-procedure-ja.pdf')).toBe(
    true,
  );
  await page.getByRole('button', { name: 'Batches' }).click();
  await page.getByRole('button', { name: /^Open the batch of/u }).click();
  await expect(page.getByText('20 of 20', { exact: true })).toBeVisible();
});

test('a JSON mapping shows its metadata in the table', async ({ app, page }) => {
  await answerPick(app, SAMPLES);
  await page.getByRole('button', { name: 'Add folder…' }).click();
  await answerPick(app, path.join(ROOT, 'fixtures/metadata-mapping.json'));
  await page.getByRole('button', { name: 'Choose…' }).click();
  await expect(page.getByRole('button', { name: /^Author of crew-handbook.docx: (?!–)/u })).toBeVisible();
});

test('metadata is corrected in the table, loaded and saved as a mapping', async ({ app, page, folder }) => {
  const files = writeTexts(path.join(folder, 'in'), { 'a.txt': 'one', 'b.txt': 'two' });
  writeTexts(folder, { 'mapping.csv': 'filename,author,date_created\na.txt,Ana,2025-10-16\nb.txt,Bo,not a day\n' });
  await answerPick(app, files);
  await page.getByRole('button', { name: 'Add folder…' }).click();
  await answerPick(app, path.join(folder, 'mapping.csv'));
  await page.getByRole('button', { name: 'Choose…' }).click();
  await expect(page.getByText('1 problem will fail')).toBeVisible();
  await page.getByRole('button', { name: /^Date created of b.txt/u }).click();
  await page.getByRole('textbox', { name: 'Date created of b.txt' }).fill('2025-10-17');
  await page.keyboard.press('Enter');
  await expect(page.getByText('No problems.')).toBeVisible();
  const saved = path.join(folder, 'corrected.csv');
  await answerSave(app, saved);
  await page.getByRole('button', { name: 'Save corrected mapping…' }).click();
  await expect(page.getByText('Saved corrected.csv.')).toBeVisible();
  expect(readFileSync(saved, 'utf8')).toContain('b.txt,Bo,,2025-10-17');
  await loadButton(page).click();
  await expect(page.getByText('✓ Completed')).toBeVisible();
});

test('what failed is exported, repaired and retried, and nothing else is loaded again', async ({
  app,
  page,
  folder,
}) => {
  const files = writeTexts(path.join(folder, 'in'), { 'good.txt': 'some words', 'empty.txt': '' });
  await answerPick(app, files);
  await page.getByRole('button', { name: 'Add folder…' }).click();
  await loadButton(page).click();
  await expect(page.getByText('! Partly failed')).toBeVisible();
  const exported = path.join(folder, 'failures.csv');
  await answerSave(app, exported);
  await page.getByRole('button', { name: 'Export failures…' }).click();
  await expect(page.getByText('Saved failures.csv.')).toBeVisible();
  expect(readFileSync(exported, 'utf8')).toContain('FILE_EMPTY');
  writeTexts(files, { 'empty.txt': 'now it has words' });
  await page.getByRole('button', { name: 'Retry all' }).click();
  await expect(page.getByText('✓ Completed')).toBeVisible();
  await expect(page.getByText('1 of 1', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Batches' }).click();
  await expect(page.getByRole('row')).toHaveCount(3);
});

test('a failure that nobody repairs is marked as handled', async ({ app, page, folder }) => {
  await answerPick(app, writeTexts(path.join(folder, 'in'), { 'empty.txt': '', 'good.txt': 'words' }));
  await page.getByRole('button', { name: 'Add folder…' }).click();
  await loadButton(page).click();
  await page.getByRole('button', { name: 'Mark empty.txt as handled' }).click();
  await page.getByRole('textbox', { name: 'What was done' }).fill('asked the owner');
  await page.getByRole('button', { name: 'Mark as handled', exact: true }).click();
  await expect(page.getByText('Handled: asked the owner')).toBeVisible();
});

test('problems can be left out, and taken back', async ({ app, page, folder }) => {
  await answerPick(app, writeTexts(path.join(folder, 'in'), { 'empty.txt': '', 'good.txt': 'words' }));
  await page.getByRole('button', { name: 'Add folder…' }).click();
  await page.getByRole('button', { name: 'Leave out 1' }).click();
  await expect(page.getByRole('button', { name: /^Load 1 document,/u })).toBeVisible();
  await page.getByRole('button', { name: 'Take back 1 left out' }).click();
  await expect(page.getByRole('button', { name: /^Load 2 documents,/u })).toBeVisible();
});

test('over 100 files become a series, which is one thing', async ({ app, page, folder }) => {
  await answerPick(app, writeMany(path.join(folder, 'in'), 130));
  await page.getByRole('button', { name: 'Add folder…' }).click();
  await page.getByRole('button', { name: 'Load 130 documents as a series of 2 batches' }).click();
  await expect(page.getByRole('heading', { name: /^Series/u })).toBeVisible();
  await expect(page.getByText('130 of 130', { exact: true })).toBeVisible();
  await expect(page.getByText('✓ Completed')).toBeVisible();
  // Only the rows in sight are in the page.
  expect(await page.getByRole('row').count()).toBeLessThan(60);
});

test('a batch is paused, resumed and cancelled', async ({ app, page, folder }) => {
  await answerPick(app, writeMany(path.join(folder, 'in'), 100, 3000));
  await page.getByRole('button', { name: 'Add folder…' }).click();
  await loadButton(page).click();
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(page.getByText('! Paused')).toBeVisible();
  await page.getByRole('button', { name: 'Resume' }).click();
  await page.getByRole('button', { name: 'Cancel batch' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel batch' }).click();
  await expect(page.getByText('= Cancelled')).toBeVisible();
  const counts = await page.evaluate(async () => {
    const history = await window.stevedore.call('batch.history', {});
    return history.ok ? history.value.batches[0] : undefined;
  });
  expect(counts?.waiting_count).toBe(0);
  expect((counts?.processed_count ?? 0) + (counts?.cancelled_count ?? 0)).toBe(100);
});

test('a folder is dropped on the window', async ({ page, folder }) => {
  const files = writeMany(path.join(folder, 'dropped'), 3);
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: [files], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await session.send('Input.dispatchDragEvent', { type, x: 600, y: 400, data });
  }
  await expect(page.getByRole('button', { name: /^Load 3 documents/u })).toBeVisible();
});
