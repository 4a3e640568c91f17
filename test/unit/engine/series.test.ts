import { renameSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { askRunningEngine } from '../../../src-main/engine/queue/ask-running-engine.ts';
import { haveEnded } from '../../support/is-alive.ts';
import { manyFiles, numbered } from '../../support/many-files.ts';
import { slowExtractor } from '../../support/slow-extractor.ts';
import { readBatchOf, testEngine } from '../../support/test-engine.ts';
import { failureOf, valueOf } from '../../support/unwrap.ts';
import { writeFiles } from '../../support/write-files.ts';

const SMALL = { MAX_BATCH_SIZE: '3' };

describe('a series', () => {
  it('acts as one thing: one id for status, documents, estimate and export', async () => {
    const folder = manyFiles(7);
    writeFiles(folder, { '001.txt': '', '006.txt': '', 'x.bin': 'x' });
    const { engine } = testEngine({ environment: SMALL });
    const { series_id = '', batches } = valueOf(await engine.call('series.start', { paths: [folder] }));
    expect(batches.map(({ total_documents }) => total_documents)).toEqual([3, 3, 1]);
    const during = valueOf(await engine.call('batch.statuses', { batch_id: series_id }));
    const ends = during.batches.map((batch) => Date.parse(batch.estimated_completion_time ?? ''));
    expect(ends).toEqual(ends.toSorted((one, two) => one - two));
    expect(new Set(ends).size).toBe(3);
    await engine.idle();
    const after = valueOf(await engine.call('batch.statuses', { batch_id: series_id }));
    expect(after).toMatchObject({
      series_id,
      batches: [{ status: 'partial_failure' }, { status: 'completed' }, { status: 'failed' }],
    });
    expect(after.batches.every((batch) => batch.series_id === series_id)).toBe(true);
    const { documents } = valueOf(await engine.call('batch.documents', { batch_id: series_id }));
    expect(documents.map(({ filename }) => filename)).toEqual([0, 1, 2, 3, 4, 5, 6].map(numbered));
    const json = valueOf(await engine.call('batch.export', { batch_id: series_id, format: 'json' }));
    expect(JSON.parse(json.content)).toMatchObject({
      series_id,
      failures: [{ filename: '001.txt' }, { filename: '006.txt' }],
    });
    const html = valueOf(await engine.call('batch.export', { batch_id: series_id, format: 'html' }));
    expect(html.content).toContain('Series of 3 batches');
    expect(valueOf(await engine.call('batch.ignored', { batch_id: series_id })).ignored_files).toHaveLength(1);
    expect(valueOf(await engine.call('batch.estimate', { batch_id: series_id }))).toEqual({});
  });

  it('is retried as one thing, itself split if needed, which deals with the failures of all its batches', async () => {
    const folder = manyFiles(8);
    writeFiles(folder, Object.fromEntries(Array.from({ length: 5 }, (_, index) => [numbered(index), ''])));
    const { engine } = testEngine({ environment: SMALL });
    const { series_id = '' } = valueOf(await engine.call('series.start', { paths: [folder] }));
    expect(failureOf(await engine.call('batch.retry', { batch_id: series_id })).code).toBe('INVALID_STATE');
    await engine.idle();
    writeFiles(folder, Object.fromEntries(Array.from({ length: 5 }, (_, index) => [numbered(index), `now ${index}`])));
    const retry = valueOf(await engine.call('batch.retry', { batch_id: series_id }));
    expect(retry.batches).toMatchObject([
      { total_documents: 3, retry_of: series_id },
      { total_documents: 2, retry_of: series_id },
    ]);
    await engine.idle();
    const retried = valueOf(await engine.call('batch.statuses', { batch_id: retry.series_id ?? '' })).batches;
    expect(retried.map(({ status }) => status)).toEqual(['completed', 'completed']);
    const old = valueOf(await engine.call('batch.statuses', { batch_id: series_id })).batches;
    expect(old.map(({ open_failures_count }) => open_failures_count)).toEqual([0, 0, 0]);
    expect(failureOf(await engine.call('batch.retry', { batch_id: series_id })).code).toBe('BATCH_EMPTY');
  });

  it('keeps the metadata of the first of two files with one content, also in another batch', async () => {
    const folder = manyFiles(5);
    writeFiles(folder, {
      '000.txt': 'the same',
      '004.txt': 'the same',
      'm.csv': 'filename,author\n000.txt,Ann\n004.txt,Bo\n',
    });
    const { engine } = testEngine({ environment: SMALL });
    const { series_id = '' } = valueOf(
      await engine.call('series.start', {
        paths: [0, 1, 2, 3, 4].map((index) => path.join(folder, numbered(index))),
        mapping: path.join(folder, 'm.csv'),
      }),
    );
    await engine.idle();
    const { documents } = valueOf(await engine.call('batch.documents', { batch_id: series_id }));
    expect(documents[4]).toMatchObject({ status: 'duplicate', metadata: { author: 'Ann' } });
    expect(documents[4]?.warnings[0]).toContain('author');
  });

  it('is paused, resumed and cancelled as one thing', async () => {
    const { engine } = testEngine({ environment: SMALL, start: slowExtractor(60).start });
    const { series_id = '' } = valueOf(await engine.call('series.start', { paths: [manyFiles(8)] }));
    const states = async () =>
      valueOf(await engine.call('batch.statuses', { batch_id: series_id })).batches.map(({ state }) => state);
    await sleep(100);
    const paused = valueOf(await engine.call('batch.pause', { batch_id: series_id })).batches;
    expect(paused.map(({ state }) => state)).toEqual(['paused', 'paused', 'pausing']);
    await engine.idle();
    expect(await states()).toEqual(['paused', 'paused', 'paused']);
    expect(failureOf(await engine.call('batch.pause', { batch_id: series_id }))).toMatchObject({
      code: 'INVALID_STATE',
      message: 'The series is paused: it cannot be paused.',
    });
    expect(valueOf(await engine.call('batch.resumable', {})).batches).toHaveLength(3);
    valueOf(await engine.call('batch.resume', {}));
    await sleep(300);
    valueOf(await engine.call('batch.cancel', { batch_id: series_id }));
    await engine.idle();
    const { batches } = valueOf(await engine.call('batch.statuses', { batch_id: series_id }));
    expect(batches.at(-1)).toMatchObject({ state: 'cancelled', cancelled_count: 2, waiting_count: 0 });
    for (const batch of batches) {
      expect(batch.total_documents).toBe(batch.processed_count + batch.cancelled_count);
    }
    for (const action of ['batch.pause', 'batch.cancel', 'batch.resume'] as const) {
      expect(failureOf(await engine.call(action, { batch_id: series_id })).code).toBe('INVALID_STATE');
      expect(failureOf(await engine.call(action, { batch_id: 'nothing' })).code).toBe('BATCH_NOT_FOUND');
    }
    expect(failureOf(await engine.call('batch.resume', {})).code).toBe('INVALID_STATE');
  });
});

describe('cancelling', () => {
  it('rolls the document in hand back at once and keeps what was processed', async () => {
    const script = slowExtractor(60_000);
    const { engine } = testEngine({ start: script.start });
    const { batch_id } = valueOf(await engine.call('batch.start', { paths: [manyFiles(3)] }));
    await sleep(100);
    const began = performance.now();
    valueOf(await engine.call('batch.cancel', { batch_id }));
    await engine.idle();
    expect(performance.now() - began).toBeLessThan(2000);
    expect((await readBatchOf(engine, batch_id)).status).toMatchObject({
      status: 'cancelled',
      cancelled_count: 3,
      waiting_count: 0,
      completed_at: expect.any(String),
    });
    expect(await haveEnded(script.pids)).toBe(true);
  });
});

describe('a request of another process', () => {
  it('pauses and cancels what the engine with the library is loading', async () => {
    const { engine, dataFolder } = testEngine({ start: slowExtractor(100).start });
    const { batch_id } = valueOf(await engine.call('batch.start', { paths: [manyFiles(20)] }));
    const paused = valueOf(await askRunningEngine(dataFolder, 'batch.pause', batch_id));
    expect(paused.batches).toMatchObject([{ batch_id, state: 'pausing' }]);
    await engine.idle();
    expect((await readBatchOf(engine, batch_id)).status.state_reason).toBe('Paused by the pause command.');
    expect(failureOf(await askRunningEngine(dataFolder, 'batch.pause', 'nothing')).code).toBe('BATCH_NOT_FOUND');
    valueOf(await askRunningEngine(dataFolder, 'batch.cancel', batch_id));
    expect((await readBatchOf(engine, batch_id)).status.state).toBe('cancelled');
  });
});

describe('a folder that goes away in the middle of a batch', () => {
  it('pauses the batch with a sentence, and it ends when the folder is there again', async () => {
    const folder = manyFiles(6);
    const { engine } = testEngine({ start: slowExtractor(80).start });
    const { batch_id } = valueOf(await engine.call('batch.start', { paths: [folder] }));
    await sleep(250);
    renameSync(folder, `${folder}-away`);
    await engine.idle();
    const paused = await readBatchOf(engine, batch_id);
    expect(paused.status).toMatchObject({ state: 'paused' });
    expect(paused.status.state_reason).toBe(
      `The folder ${folder} cannot be found any more. Connect its drive or share again and resume, or cancel the batch.`,
    );
    // The document in hand may have vanished under the extractor; every other one waits.
    expect(paused.status.failed_count).toBeLessThanOrEqual(1);
    renameSync(`${folder}-away`, folder);
    valueOf(await engine.call('batch.resume', { batch_id }));
    await engine.idle();
    const ended = await readBatchOf(engine, batch_id);
    expect(ended.status.waiting_count).toBe(0);
    expect(ended.status.processed_count + ended.status.failed_count).toBe(6);
    expect(ended.status.failed_count).toBe(paused.status.failed_count);
  });
});

describe('a clock that is set back', () => {
  it('changes neither the order of batches nor how long they took', async () => {
    let hour = 12;
    const now = (): Date => new Date(Date.UTC(2025, 9, 26, (hour -= 1)));
    const { engine, events } = testEngine({ start: slowExtractor(20).start, now });
    const ids: string[] = [];
    for (let count = 0; count < 3; count += 1) {
      ids.push(valueOf(await engine.call('batch.start', { paths: [manyFiles(2)] })).batch_id);
    }
    await engine.idle();
    const order = events.flatMap((event) => (event.type === 'document' ? [event.batch_id] : []));
    expect([...new Set(order)]).toEqual(ids);
    const { batches } = valueOf(await engine.call('batch.history', {}));
    expect(batches.map(({ batch_id }) => batch_id)).toEqual(ids.toReversed());
    for (const { processing_time_seconds = -1 } of batches) {
      expect(processing_time_seconds).toBeGreaterThan(0);
      expect(processing_time_seconds).toBeLessThan(30);
    }
  });
});
