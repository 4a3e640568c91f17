import path from 'node:path';
import { answerPick, answerQuestion, expect, launch, test, windowOf } from './support/app.ts';
import { writeTexts } from './support/files.ts';

/** The words of the English catalogue that no German screen may show. */
const ENGLISH = /\b(?:Batches|Library|Settings|Documents|Failures|Retry|Search|Loaded|Processed|Failed|of)\b/u;

test('on a German system every screen is in German, with German numbers', async ({ folder }) => {
  const app = await launch({ dataFolder: folder, switches: ['--lang=de-DE'] });
  const page = await windowOf(app);
  const expectGerman = async () => expect(await page.locator('body').innerText()).not.toMatch(ENGLISH);
  await expect(page.locator('html')).toHaveAttribute('lang', 'de');
  await expect(page.getByRole('button', { name: 'Ordner hinzufügen…' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Willkommen bei Stevedore' })).toBeVisible();
  await expectGerman();
  const menu = await app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById('add_folder')?.label);
  expect(menu).toBe('Ordner hinzufügen…');
  const texts = { 'eins.txt': 'Der Kran hebt. '.repeat(100), 'leer.txt': '', 'zwei.txt': 'Die Kaje.' };
  await answerPick(app, writeTexts(path.join(folder, 'in'), texts));
  await page.getByRole('button', { name: 'Ordner hinzufügen…' }).click();
  await expect(page.getByText('1 Problem wird fehlschlagen')).toBeVisible();
  await page.getByRole('button', { name: '3 Dokumente laden, 1,5 kB' }).click();
  await expect(page.getByText('! Teilweise fehlgeschlagen')).toBeVisible();
  await expect(page.getByText('Die Datei ist leer', { exact: true })).toBeVisible();
  await expect(page.getByText('Prüfen Sie, ob sie ganz kopiert oder gespeichert wurde.')).toBeVisible();
  await page.getByRole('button', { name: 'Stapel', exact: true }).click();
  await expect(page.getByRole('button', { name: /^Stapel vom .* öffnen$/u })).toBeVisible();
  await expectGerman();
  await page.getByRole('button', { name: 'Bibliothek' }).click();
  await expect(page.getByText('2 Dokumente')).toBeVisible();
  await expectGerman();
  await page.getByRole('searchbox').fill('Kran');
  await expect(page.getByText('1 Fundstelle')).toBeVisible();
  await page.getByRole('button', { name: 'eins.txt' }).first().click();
  await expect(page.getByText('Abschnitt 0')).toBeVisible();
  await expectGerman();
  await page.getByRole('button', { name: 'Einstellungen' }).click();
  await expect(page.getByRole('textbox', { name: 'Zeichen in einem Abschnitt' })).toBeVisible();
  await expectGerman();
  await answerQuestion(app, 1);
  await app.close();
});
