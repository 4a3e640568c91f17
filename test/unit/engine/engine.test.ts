import { renameSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createEngine } from '../../../src-main/engine/engine.ts';
import { libraryFile } from '../../../src-main/engine/library/open-library.ts';
import { startExtractor } from '../../../src-main/faces/cli/start-extractor.ts';
import { haveEnded } from '../../support/is-alive.ts';
import { listeningLog } from '../../support/listening-log.ts';
import { manyFiles } from '../../support/many-files.ts';
import { slowExtractor } from '../../support/slow-extractor.ts';
import { chunksOf, paragraphs, storeText } from '../../support/store-document.ts';
import { load, readBatchOf, testEngine } from '../../support/test-engine.ts';
import { numberFrom, testLibrary } from '../../support/test-library.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { failureOf, valueOf } from '../../support/unwrap.ts';
import { noSecrets } from '../../support/no-secrets.ts';

const create = (dataFolder: string, environment: Record<string, string> = {}) =>
  createEngine({ dataFolder, secrets: noSecrets, environment, startExtractor, log: listeningLog().log });

describe('createEngine', () => {
  it('is refused while another engine holds the library, and gives it free at the end', () => {
    const { dataFolder, close } = testEngine();
    expect(failureOf(create(dataFolder)).code).toBe('LIBRARY_IN_USE');
    close();
    valueOf(create(dataFolder)).close();
  });

  it.each([
    ['a setting out of bounds', { MAX_BATCH_SIZE: '101' }, 'MAX_BATCH_SIZE'],
    ['an overlap of half a chunk', { CHUNK_SIZE: '400', CHUNK_OVERLAP: '200' }, 'CHUNK_OVERLAP'],
  ])('is refused for %s, and holds nothing then', (_what, environment, name) => {
    const folder = temporaryFolder();
    expect(failureOf(create(folder, environment))).toMatchObject({
      code: 'INVALID_REQUEST',
      message: expect.stringContaining(name),
    });
    valueOf(create(folder)).close();
  });
});

describe('the engine', () => {
  it('tells about everything in numbered events, after it is a row in the library', async () => {
    const { engine, events } = testEngine();
    const { status } = await load(engine, manyFiles(3));
    expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index + 1));
    const documents = events.flatMap((event) => (event.type === 'document' ? [event] : []));
    expect(documents.map(({ position, document }) => `${position} ${document.status}`)).toEqual(
      [0, 1, 2].flatMap((position) => [`${position} extracting`, `${position} processed`]),
    );
    const batches = events.flatMap((event) => (event.type === 'batch' ? [event.batch] : []));
    expect(batches.map(({ state }) => state)).toEqual(['running', 'completed']);
    expect(batches.at(-1)).toEqual(status);
    expect(batches[0]?.estimated_completion_time).toBeDefined();
  });

  it('refuses a batch for Neo4j as long as there is no such target, and writes nothing', async () => {
    const { engine } = testEngine();
    const started = await engine.call('batch.start', { paths: [manyFiles(1)], target: 'neo4j' });
    expect(failureOf(started).code).toBe('TARGET_NOT_CONFIGURED');
    expect(valueOf(await engine.call('batch.history', {})).batches).toEqual([]);
  });

  it('runs batches in the order of their start, one document at a time', async () => {
    const { engine, events } = testEngine({ start: slowExtractor(20).start });
    const [first, second] = [manyFiles(2), manyFiles(2)];
    const one = valueOf(await engine.call('batch.start', { paths: [first] })).batch_id;
    const two = valueOf(await engine.call('batch.start', { paths: [second] })).batch_id;
    await engine.idle();
    const batches = events.flatMap((event) => (event.type === 'document' ? [event.batch_id] : []));
    expect(batches).toEqual([one, one, one, one, two, two, two, two]);
    expect((await readBatchOf(engine, two)).status.status).toBe('completed');
  });

  it('pauses with nothing lost: the document in hand ends, all others wait', async () => {
    const { engine } = testEngine({ start: slowExtractor(150).start });
    const running = valueOf(await engine.call('batch.start', { paths: [manyFiles(4)] })).batch_id;
    const queued = valueOf(await engine.call('batch.start', { paths: [manyFiles(2)] })).batch_id;
    await sleep(50);
    engine.pauseAll('Paused by a test.');
    await engine.idle();
    const first = await readBatchOf(engine, running);
    expect(first.status).toMatchObject({
      status: 'in_progress',
      state: 'paused',
      state_reason: 'Paused by a test.',
      total_documents: 4,
      processed_count: 1,
      waiting_count: 3,
    });
    expect(first.documents.map(({ status }) => status)).toEqual(['processed', 'queued', 'queued', 'queued']);
    expect((await readBatchOf(engine, queued)).status).toMatchObject({ state: 'paused', waiting_count: 2 });
  });

  it('puts a document in hand that does not end within seconds back into the queue', { timeout: 10_000 }, async () => {
    const { start, pids } = slowExtractor(60_000);
    const { engine, dataFolder } = testEngine({ start });
    const batch = valueOf(await engine.call('batch.start', { paths: [manyFiles(2)] })).batch_id;
    await sleep(50);
    engine.pauseAll('Paused by a test.');
    await engine.idle();
    const { status, documents } = await readBatchOf(engine, batch);
    expect(status).toMatchObject({ state: 'paused', waiting_count: 2, failed_count: 0 });
    expect(documents.map((document) => document.status)).toEqual(['queued', 'queued']);
    expect(await haveEnded(pids)).toBe(true);
    const database = new DatabaseSync(libraryFile(dataFolder), { readOnly: true });
    expect(database.prepare('SELECT outcome FROM attempts').all()).toEqual([{ outcome: 'interrupted' }]);
    expect(numberFrom(database, 'SELECT count(*) FROM texts')).toBe(0);
    database.close();
  });

  it('stops with a sentence when its library is gone, goes on when it is back, and has lost nothing', async () => {
    const { engine, dataFolder, close } = testEngine({ start: slowExtractor(100).start });
    const { batch_id } = valueOf(await engine.call('batch.start', { paths: [manyFiles(4)] }));
    await sleep(150);
    renameSync(libraryFile(dataFolder), `${libraryFile(dataFolder)}-away`);
    await engine.idle();
    expect(engine.trouble()).toMatchObject({
      code: 'LIBRARY_UNUSABLE',
      message: `The library ${libraryFile(dataFolder)} is not there any more.`,
    });
    renameSync(`${libraryFile(dataFolder)}-away`, libraryFile(dataFolder));
    const next = valueOf(await engine.call('batch.start', { paths: [manyFiles(1)] }));
    await engine.idle();
    expect(engine.trouble()).toBeUndefined();
    expect((await readBatchOf(engine, next.batch_id)).status.status).toBe('completed');
    close();
    const second = testEngine({ dataFolder, start: slowExtractor(1).start });
    valueOf(await second.engine.call('batch.resume', { batch_id }));
    await second.engine.idle();
    expect((await readBatchOf(second.engine, batch_id)).status).toMatchObject({
      status: 'completed',
      processed_count: 4,
    });
  });

  it.each(['running', 'pausing', 'queued', 'waiting_for_target'])(
    'finds a batch that a killed process left %s: interrupted, its document queued, nothing half stored',
    async (state) => {
      const first = testEngine();
      const { status } = await load(first.engine, manyFiles(3));
      first.close();
      const library = testLibrary(first.dataFolder);
      library.exec(`
        UPDATE batches SET state = '${state}', ended_at = '';
        UPDATE batch_documents SET status = 'extracting', seconds = 0 WHERE position = 1;
        UPDATE batch_documents SET status = 'queued', seconds = 0 WHERE position = 2;
        DELETE FROM attempts WHERE position = 2;
        UPDATE attempts SET ended_at = '', outcome = '' WHERE position = 1`);
      storeText(library, chunksOf(paragraphs('half a document')));
      library.close();

      const second = testEngine({ dataFolder: first.dataFolder });
      const batch = await readBatchOf(second.engine, status.batch_id);
      expect(batch.status).toMatchObject({ status: 'in_progress', state: 'interrupted', waiting_count: 2 });
      expect(batch.status.state_reason).toBe('Stevedore ended while this batch was running.');
      expect(batch.documents.map((document) => document.status)).toEqual(['processed', 'queued', 'queued']);
      second.close();
      const reader = new DatabaseSync(libraryFile(first.dataFolder), { readOnly: true });
      expect(reader.prepare('SELECT outcome FROM attempts ORDER BY position').all()).toEqual([
        { outcome: 'processed' },
        { outcome: 'interrupted' },
      ]);
      expect(numberFrom(reader, "SELECT count(*) FROM attempts WHERE ended_at = ''")).toBe(0);
      expect(numberFrom(reader, 'SELECT count(*) FROM texts')).toBe(3);
      reader.close();
    },
  );

  it('ends a batch of which every document had ended when its process was killed', async () => {
    const first = testEngine();
    const { status } = await load(first.engine, manyFiles(2));
    first.close();
    const library = testLibrary(first.dataFolder);
    library.exec("UPDATE batches SET state = 'running', ended_at = ''");
    library.close();
    const { engine } = testEngine({ dataFolder: first.dataFolder });
    expect((await readBatchOf(engine, status.batch_id)).status).toMatchObject({
      status: 'completed',
      processed_count: 2,
      waiting_count: 0,
      completed_at: expect.any(String),
    });
    expect(valueOf(await engine.call('batch.resumable', {})).batches).toEqual([]);
  });

  it('ends a batch that was being cancelled when its process was killed', async () => {
    const first = testEngine();
    const { status } = await load(first.engine, manyFiles(2));
    first.close();
    const library = testLibrary(first.dataFolder);
    library.exec(`UPDATE batches SET state = 'cancelling', ended_at = '';
      UPDATE batch_documents SET status = 'extracting' WHERE position = 1`);
    library.close();
    const { engine } = testEngine({ dataFolder: first.dataFolder });
    expect((await readBatchOf(engine, status.batch_id)).status).toMatchObject({
      status: 'cancelled',
      processed_count: 1,
      cancelled_count: 1,
      waiting_count: 0,
      completed_at: expect.any(String),
    });
  });

  it('leaves paused batches as they are when it starts', async () => {
    const first = testEngine();
    const { status } = await load(first.engine, manyFiles(1));
    first.close();
    const library = testLibrary(first.dataFolder);
    library.exec("UPDATE batches SET state = 'paused', state_reason = 'Mine.', ended_at = ''");
    library.close();
    const { engine } = testEngine({ dataFolder: first.dataFolder });
    expect((await readBatchOf(engine, status.batch_id)).status).toMatchObject({
      state: 'paused',
      state_reason: 'Mine.',
    });
  });
});
