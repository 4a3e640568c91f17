import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { engineWithFaults, endsOf } from '../support/engine-with-faults.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { failureOf, valueOf } from '../support/unwrap.ts';
import { writeFiles } from '../support/write-files.ts';

const GIGABYTE = 1024 ** 3;

/** An engine whose other processes, those of a desktop app, are as large as a test wants. */
const engineBeside = (environment: Readonly<Record<string, string>> = {}) => {
  let bytes = 0;
  const made = engineWithFaults(environment, { otherResidentBytes: () => bytes });
  const messages = (level: string) =>
    made.entries.filter((entry) => entry.level === level).map(({ message }) => message);
  return { ...made, messages, setOthers: (gigabytes: number) => (bytes = gigabytes * GIGABYTE) };
};

const untilTrue = async (check: () => boolean): Promise<void> => {
  const until = performance.now() + 10_000;
  while (!check()) {
    if (performance.now() > until) throw new Error('It did not come about in time.');
    await sleep(20);
  }
};

describe('the memory guard in an engine', () => {
  it('warns once at 80 %, with the figures, and has the extractor replaced before the next document', async () => {
    const { load, setOthers, entries, messages, pids } = engineBeside();
    const files = writeFiles(temporaryFolder(), { 'a.txt': 'one', 'b.txt': 'two', 'c.txt': 'three', 'd.txt': 'four' });
    await load(files.slice(0, 1));
    setOthers(4);
    const end = await load(files.slice(1));
    expect(endsOf(end)).toEqual(['processed', 'processed', 'processed']);
    expect(messages('warn')).toEqual(['Memory limit approaching']);
    const { current_memory_gb, limit_gb } = entries.find(({ level }) => level === 'warn')?.fields ?? {};
    expect(limit_gb).toBe(5);
    expect(current_memory_gb).toBeGreaterThan(4);
    expect(current_memory_gb).toBeLessThan(5);
    expect(pids).toHaveLength(2);
  });

  it('refuses a batch at 100 % and takes it when memory has fallen', async () => {
    const { engine, load, setOthers } = engineBeside({ MAX_CONCURRENT_BATCH_SIZE_GB: '2.5' });
    const files = writeFiles(temporaryFolder(), { 'a.txt': 'one' });
    setOthers(2.5);
    const refused = failureOf(await engine.call('batch.start', { paths: files }));
    expect(refused).toMatchObject({ code: 'MEMORY_LIMIT_REACHED', retryable: true });
    expect(refused.message).toMatch(/^Memory limit reached: \d+(\.\d+)? GB in use, the limit is 2\.5 GB\.$/u);
    expect(valueOf(await engine.call('batch.history', {})).batches).toEqual([]);
    setOthers(0);
    expect(endsOf(await load(files))).toEqual(['processed']);
  });

  it('refuses every batch when the limit is less than the engine itself needs', async () => {
    const { engine } = engineBeside({ MAX_CONCURRENT_BATCH_SIZE_GB: '0.001' });
    const files = writeFiles(temporaryFolder(), { 'a.txt': 'one' });
    expect(failureOf(await engine.call('batch.start', { paths: files })).code).toBe('MEMORY_LIMIT_REACHED');
  });

  it('kills the extractor at 100 %; what is queued waits until memory has fallen', async () => {
    const { engine, setOthers, messages, pids, load } = engineBeside();
    const loading = load(writeFiles(temporaryFolder(), { 'a.hang': 'x', 'b.txt': 'two' }));
    const [queued = ''] = writeFiles(temporaryFolder(), { 'c.txt': 'three' });
    await untilTrue(() => pids.length === 1);
    const { batch_id } = valueOf(await engine.call('batch.start', { paths: [queued] }));
    await sleep(300);
    setOthers(6);
    await untilTrue(() => messages('warn').includes('Batch document processing failed'));
    await sleep(1000);
    expect(pids).toHaveLength(1);
    expect(valueOf(await engine.call('batch.status', { batch_id })).state).toBe('queued');
    setOthers(0);
    const end = await loading;
    expect(endsOf(end)).toEqual(['EXTRACTOR_OUT_OF_MEMORY', 'processed']);
    expect(end.documents[0]?.error).toContain('memory limit of 5 GB');
    expect(messages('warn').filter((message) => message.startsWith('Memory limit'))).toEqual([
      'Memory limit approaching',
      'Memory limit reached',
    ]);
    expect(valueOf(await engine.call('batch.status', { batch_id })).status).toBe('completed');
  });

  it('can be paused while it waits for memory', async () => {
    const { engine, setOthers, pids, load } = engineBeside();
    const loading = load(writeFiles(temporaryFolder(), { 'a.hang': 'x', 'b.txt': 'two' }));
    await untilTrue(() => pids.length === 1);
    setOthers(6);
    await sleep(500);
    engine.pauseAll('Paused by the test.');
    const { batch } = await loading;
    expect(batch).toMatchObject({ state: 'paused', failed_count: 1, waiting_count: 1 });
  });
});
