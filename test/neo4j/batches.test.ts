import { createHash } from 'node:crypto';
import path from 'node:path';
import { expect, it } from 'vitest';
import type { BatchStatus } from '../../src-main/contract/batch.ts';
import type { Engine } from '../../src-main/engine/engine.ts';
import { manyFiles } from '../support/many-files.ts';
import { PROJECT_FOLDER, runCli, SAMPLE_FOLDER } from '../support/run-cli.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { testEngine, type TestEngineOptions } from '../support/test-engine.ts';
import { failureOf, valueOf } from '../support/unwrap.ts';
import { writeFiles } from '../support/write-files.ts';
import {
  cypher,
  describeWithNeo4j,
  environmentForTests,
  graphCounts,
  secretsForTests,
  serverForTests,
  withEmptyDatabase,
} from './support/neo4j-for-tests.ts';

const MAPPING = path.join(PROJECT_FOLDER, 'fixtures', 'metadata-mapping.csv');

const targetEngine = (options: TestEngineOptions = {}): ReturnType<typeof testEngine> =>
  testEngine({ environment: environmentForTests(), secrets: secretsForTests, ...options });

const statusOf = async (engine: Engine, batchId: string): Promise<BatchStatus> =>
  valueOf(await engine.call('batch.status', { batch_id: batchId }));

const startNeo4j = async (engine: Engine, ...paths: string[]): Promise<string> =>
  valueOf(await engine.call('batch.start', { paths, target: 'neo4j' })).batch_id;

const loadNeo4j = async (engine: Engine, ...paths: string[]): Promise<BatchStatus> => {
  const batchId = await startNeo4j(engine, ...paths);
  await engine.idle();
  return statusOf(engine, batchId);
};

const differencesOf = async (engine: Engine, batchId: string) =>
  valueOf(await engine.call('batch.verify', { batch_id: batchId })).differences;

const AWAY = { NEO4J_URI: 'bolt://127.0.0.1:1' };

const expectSum = ({ total_documents, processed_count, failed_count, cancelled_count, waiting_count }: BatchStatus) =>
  expect(processed_count + failed_count + cancelled_count + waiting_count).toBe(total_documents);

describeWithNeo4j('ingest --target neo4j', () => {
  withEmptyDatabase();

  it('loads the samples, verifies without a difference, and adds nothing the second time', async () => {
    const { password } = serverForTests();
    const options = {
      dataFolder: temporaryFolder(),
      environment: { ...environmentForTests(), NEO4J_PASSWORD: password },
    };
    const ingest = ['ingest', SAMPLE_FOLDER, '--mapping', MAPPING, '--target', 'neo4j', '--json'];
    const first = await runCli(ingest, options);
    expect(first.exitCode).toBe(0);
    const { batch_id: batchId, publication } = JSON.parse(first.stdout) as BatchStatus;
    expect(publication).toEqual({ target: 'neo4j', pending: 0, published: 20, rejected: 0 });
    const verified = await runCli(['verify', batchId, '--json'], options);
    expect(verified).toMatchObject({ exitCode: 0 });
    expect(JSON.parse(verified.stdout)).toMatchObject({ documents_count: 20, differences: [] });

    const counts = await graphCounts();
    const second = await runCli(ingest, options);
    expect(second.exitCode).toBe(0);
    expect(await graphCounts()).toEqual(counts);
    expect(
      await cypher(
        'MATCH (b:Batch) RETURN b.status AS status, b.processed_count AS processed, COUNT { (b)-[:INGESTED]->() } AS documents',
      ),
    ).toEqual([
      { status: 'completed', processed: 20, documents: 20 },
      { status: 'completed', processed: 20, documents: 20 },
    ]);
    const history = JSON.parse((await runCli(['history', '--target', 'neo4j', '--json'], options)).stdout) as {
      batches: unknown[];
    };
    expect(history.batches).toHaveLength(2);
    const documents = JSON.parse(
      (await runCli(['documents', (JSON.parse(second.stdout) as BatchStatus).batch_id, '--json'], options)).stdout,
    ) as { documents: { status: string }[] };
    expect(new Set(documents.documents.map(({ status }) => status))).toEqual(new Set(['unchanged']));

    await cypher('MATCH (c:Chunk) WITH c LIMIT 1 SET c.text = "other"');
    expect((await runCli(['verify', batchId], options)).exitCode).toBe(2);
    expect((await runCli(['publish', batchId, '--again'], options)).exitCode).toBe(0);
    expect((await runCli(['verify', batchId], options)).exitCode).toBe(0);
    expect(await graphCounts()).toEqual(counts);
  });

  it('ends with 4 and says why when the target is away', async () => {
    const environment = { ...AWAY, NEO4J_PASSWORD: 'any' };
    const options = { dataFolder: temporaryFolder(), environment };
    for (const command of [['connect'], ['history', '--target', 'neo4j'], ['publish']]) {
      const { exitCode, stderr } = await runCli(command, options);
      expect({ exitCode, stderr }).toMatchObject({
        exitCode: 4,
        stderr: expect.stringContaining('TARGET_UNAVAILABLE: The Neo4j database cannot be reached'),
      });
    }
    const ingested = await runCli(
      ['ingest', manyFiles(3), '--target', 'neo4j', '--target-wait', '1', '--json'],
      options,
    );
    expect(ingested.exitCode).toBe(4);
    const status = JSON.parse(ingested.stdout) as BatchStatus;
    expect(status).toMatchObject({ state: 'paused', state_code: 'TARGET_UNAVAILABLE', waiting_count: 3 });
    const finished = await runCli(['finish-offline', status.batch_id, '--json'], options);
    expect(JSON.parse(finished.stdout)).toEqual({ batches: [{ batch_id: status.batch_id, state: 'completed' }] });
  });

  it('refuses a target that is not configured before anything is loaded', async () => {
    const { exitCode, stderr } = await runCli(['ingest', manyFiles(1), '--target', 'neo4j'], {
      dataFolder: temporaryFolder(),
    });
    expect(exitCode).toBe(4);
    expect(stderr).toContain('TARGET_NOT_CONFIGURED: The address of the Neo4j database is not set.');
  });
});

describeWithNeo4j('a batch for Neo4j', () => {
  withEmptyDatabase();

  it('counts a document as processed once Neo4j has it, with duplicates and failures as in the library', async () => {
    const { engine, events } = targetEngine();
    const folder = temporaryFolder();
    writeFiles(folder, {
      'a.txt': 'same text',
      'b.txt': 'same text',
      'c.txt': 'another text',
      'd.txt': '',
    });
    const status = await loadNeo4j(engine, folder);
    expectSum(status);
    expect(status).toMatchObject({ status: 'partial_failure', processed_count: 3, failed_count: 1, waiting_count: 0 });
    expect(status.publication).toMatchObject({ published: 3, pending: 0 });
    const { documents } = valueOf(await engine.call('batch.documents', { batch_id: status.batch_id }));
    expect(documents.map((document) => document.status)).toEqual(['processed', 'duplicate', 'processed', 'failed']);
    expect(await graphCounts()).toMatchObject({ Document: 2, Source: 3 });
    expect(await differencesOf(engine, status.batch_id)).toEqual([]);
    for (const event of events) if (event.type === 'batch') expectSum(event.batch);
    const seen = events.flatMap((event) =>
      event.type === 'document' && event.position === 0 ? event.document.status : [],
    );
    expect(seen).toEqual(['extracting', 'prepared', 'publishing', 'processed']);
  });

  it('publishes again a document that is unchanged here and not there', async () => {
    const { engine } = targetEngine();
    const folder = manyFiles(2);
    valueOf(await engine.call('batch.start', { paths: [folder] }));
    await engine.idle();
    const status = await loadNeo4j(engine, folder);
    const { documents } = valueOf(await engine.call('batch.documents', { batch_id: status.batch_id }));
    expect(documents.map((document) => document.status)).toEqual(['processed', 'processed']);
  });

  it('moves the arrow of a changed file and removes the old document', async () => {
    const { engine } = targetEngine();
    const folder = temporaryFolder();
    writeFiles(folder, { 'a.txt': 'first words', 'b.txt': 'other words' });
    await loadNeo4j(engine, folder);
    writeFiles(folder, { 'a.txt': 'second words' });
    const status = await loadNeo4j(engine, folder);
    expect(await graphCounts()).toMatchObject({ Document: 2, Source: 2, Chunk: 2, PROVIDES: 2 });
    expect(await cypher('MATCH (c:Chunk) RETURN c.text AS text ORDER BY text')).toEqual([
      { text: 'other words' },
      { text: 'second words' },
    ]);
    expect(await differencesOf(engine, status.batch_id)).toEqual([]);
  });

  it('is prepared offline and published later, which never changes its status or counts', async () => {
    const { engine } = targetEngine();
    const batchId = valueOf(await engine.call('batch.start', { paths: [manyFiles(5)] })).batch_id;
    await engine.idle();
    const before = await statusOf(engine, batchId);
    const planned = valueOf(await engine.call('batch.publish', { dry_run: true }));
    expect(planned.batches).toMatchObject([{ batch_id: batchId, documents_count: 5, chunks_count: 5 }]);
    expect(await graphCounts()).toEqual({});
    valueOf(await engine.call('batch.publish', {}));
    await engine.idle();
    const after = await statusOf(engine, batchId);
    expect(after).toEqual({ ...before, publication: { target: 'neo4j', pending: 0, published: 5, rejected: 0 } });
    expect(await differencesOf(engine, batchId)).toEqual([]);
    expect(valueOf(await engine.call('batch.publish', {})).batches).toEqual([]);
    valueOf(await engine.call('batch.undo', { batch_id: batchId }));
    expect(await graphCounts()).toEqual({});
    expect((await statusOf(engine, batchId)).publication).toMatchObject({ pending: 5, published: 0 });
  });

  it('fails the document that Neo4j refuses, and a retry loads it when the cause is gone', async () => {
    const { engine } = targetEngine();
    const folder = temporaryFolder();
    writeFiles(folder, { 'a.txt': 'one', 'b.txt': 'two' });
    const id = createHash('sha256').update('two').digest('hex');
    await cypher('CREATE (:Document {id: $id})', { id });
    const status = await loadNeo4j(engine, folder);
    expect(status).toMatchObject({ status: 'partial_failure', processed_count: 1, failed_count: 1 });
    expect(status.failed_documents).toMatchObject([{ filename: 'b.txt', code: 'TARGET_REJECTED', stage: 'publish' }]);
    expect(status.publication).toMatchObject({ published: 1, rejected: 1, pending: 0 });
    await cypher('MATCH (d:Document {id: $id}) DELETE d', { id });
    const retried = valueOf(await engine.call('batch.retry', { batch_id: status.batch_id }));
    await engine.idle();
    const again = await statusOf(engine, retried.batches[0]?.batch_id ?? '');
    expect(again).toMatchObject({ status: 'completed', target: 'neo4j' });
    expect((await statusOf(engine, status.batch_id)).open_failures_count).toBe(0);
  });

  it('pauses for a wrong password with nothing lost, and goes on with the right one', async () => {
    const wrong = targetEngine({ secrets: { readNeo4jPassword: () => Promise.resolve('wrong') } });
    const batchId = await startNeo4j(wrong.engine, manyFiles(6));
    await wrong.engine.idle();
    const paused = await statusOf(wrong.engine, batchId);
    expectSum(paused);
    expect(paused).toMatchObject({ state: 'paused', state_code: 'TARGET_AUTH', failed_count: 0, waiting_count: 6 });
    expect(paused.state_reason).toContain('Correct the user and the password.');
    wrong.close();
    const { engine } = targetEngine({ dataFolder: wrong.dataFolder });
    valueOf(await engine.call('batch.resume', { batch_id: batchId }));
    await engine.idle();
    expect(await statusOf(engine, batchId)).toMatchObject({ status: 'completed', processed_count: 6 });
    expect(await differencesOf(engine, batchId)).toEqual([]);
  });

  it('goes on extracting while the target is away, says since when, and can be finished offline', async () => {
    const { engine, events } = targetEngine({ environment: AWAY });
    const batchId = await startNeo4j(engine, manyFiles(8));
    const next = valueOf(await engine.call('batch.start', { paths: [manyFiles(2)] })).batch_id;
    // The batch that waits does not block the next one.
    await expect.poll(async () => (await statusOf(engine, next)).state, { timeout: 30_000 }).toBe('completed');
    const waiting = await statusOf(engine, batchId);
    expect(waiting).toMatchObject({ state: 'waiting_for_target', state_code: 'TARGET_UNAVAILABLE', waiting_count: 8 });
    expect(waiting.state_reason).toMatch(/Waiting since \d{4}-\d\d-\d\d \d\d:\d\d UTC; publishing goes on by itself/u);
    const { documents } = valueOf(await engine.call('batch.documents', { batch_id: batchId }));
    expect(new Set(documents.map(({ status }) => status))).toEqual(new Set(['prepared']));
    valueOf(await engine.call('batch.finish_offline', { batch_id: batchId }));
    await engine.idle();
    expect(await statusOf(engine, batchId)).toMatchObject({
      status: 'completed',
      target: 'library',
      processed_count: 8,
    });
    for (const event of events) if (event.type === 'batch') expectSum(event.batch);
    expect(failureOf(await engine.call('batch.finish_offline', { batch_id: batchId })).code).toBe('INVALID_STATE');
  });

  it('can be paused, cancelled and resumed while it waits for its target', async () => {
    const { engine, dataFolder, close } = targetEngine({ environment: AWAY });
    const paused = await startNeo4j(engine, manyFiles(3));
    const cancelled = await startNeo4j(engine, manyFiles(3));
    const waits = async (id: string) => (await statusOf(engine, id)).state;
    await expect.poll(() => waits(cancelled), { timeout: 30_000 }).toBe('waiting_for_target');
    valueOf(await engine.call('batch.cancel', { batch_id: cancelled }));
    valueOf(await engine.call('batch.pause', { batch_id: paused }));
    await engine.idle();
    expect(await statusOf(engine, cancelled)).toMatchObject({
      status: 'cancelled',
      cancelled_count: 3,
      waiting_count: 0,
    });
    expect(await statusOf(engine, paused)).toMatchObject({ state: 'paused', waiting_count: 3 });
    close();
    const again = targetEngine({ dataFolder });
    valueOf(await again.engine.call('batch.resume', {}));
    await again.engine.idle();
    expect(await statusOf(again.engine, paused)).toMatchObject({ status: 'completed' });
    expect(await graphCounts()).toMatchObject({ Document: 3 });
  });
});
