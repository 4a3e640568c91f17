import path from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';
import { answerPick, expect, test } from './support/app.ts';
import { writeMany, writeTexts } from './support/files.ts';

const loadFolder = async (app: ElectronApplication, page: Page, folder: string): Promise<void> => {
  await page.getByRole('button', { name: 'New batch' }).first().click();
  const clear = page.getByRole('button', { name: 'Clear' });
  if (await clear.isVisible()) await clear.click();
  await answerPick(app, folder);
  await page.getByRole('button', { name: 'Add folder…' }).click();
  await page.getByRole('button', { name: /^Load \d+/u }).click();
  await expect(page.getByRole('button', { name: 'Pause' })).toBeHidden();
  await expect(page.locator('.head .tag')).toHaveText(/Completed|Partly failed|Failed/u);
};

const rows = (page: Page) => page.locator('tbody tr:not(.spacer)');

test('the history is searched and narrowed; a retry is linked and compared; a batch is deleted', async ({
  app,
  page,
  folder,
}) => {
  await page.getByRole('button', { name: 'Batches' }).click();
  await expect(page.getByText('No batches yet')).toBeVisible();
  await loadFolder(app, page, writeTexts(path.join(folder, 'good'), { 'report.txt': 'first words' }));
  await loadFolder(app, page, writeTexts(path.join(folder, 'bad'), { 'empty.txt': '', 'letter.txt': 'second words' }));
  writeTexts(path.join(folder, 'bad'), { 'empty.txt': 'now with words' });
  await page.getByRole('button', { name: 'Retry all' }).click();
  await expect(page.locator('.head .tag')).toHaveText(/Completed/u);
  await expect(page.getByRole('button', { name: /^Retry of/u })).toBeVisible();
  await page.getByRole('button', { name: 'Compare' }).click();
  const compared = page.getByRole('dialog');
  await expect(compared).toContainText('Of 1 failure, the retry processed 1; 0 failed again.');
  await expect(compared.getByRole('row', { name: /empty\.txt FILE_EMPTY Processed/u })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: /^Retry of/u }).click();
  await expect(page.getByRole('button', { name: /^Retried/u })).toBeVisible();

  await page.getByRole('button', { name: 'Batches' }).click();
  await expect(rows(page)).toHaveCount(3);
  await page.getByRole('searchbox', { name: 'File name or batch id' }).fill('LETTER');
  await expect(rows(page)).toHaveCount(1);
  await expect(page.getByText('1 batch', { exact: true })).toBeVisible();
  await page.getByRole('searchbox').fill('nowhere');
  await expect(page.getByText('No batch fits.')).toBeVisible();
  await page.getByRole('button', { name: 'Clear' }).click();
  await page.getByRole('combobox', { name: 'State' }).selectOption('Partly failed');
  await expect(rows(page)).toHaveCount(1);
  await page.getByRole('checkbox', { name: 'Open failures only' }).check();
  await expect(page.getByText('No batch fits.')).toBeVisible();
  await page.getByRole('button', { name: 'Clear' }).click();
  await page.getByRole('combobox', { name: 'Target' }).selectOption('Neo4j');
  await expect(page.getByText('No batch fits.')).toBeVisible();
  await page.getByRole('button', { name: 'Clear' }).click();
  await page.getByLabel('To', { exact: true }).fill('2020-01-01');
  await expect(page.getByText('No batch fits.')).toBeVisible();
  await page.getByLabel('To', { exact: true }).fill('');
  await page.getByLabel('From', { exact: true }).fill('2020-01-01');
  await expect(rows(page)).toHaveCount(3);

  await page
    .getByRole('button', { name: /^Delete the batch/u })
    .last()
    .click();
  await expect(page.getByRole('dialog')).toContainText('1 document stays in the library');
  await page.keyboard.press('Escape');
  await expect(rows(page)).toHaveCount(3);
  await page
    .getByRole('button', { name: /^Delete the batch/u })
    .last()
    .click();
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(page.getByText('1 batch deleted from the history.')).toBeVisible();
  await expect(rows(page)).toHaveCount(2);
  await page.getByRole('button', { name: 'Library' }).click();
  await expect(page.getByText('3 documents', { exact: true })).toBeVisible();
});

test('a series is one row that opens', async ({ app, page, folder }) => {
  await loadFolder(app, page, writeMany(path.join(folder, 'many'), 150));
  await page.getByRole('button', { name: 'Batches' }).click();
  await expect(rows(page)).toHaveCount(1);
  await expect(rows(page)).toContainText('150');
  const toggle = page.getByRole('button', { name: /^Batches of the series/u });
  await expect(toggle).toHaveAttribute('aria-expanded', 'false');
  await toggle.press('Enter');
  await expect(toggle).toHaveAttribute('aria-expanded', 'true');
  await expect(rows(page)).toHaveCount(3);
  await page
    .getByRole('button', { name: /^Open the batch/u })
    .first()
    .click();
  await expect(page.getByRole('heading', { name: /^Batch /u })).toBeVisible();
  await page.getByRole('button', { name: 'Batches' }).click();
  await page.getByRole('button', { name: /^Open the series/u }).click();
  await expect(page.getByRole('heading', { name: /^Series /u })).toBeVisible();
});

test('without a Neo4j database the batches of colleagues say what is missing', async ({ page }) => {
  await page.getByRole('button', { name: 'Batches' }).click();
  await page.getByRole('button', { name: 'All workstations (Neo4j)' }).click();
  await expect(page.getByRole('alert')).toContainText('The address of the Neo4j database is not set.');
  await page.getByRole('alert').getByRole('button', { name: 'Settings' }).click();
  await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible();
});
