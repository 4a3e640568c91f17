import { answerPick, expect, MAPPING, SAMPLES, test } from './support/app.ts';

test('a folder with its mapping goes from the dialog to completed', async ({ app, page }) => {
  await answerPick(app, SAMPLES);
  await page.getByRole('button', { name: 'Add folder…' }).click();
  await expect(page.getByRole('button', { name: /^Load 20 documents/u })).toBeEnabled();
  await answerPick(app, MAPPING);
  await page.getByRole('button', { name: 'Choose…' }).click();
  await expect(page.getByText('metadata-mapping.csv')).toBeVisible();
  await page.getByRole('button', { name: /^Load 20 documents/u }).click();
  await expect(page.getByText('✓ Completed')).toBeVisible();
  await expect(page.getByText('20 of 20', { exact: true })).toBeVisible();
});
