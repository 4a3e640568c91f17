import path from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';
import { answerPick, expect, SAMPLES } from './app.ts';
import { writeTexts } from './files.ts';

/** Every screen in turn, with something on it. */
export const visitScreens = async (
  app: ElectronApplication,
  page: Page,
  folder: string,
  look: (where: string) => Promise<void>,
): Promise<void> => {
  await look('New batch, empty');
  await answerPick(app, SAMPLES, writeTexts(path.join(folder, 'in'), { 'empty.txt': '' }));
  await page.getByRole('button', { name: 'Add folder…' }).click();
  await expect(page.getByText('1 problem will fail')).toBeVisible();
  await look('New batch');
  await page.getByRole('button', { name: /^Load 21/u }).click();
  await expect(page.getByText('! Partly failed')).toBeVisible();
  await look('Batch');
  await page.getByRole('button', { name: 'Batches' }).click();
  await expect(page.getByRole('button', { name: /^Open the batch of/u })).toBeVisible();
  await look('Batches');
  await page.getByRole('button', { name: 'Library' }).click();
  await expect(page.getByRole('button', { name: 'crew-handbook.docx' })).toBeVisible();
  await look('Library');
  await page.getByRole('searchbox').fill('crane');
  await expect(page.getByText(/passages?$/u)).toBeVisible();
  await look('Library, found');
  await page.getByRole('button', { name: 'crane-inspection-report-qc05.pdf' }).first().click();
  await expect(page.getByText('Chunk 0')).toBeVisible();
  await look('Reader');
  await page.getByRole('button', { name: 'Settings' }).click();
  await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible();
  await look('Settings');
};
