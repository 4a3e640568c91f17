import path from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { answerPick, expect, SAMPLES, test } from './support/app.ts';
import { writeTexts } from './support/files.ts';
import { tabTo } from './support/keyboard.ts';

const expectNoViolation = async (page: Page, where: string): Promise<void> => {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    // The window's policy refuses code of text, which is how axe comes into frames; there are none.
    const { violations } = await new AxeBuilder({ page })
      .setLegacyMode()
      .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
      .analyze();
    const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
    expect(found, `${where}, ${colorScheme}`).toEqual([]);
  }
};

test('no screen has a violation of WCAG 2.2 AA that axe can find', async ({ app, page, folder }) => {
  await expect(page.getByRole('region', { name: 'Welcome to Stevedore' })).toBeVisible();
  await expectNoViolation(page, 'Welcome');
  await page.getByRole('button', { name: 'Start with my own files' }).click();
  await expectNoViolation(page, 'New batch, empty');
  await answerPick(app, SAMPLES, writeTexts(path.join(folder, 'in'), { 'empty.txt': '' }));
  await page.getByRole('button', { name: 'Add folder…' }).click();
  await expect(page.getByText('1 problem will fail')).toBeVisible();
  await expectNoViolation(page, 'New batch');
  await page.getByRole('button', { name: 'Set defaults…' }).click();
  await expectNoViolation(page, 'Defaults');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: /^Load 21/u }).click();
  await expect(page.getByText('! Partly failed')).toBeVisible();
  await expectNoViolation(page, 'Batch');
  await page.getByRole('button', { name: 'Batches' }).click();
  await expect(page.getByRole('button', { name: /^Open the batch of/u })).toBeVisible();
  await expectNoViolation(page, 'Batches');
  await page.getByRole('button', { name: 'Library' }).click();
  await expect(page.getByRole('button', { name: 'crew-handbook.docx' })).toBeVisible();
  await expectNoViolation(page, 'Library');
  await page.getByRole('searchbox').fill('crane');
  await expect(page.getByText(/passages?$/u)).toBeVisible();
  await expectNoViolation(page, 'Library, found');
  await page.getByRole('button', { name: 'crane-inspection-report-qc05.pdf' }).first().click();
  await expect(page.getByText('Chunk 0')).toBeVisible();
  await expectNoViolation(page, 'Reader');
  await page.getByRole('button', { name: 'Settings' }).click();
  await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible();
  await expect(page.getByRole('table', { name: 'Log' })).toBeVisible();
  await expectNoViolation(page, 'Settings');
  await page.getByRole('button', { name: 'Add field' }).click();
  await page.getByLabel('Files in a batch').fill('many');
  await page.getByLabel('Characters in a chunk').fill('900');
  await expectNoViolation(page, 'Settings, wrong');
  await page.getByRole('button', { name: 'Back to the default…' }).click();
  await expectNoViolation(page, 'Settings, dialog');
});

test('a batch is loaded by keyboard alone', async ({ app, page, folder }) => {
  await answerPick(app, writeTexts(path.join(folder, 'in'), { 'a.txt': 'some words' }));
  await tabTo(page, /^Add folder…$/u);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: /^Load 1 document/u })).toBeEnabled();
  await tabTo(page, /^Author of a.txt/u);
  await page.keyboard.press('Enter');
  await page.keyboard.type('Ana');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Author of a.txt: Ana' })).toBeVisible();
  await expect(page.getByRole('button', { name: /^Load 1 document/u })).toBeEnabled();
  await tabTo(page, /^Load 1 document/u);
  await page.keyboard.press('Enter');
  await expect(page.getByText('✓ Completed')).toBeVisible();
});

test('one live region says how a batch goes and what was found, and notices are alerts only for what blocks', async ({
  app,
  page,
  folder,
}) => {
  const region = page.locator('[aria-live], [role=status]');
  await expect(region).toHaveCount(1);
  const said: string[] = [];
  await page.exposeFunction('noteSaid', (text: string) => void said.push(text));
  await region.evaluate((element) => {
    new MutationObserver(() => window.noteSaid(element.textContent)).observe(element, {
      childList: true,
      characterData: true,
      subtree: true,
    });
  });
  await answerPick(app, writeTexts(path.join(folder, 'in'), { 'a.txt': 'some words', 'empty.txt': '' }));
  await page.getByRole('button', { name: 'Add folder…' }).click();
  await page.getByRole('button', { name: /^Load 2/u }).click();
  await expect(page.getByText('! Partly failed')).toBeVisible();
  await expect.poll(() => said, { timeout: 15_000 }).toContain('Partly failed: 1 processed, 1 failed.');
  await page.getByRole('button', { name: 'Library' }).click();
  await page.getByRole('searchbox').pressSequentially('words');
  await expect.poll(() => said.at(-1)).toBe('1 passage');
  await expect(region).toHaveCount(1);
});

declare global {
  interface Window {
    noteSaid: (text: string) => void;
  }
}
