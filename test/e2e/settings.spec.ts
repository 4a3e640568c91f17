import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { answerPick, answerQuestion, answerSave, expect, launch, test, windowOf } from './support/app.ts';
import { writeMany, writeTexts } from './support/files.ts';

const openSettings = (page: Page) => page.getByRole('button', { name: 'Settings' }).click();

const load = async (page: Page, count: number): Promise<void> => {
  await page.getByRole('button', { name: new RegExp(`^Load ${count} document`, 'u') }).click();
  await expect(page.getByText('✓ Completed')).toBeVisible();
};

test('fields of metadata are edited, refused where they are typed, and hold for the next batch', async ({
  app,
  page,
  folder,
}) => {
  await answerPick(app, writeTexts(path.join(folder, 'in'), { 'a.txt': 'some words' }));
  await page.getByRole('button', { name: 'Add folder…' }).click();
  await expect(page.getByRole('button', { name: /^Load 1 document/u })).toBeEnabled();
  await openSettings(page);
  const fields = page.getByRole('region', { name: 'Metadata fields' });
  const save = fields.getByRole('button', { name: 'Save fields' });
  await expect(fields.getByRole('row')).toHaveCount(6);
  await fields.getByRole('button', { name: 'Remove category' }).click();
  await fields.getByRole('button', { name: 'Add field' }).click();
  await expect(fields.getByText('A field needs a name.')).toBeVisible();
  await expect(save).toBeDisabled();
  await fields.getByLabel('Name of field 5').fill('Tags');
  await expect(fields.getByText('Another field has this name or label.').first()).toBeVisible();
  await fields.getByLabel('Name of Tags', { exact: true }).fill('status');
  await fields.getByLabel('Type of status').selectOption('One of');
  await expect(fields.getByText('Which values are allowed?')).toBeVisible();
  await fields.getByLabel('Values or date format of status').fill('draft; final');
  await fields.getByLabel('Default of status').fill('old');
  await expect(fields.getByText('The default must be one of the values.')).toBeVisible();
  await fields.getByLabel('Default of status').fill('');
  await fields.getByLabel('Required of status').check();
  await save.click();
  await expect(page.getByText('The fields were saved.')).toBeVisible();
  const written: unknown = JSON.parse(readFileSync(path.join(folder, 'data', 'metadata-schema.json'), 'utf8'));
  expect(written).toMatchObject({ fields: { category: null, status: { values: ['draft', 'final'], required: true } } });
  // The selection that waits is checked anew.
  await page.getByRole('button', { name: 'New batch' }).click();
  await expect(page.getByText('1 problem will fail')).toBeVisible();
  await openSettings(page);
  await fields.getByRole('button', { name: 'Back to the default…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Use the default fields' }).click();
  await expect(fields.getByLabel('Name of category')).toBeVisible();
  expect(existsSync(path.join(folder, 'data', 'metadata-schema.json'))).toBe(false);
});

test('settings out of bounds say so where they are typed; rules leave files out', async ({ app, page, folder }) => {
  await openSettings(page);
  const save = page.getByRole('button', { name: 'Save', exact: true });
  await page.getByLabel('Files in a batch').fill('101');
  await expect(page.getByText('A whole number from 1 to 100.')).toBeVisible();
  await expect(save).toBeDisabled();
  await page.getByLabel('Files in a batch').fill('100');
  await page.getByLabel('Overlap').fill('800');
  await expect(page.getByText('The overlap must be less than half')).toBeVisible();
  await page.getByLabel('Overlap').fill('200');
  await page.getByLabel('Rules, one a line').fill('*.old.txt\n!keep');
  await expect(page.getByText('!keep: a rule says what is ignored')).toBeVisible();
  await expect(save).toBeDisabled();
  await page.getByLabel('Rules, one a line').fill('*.old.txt\ndrafts/**');
  await save.click();
  await expect(page.getByText('Saved.')).toBeVisible();
  const input = writeTexts(path.join(folder, 'in'), { 'a.txt': 'one', 'b.old.txt': 'two' });
  writeTexts(path.join(input, 'drafts'), { 'c.txt': 'three' });
  await answerPick(app, input);
  await page.getByRole('button', { name: 'New batch' }).click();
  await page.getByRole('button', { name: 'Add folder…' }).click();
  await page.getByRole('button', { name: /^Ignored/u }).click();
  await expect(page.getByText('Ignored by your rule *.old.txt')).toBeVisible();
  await expect(page.getByText('Ignored by your rule drafts/**')).toBeVisible();
  await load(page, 1);
  await openSettings(page);
  await page.getByLabel('Characters in a chunk').fill('900');
  await expect(page.getByText('1 document of the library will be extracted again')).toBeVisible();
});

test('the theme and the language hold at once and after a restart', async ({ folder }) => {
  const first = await launch({ dataFolder: folder });
  const page = await windowOf(first);
  const isDark = (where: Page) => where.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches);
  await openSettings(page);
  await page.getByLabel('Theme').selectOption('Dark');
  await expect.poll(() => isDark(page)).toBe(true);
  await page.getByLabel('Theme').selectOption('Light');
  await expect.poll(() => isDark(page)).toBe(false);
  await page.getByLabel('Theme').selectOption('Dark');
  await page.getByLabel('Language').selectOption('Deutsch');
  await expect(page.getByRole('heading', { name: 'Einstellungen' })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'de');
  await first.close();
  const second = await launch({ dataFolder: folder });
  const again = await windowOf(second);
  await expect(again.getByRole('button', { name: 'Ordner hinzufügen…' })).toBeVisible();
  expect(await isDark(again)).toBe(true);
  await again.getByRole('button', { name: 'Einstellungen' }).click();
  await again.getByLabel('Sprache').selectOption('Wie das System');
  await expect(again.getByRole('heading', { name: 'Settings' })).toBeVisible();
  await second.close();
});

test('the data folder is backed up and moved, with nothing lost', async ({ folder }) => {
  const environment = { STEVEDORE_DATA_DIR: '' };
  const app = await launch({ dataFolder: folder, environment });
  const page = await windowOf(app);
  const old = path.join(folder, '.local', 'share', 'stevedore');
  await answerPick(app, writeTexts(path.join(folder, 'in'), { 'a.txt': 'some words' }));
  await page.getByRole('button', { name: 'Add folder…' }).click();
  await load(page, 1);
  await openSettings(page);
  const data = page.getByRole('region', { name: 'Data folder' });
  await expect(data.getByText(old)).toBeVisible();
  const backup = path.join(folder, 'backup.db');
  writeFileSync(backup, 'an older one, which the dialog has asked about');
  await answerSave(app, backup);
  await data.getByRole('button', { name: 'Back up…' }).click();
  await expect(page.getByText(`The library was copied to ${backup}`)).toBeVisible();
  expect(statSync(backup).size).toBeGreaterThan(10_000);
  // A folder with something in it is refused, and all goes on.
  await answerPick(app, path.join(folder, 'in'));
  await data.getByRole('button', { name: 'Move…' }).click();
  await expect(page.getByText(/is not empty\.$/u)).toBeVisible();
  const fresh = path.join(folder, 'new place');
  mkdirSync(fresh);
  await answerPick(app, fresh);
  await data.getByRole('button', { name: 'Move…' }).click();
  await expect(page.getByText(`The data folder is now ${fresh}.`)).toBeVisible();
  await expect(data.getByText(`The old folder was kept: ${old}`)).toBeVisible();
  await page.getByRole('button', { name: 'Library' }).click();
  await expect(page.getByRole('button', { name: 'a.txt' })).toBeVisible();
  await app.close();
  const second = await launch({ dataFolder: folder, environment });
  const again = await windowOf(second);
  await again.getByRole('button', { name: 'Library' }).click();
  await expect(again.getByRole('button', { name: 'a.txt' })).toBeVisible();
  await openSettings(again);
  await expect(again.getByRole('region', { name: 'Data folder' }).getByText(fresh).first()).toBeVisible();
  await second.close();
});

test('the data folder is not moved while a batch runs', async ({ folder }) => {
  const app = await launch({ dataFolder: folder, environment: { STEVEDORE_DATA_DIR: '' } });
  const page = await windowOf(app);
  await answerPick(app, writeMany(path.join(folder, 'in'), 100, 20_000));
  await page.getByRole('button', { name: 'Add folder…' }).click();
  await page.getByRole('button', { name: /^Load 100/u }).click();
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible();
  const fresh = path.join(folder, 'new');
  mkdirSync(fresh);
  await answerPick(app, fresh);
  await openSettings(page);
  await page.getByRole('button', { name: 'Move…' }).click();
  await expect(page.getByText('The data folder cannot be moved while a batch runs or waits.')).toBeVisible();
  expect(readdirSync(fresh)).toEqual([]);
  await answerQuestion(app, 1);
  await app.close();
});

test('a folder that the environment names cannot be moved; the log and the shortcuts are shown', async ({ page }) => {
  await openSettings(page);
  const data = page.getByRole('region', { name: 'Data folder' });
  await expect(data.getByRole('button', { name: 'Move…' })).toBeDisabled();
  await expect(data.getByText('STEVEDORE_DATA_DIR')).toBeVisible();
  await expect(page.getByRole('region', { name: 'Log' }).first()).toBeVisible();
  await expect(page.getByRole('table', { name: 'Keyboard shortcuts' })).toBeVisible();
  await expect(page.getByText(/^Stevedore \d/u)).toBeVisible();
});

test('the first run welcomes once: with a sample batch, a connection, or neither', async ({ folder }) => {
  const first = await launch({ dataFolder: folder });
  const page = await windowOf(first);
  const welcome = page.getByRole('region', { name: 'Welcome to Stevedore' });
  await welcome.getByRole('button', { name: 'Test a connection' }).click();
  await expect(page.getByRole('textbox', { name: 'Address' })).toBeFocused();
  await page.getByRole('button', { name: 'New batch' }).click();
  await welcome.getByRole('button', { name: 'Load a sample batch' }).click();
  await expect(page.getByText('metadata-mapping.csv')).toBeVisible();
  await load(page, 20);
  await page.getByRole('button', { name: 'New batch' }).click();
  await expect(page.getByRole('heading', { name: 'Drop files' })).toBeVisible();
  await expect(welcome).toBeHidden();
  await answerQuestion(first, 1);
  await first.close();
});

test('the welcome does not come back once it was dismissed', async ({ folder }) => {
  const first = await launch({ dataFolder: folder });
  const page = await windowOf(first);
  await page.getByRole('button', { name: 'Start with my own files' }).click();
  await expect(page.getByRole('region', { name: 'Welcome to Stevedore' })).toBeHidden();
  await first.close();
  const second = await launch({ dataFolder: folder });
  const again = await windowOf(second);
  await expect(again.getByRole('button', { name: 'Add folder…' })).toBeVisible();
  await again.waitForTimeout(300);
  await expect(again.getByRole('region', { name: 'Welcome to Stevedore' })).toBeHidden();
  await second.close();
});
