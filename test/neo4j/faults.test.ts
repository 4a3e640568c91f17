import { expect, it, onTestFinished } from 'vitest';
import type { BatchStatus } from '../../src-main/contract/batch.ts';
import type { Engine } from '../../src-main/engine/engine.ts';
import { assertSoundLibrary } from '../support/assert-sound-library.ts';
import { manyFiles } from '../support/many-files.ts';
import { runCli } from '../support/run-cli.ts';
import { runEngineToKill } from '../support/run-engine-to-kill.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { testEngine } from '../support/test-engine.ts';
import { valueOf } from '../support/unwrap.ts';
import { writeFiles } from '../support/write-files.ts';
import { startServer } from './server/start-server.ts';
import { tcpProxy } from './server/tcp-proxy.ts';
import {
  describeWithNeo4j,
  emptyDatabase,
  environmentForTests,
  graphCounts,
  secretsForTests,
  serverForTests,
  withEmptyDatabase,
} from './support/neo4j-for-tests.ts';

const statusOf = async (engine: Engine, batchId: string): Promise<BatchStatus> =>
  valueOf(await engine.call('batch.status', { batch_id: batchId }));

const stateOf = async (engine: Engine, batchId: string): Promise<string> => (await statusOf(engine, batchId)).state;

const differencesOf = async (engine: Engine, batchId: string) =>
  valueOf(await engine.call('batch.verify', { batch_id: batchId })).differences;

/** Files with tags, authors and about ten chunks each, so that publishing them takes a while. */
const taggedFiles = (count: number): { readonly folder: string; readonly mapping: string } => {
  const folder = temporaryFolder();
  const names = Array.from({ length: count }, (_, at) => `${String(at).padStart(3, '0')}.txt`);
  const passage = 'A crane lifts the container from the quay to the ship, slowly and with care. '.repeat(160);
  writeFiles(folder, Object.fromEntries(names.map((name, at) => [`in/${name}`, `Document ${at}. ${passage}`])));
  const rows = names.map((name, at) => `${name},author ${at % 5},"tag ${at % 7},tag ${at % 3}"`);
  const [mapping = ''] = writeFiles(folder, { 'mapping.csv': ['filename,author,tags', ...rows].join('\n') });
  return { folder: `${folder}/in`, mapping };
};

describeWithNeo4j('a server that is killed', () => {
  it('and restarted in mid-batch loses nothing, and the batch goes on by itself', async () => {
    const { javaHome } = serverForTests();
    if (javaHome === undefined) throw new Error('This test starts a server of its own and needs Java');
    const server = await startServer(javaHome);
    onTestFinished(server.stop);
    const environment = { NEO4J_URI: server.uri };
    const secrets = { readNeo4jPassword: () => Promise.resolve(server.password) };
    const { engine } = testEngine({ environment, secrets });
    const published = new Promise<void>((resolve) => {
      engine.subscribe((event) => {
        if (event.type === 'document' && event.document.status === 'publishing') resolve();
      });
    });
    const { folder, mapping } = taggedFiles(80);
    const batchId = valueOf(await engine.call('batch.start', { paths: [folder], mapping, target: 'neo4j' })).batch_id;
    await published;
    await server.killHard();
    await expect.poll(() => stateOf(engine, batchId), { timeout: 60_000 }).toBe('waiting_for_target');
    const { processed_count, waiting_count, failed_count } = await statusOf(engine, batchId);
    expect(processed_count + waiting_count).toBe(80);
    expect(failed_count).toBe(0);
    await server.restart();
    await engine.idle();
    expect(await statusOf(engine, batchId)).toMatchObject({
      status: 'completed',
      processed_count: 80,
      failed_count: 0,
    });
    expect(await differencesOf(engine, batchId)).toEqual([]);
  });
});

describeWithNeo4j('a network that is cut', () => {
  withEmptyDatabase();

  it('for a minute makes the batch wait, and it goes on by itself', async () => {
    const { uri } = serverForTests();
    const proxy = await tcpProxy(Number(new URL(uri).port));
    const environment = { NEO4J_URI: `bolt://127.0.0.1:${proxy.port}` };
    const { engine, events } = testEngine({ environment, secrets: secretsForTests });
    const { folder, mapping } = taggedFiles(60);
    const batchId = valueOf(await engine.call('batch.start', { paths: [folder], mapping, target: 'neo4j' })).batch_id;
    await expect
      .poll(async () => (await statusOf(engine, batchId)).processed_count, { timeout: 60_000, interval: 5 })
      .toBeGreaterThan(0);
    proxy.cut();
    setTimeout(proxy.restore, 60_000);
    await engine.idle();
    expect(await statusOf(engine, batchId)).toMatchObject({
      status: 'completed',
      processed_count: 60,
      failed_count: 0,
    });
    const states = events.flatMap((event) => (event.type === 'batch' ? event.batch.state : []));
    expect(states).toContain('waiting_for_target');
    expect(await differencesOf(engine, batchId)).toEqual([]);
  });
});

describeWithNeo4j('an engine that is killed', () => {
  withEmptyDatabase();

  it.each([
    ["before the server's commit", { on: 'sql', text: "SET status = 'publishing'", number: 1 }],
    [
      "between the server's commit and our mark",
      { on: 'sql', text: 'INSERT INTO publications', number: 1, when: 'before' },
    ],
    ['in the middle of our mark', { on: 'sql', text: 'INSERT INTO publications', number: 2 }],
    ['after our mark', { on: 'log', text: 'Documents published', number: 1 }],
  ] as const)('%s resumes to the same graph', async (_, killAt) => {
    const { password } = serverForTests();
    const environment = { ...environmentForTests(), NEO4J_PASSWORD: password };
    const dataFolder = temporaryFolder();
    const job = { dataFolder, paths: [manyFiles(12)], target: 'neo4j' as const };
    const killed = await runEngineToKill({ ...job, killAt }, undefined, environment);
    expect(killed.wasKilled).toBe(true);
    assertSoundLibrary(dataFolder, 'kill');
    await runEngineToKill(job, undefined, environment);
    const { engine } = testEngine({
      dataFolder,
      environment: { ...environmentForTests(), ...CHUNKS },
      secrets: secretsForTests,
    });
    const { batches } = valueOf(await engine.call('batch.history', {}));
    expect(batches).toMatchObject([{ status: 'completed', processed_count: 12, failed_count: 0, waiting_count: 0 }]);
    expect(await differencesOf(engine, batches[0]?.batch_id ?? '')).toEqual([]);
    expect(await graphCounts()).toEqual({ Chunk: 12, Document: 12, Source: 12, FROM_DOCUMENT: 12, PROVIDES: 12 });
  });
});

/** As runEngineToKill sets them: other settings would be another extraction. */
const CHUNKS = { CHUNK_SIZE: '200', CHUNK_OVERLAP: '20', WORKSTATION_NAME: 'test' };

const ROUNDS = 10;

describeWithNeo4j('two processes', () => {
  withEmptyDatabase();

  it(
    'that publish the same 100 documents and tags at once from two libraries make the graph of one',
    { timeout: 600_000 },
    async () => {
      const { folder, mapping } = taggedFiles(100);
      const environment = { ...environmentForTests(), NEO4J_PASSWORD: serverForTests().password };
      const options = [1, 2].map(() => ({ dataFolder: temporaryFolder(), environment }));
      for (const option of options) {
        expect((await runCli(['ingest', folder, '--mapping', mapping], option)).exitCode).toBe(0);
      }
      const publishAll = ['publish', '--json'];
      const [one] = options;
      if (one === undefined) throw new Error('There is no first process');
      expect((await runCli(publishAll, one)).exitCode).toBe(0);
      const expected = await graphCounts();
      expect(expected).toMatchObject({ Document: 100, Source: 100, Author: 5, Tag: 7 });
      const ids = await Promise.all(
        options.map(async (option) => {
          const { stdout } = await runCli(['history', '--json'], option);
          return (JSON.parse(stdout) as { batches: { batch_id: string }[] }).batches[0]?.batch_id ?? '';
        }),
      );
      for (let round = 0; round < ROUNDS; round += 1) {
        await emptyDatabase();
        const both = await Promise.all(
          options.map((option, at) => runCli(['publish', ids[at] ?? '', '--again', '--json'], option)),
        );
        expect(both.map(({ exitCode, stderr }) => ({ exitCode, stderr: exitCode === 0 ? '' : stderr }))).toEqual([
          { exitCode: 0, stderr: '' },
          { exitCode: 0, stderr: '' },
        ]);
        expect(await graphCounts()).toEqual(expected);
      }
    },
  );
});
