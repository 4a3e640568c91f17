import path from 'node:path';
import neo4j from 'neo4j-driver';
import { findJavaHome } from '../neo4j/server/find-java.ts';
import { startServer, type TestServer } from '../neo4j/server/start-server.ts';
import { answerPick, expect, launch, test, windowOf } from './support/app.ts';
import { writeMany } from './support/files.ts';

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
