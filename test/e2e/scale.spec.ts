import path from 'node:path';
import type { Page } from '@playwright/test';
import { makeLibrary } from '../scale/make-library.ts';
import { expect, launch, test, windowOf } from './support/app.ts';

const DOCUMENTS = 100_000;
const MOST_ROWS = 150;

const rowsInPage = (page: Page): Promise<number> => page.locator('tbody tr').count();

/** Scrolls a list to its end in leaps, and gives the most rows that were in the page. */
const scrollThrough = async (page: Page, name: string): Promise<number> => {
  const list = page.getByRole('region', { name });
  const height = await list.evaluate((element) => element.scrollHeight);
  let most = await rowsInPage(page);
  for (let at = 1; at <= 20; at += 1) {
    await list.evaluate((element, top) => element.scrollTo({ top }), (height * at) / 20);
    await page.waitForTimeout(50);
    most = Math.max(most, await rowsInPage(page));
  }
  return most;
};

test('100,000 documents and 1,000 batches are scrolled to their end with a page of rows at a time', async ({
  folder,
}) => {
  test.setTimeout(300_000);
  makeLibrary(path.join(folder, 'data'), DOCUMENTS);
  const app = await launch({ dataFolder: folder });
  const page = await windowOf(app);
  await page.getByRole('button', { name: 'Library' }).click();
  await expect(page.getByText('98,000 documents')).toBeVisible();
  expect(await scrollThrough(page, 'Documents of the library')).toBeLessThanOrEqual(MOST_ROWS);
  // The oldest document, at the very end.
  await expect(page.getByRole('button', { name: /^document-\d\d?\.txt$/u }).first()).toBeVisible();
  // Another choice of documents is shown from its top, whatever was in sight of the one before.
  const list = page.getByRole('region', { name: 'Documents of the library' });
  const top = list.locator('tr[aria-rowindex="2"]').getByRole('button');
  await page.getByRole('button', { name: /^Category 3/u }).click();
  await expect(top).toBeVisible();
  await list.evaluate((element) => element.scrollTo({ top: element.scrollHeight / 2 }));
  await expect(list.locator('tr[aria-busy]')).toHaveCount(0);
  await page.getByRole('button', { name: /^Category 3/u }).click();
  await expect(top).toBeVisible();
  await page.getByRole('searchbox').fill('document 77777');
  await expect(page.getByText('1 passage', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'document-77777.txt' }).click();
  await expect(page.getByRole('heading', { name: 'document-77777.txt' })).toBeVisible();
  await page.getByRole('button', { name: 'Batches' }).click();
  await expect(page.getByRole('button', { name: /^Open the batch of/u }).first()).toBeVisible();
  expect(await scrollThrough(page, 'Batches of this library')).toBeLessThanOrEqual(MOST_ROWS);
  await app.close();
});
