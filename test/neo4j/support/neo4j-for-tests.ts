import neo4j, { type Driver } from 'neo4j-driver';
import { afterAll, beforeEach, describe, inject } from 'vitest';
import { valueOf } from '../../support/unwrap.ts';
import { connectTarget } from '../../../src-main/engine/graph/connect-target.ts';
import type { Neo4jTarget, TargetSettings } from '../../../src-main/engine/graph/graph-types.ts';
import type { SecretStore } from '../../../src-main/engine/graph/read-target-settings.ts';

const provided = inject('neo4j');

/** Tests that need a Neo4j server; skipped as a whole where there is none, which provide-server.ts says. */
export const describeWithNeo4j = provided === null ? describe.skip : describe;

export const serverForTests = () => {
  if (provided === null) throw new Error('There is no Neo4j server');
  return provided;
};

export const settingsForTests = (): TargetSettings => {
  const { uri, username, password } = serverForTests();
  return { uri, username, password, database: '', caFile: '' };
};

/** The settings of an engine or command whose target is the server of the tests. */
export const environmentForTests = (): Record<string, string> => {
  const { uri, username } = serverForTests();
  return { NEO4J_URI: uri, NEO4J_USERNAME: username };
};

export const secretsForTests: SecretStore = { readNeo4jPassword: () => Promise.resolve(serverForTests().password) };

let opened: Driver | undefined;
afterAll(async () => {
  await opened?.close();
  opened = undefined;
});

const driverForTests = (): Driver => {
  const { uri, username, password } = serverForTests();
  opened ??= neo4j.driver(uri, neo4j.auth.basic(username, password), { disableLosslessIntegers: true });
  return opened;
};

/**
 * Runs Cypher on the server of the tests and gives the rows.
 *
 * @param database the system database takes the statements about users; a connection of its own is opened for them
 * @param password where it is not the one that the tests were given
 */
export const cypher = async (
  query: string,
  parameters: Record<string, unknown> = {},
  database?: 'system',
  password = serverForTests().password,
): Promise<Record<string, unknown>[]> => {
  if (database === undefined) {
    const { records } = await driverForTests().executeQuery(query, parameters);
    return records.map((record) => record.toObject());
  }
  const { uri, username } = serverForTests();
  const driver = neo4j.driver(uri, neo4j.auth.basic(username, password));
  try {
    await driver.executeQuery(query, parameters, { database });
    return [];
  } finally {
    await driver.close();
  }
};

/** Removes all nodes. */
export const emptyDatabase = async (): Promise<void> => {
  const session = driverForTests().session();
  await session.run('MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS');
  await session.close();
};

export const dropSchema = async (): Promise<void> => {
  for (const { name } of await cypher('SHOW CONSTRAINTS YIELD name RETURN name')) {
    await cypher('DROP CONSTRAINT $name', { name });
  }
  const plain = "SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP' RETURN name";
  for (const { name } of await cypher(plain)) await cypher('DROP INDEX $name', { name });
};

/** Every test begins with an empty database. */
export const withEmptyDatabase = (): void => {
  beforeEach(async () => {
    if (provided !== null) await emptyDatabase();
  });
};

/** A connection that is closed after all tests of the file. */
export const openTarget = async (): Promise<Neo4jTarget> => {
  const target = valueOf(await connectTarget(settingsForTests()));
  targets.push(target);
  return target;
};
const targets: Neo4jTarget[] = [];
afterAll(async () => {
  await Promise.all(targets.splice(0).map((target) => target.close()));
});

/** How many nodes of each label and relationships of each type there are, without Batch and INGESTED. */
export const graphCounts = async (): Promise<Record<string, number>> => {
  const nodes = await cypher(
    "MATCH (n) UNWIND labels(n) AS name WITH name WHERE name <> 'Batch' RETURN name, count(*) AS count ORDER BY name",
  );
  const relationships = await cypher(
    "MATCH ()-[r]->() WITH type(r) AS name WHERE name <> 'INGESTED' RETURN name, count(*) AS count ORDER BY name",
  );
  return Object.fromEntries([...nodes, ...relationships].map(({ name, count }) => [String(name), Number(count)]));
};
