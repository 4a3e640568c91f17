import { afterEach, beforeEach, expect, it } from 'vitest';
import { connectTarget } from '../../src-main/engine/graph/connect-target.ts';
import { testConnection } from '../../src-main/engine/graph/test-connection.ts';
import { failureOf, valueOf } from '../support/unwrap.ts';
import {
  cypher,
  describeWithNeo4j,
  dropSchema,
  openTarget,
  settingsForTests,
  withEmptyDatabase,
} from './support/neo4j-for-tests.ts';

const SCHEMA = 'SHOW INDEXES YIELD name, type WHERE type <> "LOOKUP" RETURN count(*) AS count';
const countSchema = async (): Promise<number> => Number((await cypher(SCHEMA))[0]?.['count']);

describeWithNeo4j('connectTarget', () => {
  withEmptyDatabase();
  beforeEach(dropSchema);
  afterEach(dropSchema);

  it('sets the schema up once, and finds the database again under another address', async () => {
    const first = await openTarget();
    expect(await countSchema()).toBe(11);
    const second = valueOf(await connectTarget({ ...settingsForTests(), database: first.database }));
    await second.close();
    expect(await countSchema()).toBe(11);
    expect(second.targetId).toBe(first.targetId);
    expect(first.database).toBe('neo4j');
  });

  it.each([
    ['a wrong password', { password: 'wrong' }, 'TARGET_AUTH'],
    ['an unknown user', { username: 'nobody' }, 'TARGET_AUTH'],
    ['an unknown database', { database: 'nothere' }, 'TARGET_DATABASE_NOT_FOUND'],
    ['a port that nothing listens on', { uri: 'bolt://127.0.0.1:1' }, 'TARGET_UNAVAILABLE'],
    ['a server that nobody knows', { uri: 'neo4j://nothere.invalid' }, 'TARGET_UNAVAILABLE'],
    ['the address of a web page', { uri: 'http://127.0.0.1:7474' }, 'INVALID_REQUEST'],
    ['no scheme', { uri: '127.0.0.1' }, 'INVALID_REQUEST'],
    ['a scheme that trusts everybody', { uri: 'neo4j+ssc://127.0.0.1' }, 'INVALID_REQUEST'],
    ['a certificate file that is not there', { caFile: '/nothere.pem' }, 'INVALID_REQUEST'],
  ])('refuses %s', async (_, wrong, code) => {
    for (const connect of [connectTarget, testConnection]) {
      const refused = failureOf(await connect({ ...settingsForTests(), ...wrong }));
      expect(refused.code).toBe(code);
      expect(`${refused.message} ${refused.hint}`).not.toContain(settingsForTests().password);
    }
  });

  it('says that a server does not speak encryption', async () => {
    const uri = settingsForTests().uri.replace('bolt:', 'bolt+s:');
    const refused = failureOf(await connectTarget({ ...settingsForTests(), uri }));
    expect(refused).toMatchObject({ code: 'TARGET_NOT_CONFIGURED', message: expect.stringContaining('encryption') });
  });

  it('never repeats a password that stands in the address', async () => {
    const uri = 'neo4j://admin:open-sesame@127.0.0.1';
    const refused = failureOf(await connectTarget({ ...settingsForTests(), uri }));
    expect(refused.code).toBe('INVALID_REQUEST');
    expect(JSON.stringify(refused)).not.toContain('open-sesame');
  });

  it.each([
    ['several nodes with one key', "UNWIND [1, 2] AS n CREATE (:Tag {name: 'same'})", 'Tag', 'name'],
    ['an index of another tool', 'CREATE INDEX theirs FOR (n:Document) ON (n.id)', 'Document', 'id'],
  ])('names %s and writes nothing', async (_, statement, label, property) => {
    await cypher(statement);
    const before = await countSchema();
    const refused = failureOf(await connectTarget(settingsForTests()));
    expect(refused).toMatchObject({
      code: 'TARGET_SCHEMA_CONFLICT',
      message: expect.stringContaining(`${label}.${property}`),
    });
    expect(await countSchema()).toBe(before);
    const report = valueOf(await testConnection(settingsForTests()));
    expect(report.conflicts).toMatchObject([{ label, property }]);
  });

  it('uses a constraint of another tool on the same property', async () => {
    await cypher('CREATE CONSTRAINT theirs FOR (n:Document) REQUIRE n.id IS UNIQUE');
    await openTarget();
    expect(await countSchema()).toBe(11);
  });

  it('tests a connection without leaving anything', async () => {
    const report = valueOf(await testConnection(settingsForTests()));
    expect(report).toMatchObject({ edition: 'community', database: 'neo4j', may_read: true, may_write: true });
    expect(report.indexes).toHaveLength(11);
    expect(new Set(report.indexes.map(({ state }) => state))).toEqual(new Set(['missing']));
    expect(await countSchema()).toBe(0);
    expect(await cypher('MATCH (n) RETURN n')).toEqual([]);
    await openTarget();
    const again = valueOf(await testConnection(settingsForTests()));
    expect(new Set(again.indexes.map(({ state }) => state))).toEqual(new Set(['online']));
  });
});
