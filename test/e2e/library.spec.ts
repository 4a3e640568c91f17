import { existsSync, readFileSync, unlinkSync } from 'node:fs';
import path from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';
import { answerPick, expect, MAPPING, SAMPLES, test } from './support/app.ts';
import { writeTexts } from './support/files.ts';

test('what was loaded is searched as one types, narrowed by metadata, and read', async ({ app, page }) => {
  await page.getByRole('button', { name: 'Library' }).click();
  await expect(page.getByText('The library is empty')).toBeVisible();
  await page.getByRole('button', { name: 'New batch' }).first().click();
  await answerPick(app, SAMPLES);
  await page.getByRole('button', { name: 'Add folder…' }).click();
  // The first dialog has its answer: the next one has another.
  await expect(page.getByRole('button', { name: /^Load 20/u })).toBeVisible();
  await answerPick(app, MAPPING);
  await page.getByRole('button', { name: 'Choose…' }).click();
  await expect(page.getByText('metadata-mapping.csv')).toBeVisible();
  await page.getByRole('button', { name: /^Load 20/u }).click();
  await expect(page.getByText('✓ Completed')).toBeVisible();

  await page.getByRole('button', { name: 'Library' }).click();
  await expect(page.locator('.head').getByText('20 documents')).toBeVisible();
  await page.getByRole('searchbox').pressSequentially('crane');
  await expect(page.locator('mark', { hasText: /crane/iu }).first()).toBeVisible();
  const all = await page.locator('.hits li').count();
  await page
    .getByRole('complementary')
    .getByRole('button', { name: /^report/u })
    .click();
  await expect.poll(() => page.locator('.hits li').count()).toBeLessThan(all);
  await page.getByRole('button', { name: 'crane-inspection-report-qc05.pdf' }).first().click();
  await expect(page.getByRole('heading', { name: 'crane-inspection-report-qc05.pdf' })).toBeVisible();
  await expect(page.getByText('Chunk 0')).toBeVisible();
  await expect(page.getByRole('complementary').getByText('safety', { exact: false }).first()).toBeVisible();
  await page.getByRole('button', { name: 'Back' }).click();
  await expect(page.getByRole('searchbox')).toHaveValue('crane');
  await page.getByRole('searchbox').fill('係留');
  await expect(page.getByText('Nothing was found')).toBeVisible();
  await page.getByRole('button', { name: 'Show all, not only report' }).first().click();
  await expect(page.locator('mark', { hasText: '係留' }).first()).toBeVisible();
});

const loadAndRead = async (app: ElectronApplication, page: Page, folder: string): Promise<void> => {
  await answerPick(app, writeTexts(path.join(folder, 'in'), { 'a.txt': 'first words', 'b.txt': 'second words' }));
  await page.getByRole('button', { name: 'Add folder…' }).click();
  await page.getByRole('button', { name: /^Load 2/u }).click();
  await expect(page.getByText('✓ Completed')).toBeVisible();
  await page.getByRole('button', { name: 'Library' }).click();
  await page.getByRole('button', { name: 'a.txt' }).click();
};

test('metadata of a document are edited, and what they cannot be is said where it is typed', async ({
  app,
  page,
  folder,
}) => {
  await loadAndRead(app, page, folder);
  await page.getByRole('button', { name: 'Edit metadata…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Author').fill('Ana');
  await dialog.getByLabel('Date created').fill('31.02.2025');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByRole('alert')).toContainText("Field 'date_created' must be a calendar day like 2025-10-16");
  await dialog.getByLabel('Date created').fill('2025-02-28');
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  const details = page.getByRole('complementary', { name: 'About this document' });
  await expect(details).toContainText('Ana');
  await expect(details).toContainText('2025-02-28');
  await page.getByRole('button', { name: 'Back' }).click();
  await expect(page.getByRole('button', { name: /^Ana/u })).toBeVisible();
});

test('a file is opened, and one that is gone is said to be', async ({ app, page, folder }) => {
  await loadAndRead(app, page, folder);
  await app.evaluate(({ shell }) => {
    shell.openPath = (file) => Promise.resolve(file.endsWith('a.txt') ? 'the right file' : file);
  });
  await page.getByRole('button', { name: 'Open the file' }).click();
  await expect(page.getByText('The file cannot be opened: the right file')).toBeVisible();
  await page.getByRole('button', { name: 'Dismiss' }).click();
  unlinkSync(path.join(folder, 'in', 'a.txt'));
  await page.getByRole('button', { name: 'Open the file' }).click();
  await expect(page.getByText('The file of this document is not there.')).toBeVisible();
});

test('a document is removed only when that is confirmed; its file stays', async ({ app, page, folder }) => {
  await loadAndRead(app, page, folder);
  await page.getByRole('button', { name: 'Remove document…' }).click();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('heading', { name: 'a.txt' })).toBeVisible();
  await page.getByRole('button', { name: 'Remove document…' }).click();
  await page.getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(page.getByText('a.txt was removed from the library.')).toBeVisible();
  await expect(page.getByText('1 document', { exact: true })).toBeVisible();
  expect(existsSync(path.join(folder, 'in', 'a.txt'))).toBe(true);
});

test('a setting is validated where it is typed, saved, and kept', async ({ page }) => {
  await page.getByRole('button', { name: 'Settings' }).click();
  const files = page.getByRole('textbox', { name: 'Files in a batch' });
  await files.fill('500');
  await expect(page.getByText('A whole number from 1 to 100.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Save', exact: true })).toBeDisabled();
  await files.fill('50');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('It takes effect at the next start of Stevedore.')).toBeVisible();
  await page.getByRole('button', { name: 'Library' }).click();
  await page.getByRole('button', { name: 'Settings' }).click();
  await expect(files).toHaveValue('50');
});

test('the HTTP API is off, and answers with its key once it is switched on', async ({ page }) => {
  await page.getByRole('button', { name: 'Settings' }).click();
  const read = () => page.evaluate(() => window.stevedore.call('shell.info', {}));
  const before = await read();
  expect(before.ok && before.value.http_url).toBeUndefined();
  await page.getByRole('checkbox', { name: 'Answer programs of this machine' }).check();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText(/^It answers at http:\/\/localhost:/u)).toBeVisible();
  const info = await read();
  const { http_url: url = '', http_key_file: file = '' } = info.ok ? info.value : {};
  const key = readFileSync(file, 'utf8').trim();
  const ask = async (headers: Record<string, string>) => (await fetch(`${url}/api/v1/batches`, { headers })).status;
  expect(await ask({})).toBe(401);
  expect(await ask({ 'x-api-key': key })).toBe(200);
  await page.getByRole('checkbox', { name: 'Answer programs of this machine' }).uncheck();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect.poll(() => ask({ 'x-api-key': key }).catch(() => 'refused')).toBe('refused');
});
