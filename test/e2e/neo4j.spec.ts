import path from 'node:path';
import neo4j from 'neo4j-driver';
import { findJavaHome } from '../neo4j/server/find-java.ts';
import { startServer, type TestServer } from '../neo4j/server/start-server.ts';
import { answerPick, expect, launch, test, windowOf } from './support/app.ts';
import { writeMany, writeTexts } from './support/files.ts';
import { tabTo } from './support/keyboard.ts';

const javaHome = findJavaHome();
let server: TestServer | undefined;

test.beforeAll(async () => {
  test.setTimeout(300_000);
  if (javaHome === undefined) {
    const why = 'publishing from the window needs Java 21 or newer with Maven';
    if (process.env['CI'] === 'true') throw new Error(`No Neo4j: ${why}.`);
    console.log(`Skipped: ${why}.`);
    test.skip();
    return;
  }
  server = await startServer(javaHome);
});
test.afterAll(() => server?.stop());

/** Before anything is published: the constraints are not there yet. */
const cypher = async (query: string): Promise<void> => {
  const driver = neo4j.driver(server?.uri ?? '', neo4j.auth.basic(server?.username ?? '', server?.password ?? ''));
  await driver.executeQuery(query);
  await driver.close();
};

test('settings with a wrong and then a right password, saved and tested in one step', async ({ page }) => {
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('textbox', { name: 'Address' }).fill(server?.uri ?? '');
  await page.getByLabel('Password').fill('wrong');
  await page.getByRole('button', { name: 'Save and test' }).click();
  await expect(page.getByText('✕ Not connected')).toBeVisible();
  await expect(page.getByText('The Neo4j database refused the user or the password.')).toBeVisible();
  await page.getByLabel('Password').fill(server?.password ?? '');
  await page.getByRole('button', { name: 'Save and test' }).click();
  await expect(page.getByText('✓ Ready to publish')).toBeVisible();
  await expect(page.getByText('✕ Not connected')).toBeHidden();
});

test('a conflict with nodes of another tool is named by the test of the connection', async ({ page }) => {
  await cypher("CREATE (:Document {id: 'twice'}), (:Document {id: 'twice'})");
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('textbox', { name: 'Address' }).fill(server?.uri ?? '');
  await page.getByLabel('Password').fill(server?.password ?? '');
  await page.getByRole('button', { name: 'Save and test' }).click();
  await expect(page.getByText('! Connected, but not ready to publish')).toBeVisible();
  await expect(page.getByText('Several Document nodes have the same id, so that Document.id')).toBeVisible();
  await cypher('MATCH (d:Document) DETACH DELETE d');
});

test('a batch is published to Neo4j, verified and undone, with the password from the window', async ({ folder }) => {
  const app = await launch({ dataFolder: folder });
  const page = await windowOf(app);
  await answerPick(app, writeMany(path.join(folder, 'in'), 5));
  await page.getByRole('button', { name: 'Add folder…' }).click();
  await page.getByLabel('Load into').selectOption('Library, publish to Neo4j');
  await page.getByRole('button', { name: /^Load 5/u }).click();
  // Without an address nothing is loaded, and the window says what is missing.
  await expect(page.getByText('The address of the Neo4j database is not set.')).toBeVisible();
  await page.getByRole('button', { name: 'Dismiss' }).click();

  await page.getByRole('button', { name: 'Settings' }).click();
  const testButton = page.getByRole('button', { name: 'Test connection' });
  await page.getByRole('textbox', { name: 'Address' }).fill('http://127.0.0.1:7474');
  await expect(page.getByText('An address begins with neo4j://')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Save', exact: true })).toBeDisabled();
  await page.getByLabel('Password').fill('wrong');
  await page.getByRole('button', { name: 'Save password' }).click();
  await expect(page.getByText('A password is set.')).toBeVisible();
  await page.getByRole('textbox', { name: 'Address' }).fill(server?.uri ?? '');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await testButton.click();
  await expect(page.getByText('The Neo4j database refused the user or the password.')).toBeVisible();
  await page.getByLabel('Password').fill(server?.password ?? '');
  await page.getByRole('button', { name: 'Save password' }).click();
  await expect(page.getByLabel('Password')).toHaveValue('');
  await testButton.click();
  await expect(page.getByText('✓ Ready to publish')).toBeVisible();
  await expect(page.getByText(/^Connected: Neo4j/u)).toBeVisible();
  await expect(page.getByText(/^Missing, and made when something is first published: .*Document\.id/u)).toBeVisible();
  await page.getByRole('button', { name: 'New batch' }).click();

  await page.getByRole('button', { name: /^Load 5/u }).click();
  await expect(page.getByText('✓ Completed')).toBeVisible();
  await expect(page.getByText('Neo4j: 5 published, 0 pending.')).toBeVisible();
  await page.getByText('More', { exact: true }).click();
  await page.getByRole('button', { name: 'Verify in Neo4j' }).click();
  await expect(page.getByText('5 documents compared with Neo4j: no difference.')).toBeVisible();
  await page.getByRole('button', { name: 'Undo in Neo4j…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove from Neo4j' }).click();
  await expect(page.getByText(/^Removed 5 documents/u)).toBeVisible();
  await app.close();
});

test('a batch that was loaded offline is published later, a change of it too, and a document is taken out', async ({
  folder,
}) => {
  const environment = { NEO4J_URI: server?.uri ?? '', NEO4J_PASSWORD: server?.password ?? '' };
  const app = await launch({ dataFolder: folder, environment });
  const page = await windowOf(app);
  await answerPick(app, writeMany(path.join(folder, 'later'), 3));
  await page.getByRole('button', { name: 'Add folder…' }).click();
  await page.getByRole('button', { name: /^Load 3/u }).click();
  await expect(page.getByText('✓ Completed')).toBeVisible();
  await page.getByText('More', { exact: true }).click();
  await page.getByRole('button', { name: 'Publish to Neo4j' }).click();
  await expect(page.getByText('Neo4j: 3 published, 0 pending.')).toBeVisible();

  await page.getByRole('button', { name: 'Batches' }).click();
  await page.getByRole('button', { name: 'All workstations (Neo4j)' }).click();
  await expect(page.getByRole('region', { name: 'Batches of all workstations' })).toContainText('Completed');
  await page.getByRole('button', { name: 'Library' }).click();
  await expect(page.getByText('✓ published')).toHaveCount(3);
  await page.getByRole('button', { name: '001.txt' }).click();
  await page.getByRole('button', { name: 'Edit metadata…' }).click();
  await page.getByRole('dialog').getByLabel('Author').fill('Ana');
  await page.keyboard.press('Enter');
  await expect(page.getByText('not published yet')).toBeVisible();
  await page.getByRole('button', { name: 'Back' }).click();
  await expect(page.getByText('1 document not published to Neo4j yet.')).toBeVisible();
  await page.getByRole('checkbox', { name: 'Only what is not published' }).check();
  await expect(page.getByRole('button', { name: /^00/u })).toHaveText(['001.txt']);
  await page.getByRole('button', { name: 'Publish to Neo4j' }).click();
  await expect(page.getByText('0 documents not published to Neo4j yet.')).toBeVisible();
  await page.getByRole('checkbox', { name: 'Only what is not published' }).click();

  await page.getByRole('button', { name: '001.txt' }).click();
  await expect(page.getByRole('complementary')).toContainText('published');
  await page.getByRole('button', { name: 'Remove document…' }).click();
  await expect(page.getByRole('checkbox', { name: 'Remove it from Neo4j too' })).toBeChecked();
  await page.getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(page.getByText('It was removed from Neo4j too.')).toBeVisible();
  await app.close();
});

test('from the start to a finished, published and searched batch by keyboard alone', async ({ folder }) => {
  const environment = { NEO4J_URI: server?.uri ?? '', NEO4J_PASSWORD: server?.password ?? '' };
  const app = await launch({ dataFolder: folder, environment });
  const page = await windowOf(app);
  await answerPick(app, writeTexts(path.join(folder, 'keys'), { 'a.txt': 'a crane lifts', 'b.txt': 'a ship leaves' }));
  await tabTo(page, /^Add folder…$/u);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: /^Load 2 documents/u })).toBeEnabled();
  await tabTo(page, /^Load into/u);
  await page.keyboard.press('ArrowDown');
  await expect(page.getByLabel('Load into')).toHaveValue('neo4j');
  await tabTo(page, /^Load 2 documents/u);
  await page.keyboard.press('Enter');
  await expect(page.getByText('✓ Completed')).toBeVisible();
  await expect(page.getByText('Neo4j: 2 published, 0 pending.')).toBeVisible();
  await tabTo(page, /^Library/u);
  await page.keyboard.press('Enter');
  await tabTo(page, /^Search the library$/u);
  await page.keyboard.type('crane');
  await expect(page.getByText('1 passage')).toBeVisible();
  await tabTo(page, /^a\.txt$/u);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'a.txt' })).toBeVisible();
  await expect(page.getByRole('complementary')).toContainText('published');
  await app.close();
});
