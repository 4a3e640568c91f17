import { describe, expect, it } from 'vitest';
import type { CommandInput } from '../../../src-main/contract/commands.ts';
import { load, testEngine } from '../../support/test-engine.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { failureOf, valueOf } from '../../support/unwrap.ts';
import { writeFiles } from '../../support/write-files.ts';

/** A batch without failures, one of a day later with a failure, and its retry. */
const threeBatches = async () => {
  let day = 1;
  const { engine } = testEngine({ now: () => new Date(Date.UTC(2025, 0, day)) });
  const folder = temporaryFolder();
  writeFiles(folder, { 'one/report.txt': 'first words', 'two/empty.txt': '', 'two/ÜBER Letter.txt': 'second words' });
  const one = (await load(engine, `${folder}/one`)).status.batch_id;
  day = 2;
  const two = (await load(engine, `${folder}/two`)).status.batch_id;
  day = 3;
  const retried = valueOf(await engine.call('batch.retry', { batch_id: two }));
  await engine.idle();
  const retry = retried.batches[0]?.batch_id ?? '';
  const found = async (filter: CommandInput<'batch.history'>) => {
    const { batches, total } = valueOf(await engine.call('batch.history', filter));
    expect(total).toBe(batches.length);
    return batches.map(({ batch_id }) => batch_id);
  };
  return { engine, folder, one, two, retry, found };
};

describe('batch.history', () => {
  it('finds batches by status, time, open failures, names, ids and what they retry', async () => {
    const { found, one, two, retry } = await threeBatches();
    expect(await found({})).toEqual([retry, two, one]);
    expect(await found({ status: 'completed' })).toEqual([one]);
    expect(await found({ status: 'partial_failure' })).toEqual([two]);
    expect(await found({ status: 'failed' })).toEqual([retry]);
    expect(await found({ target: 'neo4j' })).toEqual([]);
    expect(await found({ from: '2025-01-02T00:00:00.000Z' })).toEqual([retry, two]);
    expect(await found({ until: '2025-01-02T00:00:00.000Z' })).toEqual([one]);
    expect(await found({ open_failures: true })).toEqual([retry, two]);
    expect(await found({ words: 'LETTER' })).toEqual([two]);
    expect(await found({ words: 'über' })).toEqual([two]);
    expect(await found({ words: 'ÜBER' })).toEqual([two]);
    expect(await found({ words: one.slice(0, 8) })).toEqual([one]);
    expect(await found({ words: '%' })).toEqual([]);
    expect(await found({ retry_of: two })).toEqual([retry]);
    expect(await found({ status: 'failed', words: 'letter' })).toEqual([]);
  });

  it('brings whole series, when that is asked', async () => {
    const { engine } = testEngine();
    const folder = temporaryFolder();
    writeFiles(folder, Object.fromEntries(Array.from({ length: 101 }, (_, at) => [`${at + 100}.txt`, `text ${at}`])));
    const { batches } = valueOf(await engine.call('series.start', { paths: [folder] }));
    await engine.idle();
    const history = async (whole_series: boolean) =>
      valueOf(await engine.call('batch.history', { words: '200.txt', whole_series })).batches.map(
        ({ batch_id }) => batch_id,
      );
    expect(await history(false)).toEqual([batches[1]?.batch_id]);
    expect(await history(true)).toEqual([batches[1]?.batch_id, batches[0]?.batch_id]);
  });

  it('tells how many there are beyond the page', async () => {
    const { engine } = await threeBatches();
    expect(valueOf(await engine.call('batch.history', { limit: 1 }))).toMatchObject({ total: 3, batches: [{}] });
  });
});

describe('batch.delete', () => {
  it('deletes a batch from the history and nothing else; its retry is a retry no more', async () => {
    const { engine, found, one, two, retry } = await threeBatches();
    const planned = valueOf(await engine.call('batch.delete', { batch_id: two, dry_run: true }));
    expect(planned).toEqual({ batches_deleted: 1, documents_kept: 1, unpublished_count: 0 });
    expect(await found({})).toHaveLength(3);
    expect(valueOf(await engine.call('batch.delete', { batch_id: two }))).toEqual(planned);
    expect(await found({})).toEqual([retry, one]);
    expect(failureOf(await engine.call('batch.status', { batch_id: two }))).toMatchObject({ code: 'BATCH_NOT_FOUND' });
    expect(valueOf(await engine.call('batch.status', { batch_id: retry })).retry_of).toBeUndefined();
    expect(valueOf(await engine.call('library.search', { words: 'second' })).hits).toHaveLength(1);
    expect(failureOf(await engine.call('batch.delete', { batch_id: two }))).toMatchObject({ code: 'BATCH_NOT_FOUND' });
  });

  it('is refused while the batch has not ended', async () => {
    const { engine, folder } = await threeBatches();
    writeFiles(folder, { 'more/c.txt': 'third words' });
    const { batch_id } = valueOf(await engine.call('batch.start', { paths: [`${folder}/more`] }));
    expect(failureOf(await engine.call('batch.delete', { batch_id }))).toMatchObject({ code: 'INVALID_STATE' });
    await engine.idle();
    valueOf(await engine.call('batch.delete', { batch_id }));
  });
});
