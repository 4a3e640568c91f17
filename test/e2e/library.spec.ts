import { readFileSync } from 'node:fs';
import { answerPick, expect, MAPPING, SAMPLES, test } from './support/app.ts';

test('what was loaded is searched as one types, narrowed by metadata, and read', async ({ app, page }) => {
  await page.getByRole('button', { name: 'Library' }).click();
  await expect(page.getByText('The library is empty')).toBeVisible();
  await page.getByRole('button', { name: 'New batch' }).first().click();
  await answerPick(app, SAMPLES);
  await page.getByRole('button', { name: 'Add folder…' }).click();
  await answerPick(app, MAPPING);
  await page.getByRole('button', { name: 'Choose…' }).click();
  await page.getByRole('button', { name: /^Load 20/u }).click();
  await expect(page.getByText('✓ Completed')).toBeVisible();

  await page.getByRole('button', { name: 'Library' }).click();
  await expect(page.getByText('20 documents')).toBeVisible();
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
  await expect(page.locator('.hits li').first()).toBeVisible();
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
