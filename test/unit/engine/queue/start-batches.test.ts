import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { findBatches, readIgnoredFiles } from '../../../../src-main/engine/library/batches.ts';
import { readBatchDocuments } from '../../../../src-main/engine/library/batch-documents.ts';
import { succeeded } from '../../../../src-main/contract/failure.ts';
import { prepareSelection, type PreparedSelection } from '../../../../src-main/engine/preflight/prepare-selection.ts';
import { cutSeries } from '../../../../src-main/engine/queue/cut-series.ts';
import { startBatches } from '../../../../src-main/engine/queue/start-batches.ts';
import { manyFiles } from '../../../support/many-files.ts';
import { memoryLibrary, numberFrom } from '../../../support/test-library.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { failureOf, valueOf } from '../../../support/unwrap.ts';
import { writeFiles } from '../../../support/write-files.ts';

const NOW = new Date('2025-10-16T14:35:00Z');
const ORIGIN = { target: 'library', retryOf: '' } as const;

const startOne = (database: ReturnType<typeof memoryLibrary>, prepared: PreparedSelection) => {
  const [batch] = startBatches(database, [prepared], ORIGIN, NOW).batches;
  if (batch === undefined) throw new Error('No batch was started');
  return batch;
};

const start = async (paths: string[], maxFiles = 100) => {
  const database = memoryLibrary();
  const prepared = await prepareSelection({ paths, defaults: [] }, maxFiles);
  return {
    database,
    started: prepared.ok ? succeeded(startOne(database, prepared.value)) : prepared,
  };
};

const expectNothingWritten = (database: ReturnType<typeof memoryLibrary>): void => {
  for (const table of ['batches', 'batch_documents', 'ignored_files', 'attempts']) {
    expect(numberFrom(database, `SELECT count(*) FROM ${table}`)).toBe(0);
  }
};

describe('startBatches', () => {
  it.each([
    [150, 100],
    [101, 100],
    [51, 50],
    [2, 1],
  ])('refuses %i files when %i are the most, and writes nothing', async (files, most) => {
    const { database, started } = await start([manyFiles(files)], most);
    expect(failureOf(started)).toMatchObject({
      code: 'BATCH_TOO_LARGE',
      message: `Batch exceeds maximum size of ${most} files. Uploaded: ${files} files`,
    });
    expectNothingWritten(database);
  });

  it('takes exactly as many files as are allowed', async () => {
    expect(valueOf((await start([manyFiles(100)])).started).total_documents).toBe(100);
    expect(valueOf((await start([manyFiles(3)], 3)).started).total_documents).toBe(3);
  });

  it('counts named files that cannot be loaded, but not ignored ones', async () => {
    const folder = temporaryFolder();
    writeFiles(folder, { 'a.txt': 'x', '.b.txt': 'x', 'c.xlsx': 'x' });
    const { started } = await start([folder, path.join(folder, 'c.xlsx'), path.join(folder, 'missing.txt')], 3);
    expect(valueOf(started)).toMatchObject({ total_documents: 3, ignored_files: [{ reason: 'A hidden file.' }] });
    expect(failureOf((await start([folder, path.join(folder, 'c.xlsx')], 1)).started).code).toBe('BATCH_TOO_LARGE');
  });

  it.each([
    ['an empty folder', {}, 'The selection has no files.'],
    [
      'one ignored file',
      { 'a.xlsx': 'x' },
      /^Nothing is left to load; ignored: \S*a\.xlsx \(The format \.xlsx cannot be loaded\)\.$/u,
    ],
    ['ignored files', { 'a.xlsx': 'x', '.b': 'x' }, /\.b \(A hidden file\), \S*a\.xlsx \(The format/u],
    [
      'many ignored files',
      Object.fromEntries(Array.from({ length: 8 }, (_, number) => [`${number}.xlsx`, 'x'])),
      /4\.xlsx \([^)]*\), 3 more\.$/u,
    ],
  ])('refuses %s with BATCH_EMPTY and writes nothing', async (_what, files, message) => {
    const folder = temporaryFolder();
    writeFiles(folder, files);
    const { database, started } = await start([folder]);
    expect(failureOf(started)).toMatchObject({ code: 'BATCH_EMPTY', message: expect.stringMatching(message) });
    expectNothingWritten(database);
  });

  it('writes the batch whole: documents in order, ignored files with their reasons', async () => {
    const folder = temporaryFolder();
    writeFiles(folder, { 'b.txt': 'four', 'sub/a.pdf': '', 'Thumbs.db': 'x' });
    const { database, started } = await start([folder]);
    const value = valueOf(started);
    expect(value).toMatchObject({
      total_documents: 2,
      status: 'in_progress',
      message: 'Batch ingestion started. Use batch_id to check status',
    });
    expect(readBatchDocuments(database, value.batch_id)).toMatchObject([
      { position: 0, relative_path: 'b.txt', filename: 'b.txt', size_bytes: 4, status: 'queued', document_id: '' },
      { position: 1, relative_path: 'sub/a.pdf', filename: 'a.pdf', size_bytes: 0, status: 'queued' },
    ]);
    expect(readIgnoredFiles(database, value.batch_id)).toEqual([
      { path: path.join(folder, 'Thumbs.db'), reason: 'A thumbnail file of Windows.' },
    ]);
    expect(value.ignored_files).toEqual(readIgnoredFiles(database, value.batch_id));
    expect(database.prepare('SELECT state, created_at, ended_at, target FROM batches').all()).toEqual([
      expect.objectContaining({ state: 'queued', created_at: NOW.toISOString(), ended_at: '', target: 'library' }),
    ]);
  });

  it('cuts a large selection into a series, each batch with the files that were ignored on its way', async () => {
    const folder = temporaryFolder();
    writeFiles(folder, { 'a.txt': '1', 'b.txt': '2', 'c.xlsx': 'x', 'd.txt': '4', 'e.txt': '5', 'z.xlsx': 'x' });
    const database = memoryLibrary();
    const prepared = valueOf(await prepareSelection({ paths: [folder], defaults: [] }, 1000));
    const { series_id = '', batches } = startBatches(database, cutSeries(prepared, 3), ORIGIN, NOW);
    expect(series_id).toMatch(/^[0-9a-f-]{36}$/u);
    expect(batches).toMatchObject([
      { series_id, total_documents: 3 },
      { series_id, total_documents: 1 },
    ]);
    const [first, second] = batches.map(({ batch_id }) => ({
      files: readBatchDocuments(database, batch_id).map(({ filename }) => filename),
      ignored: readIgnoredFiles(database, batch_id).map((ignored) => path.basename(ignored.path)),
    }));
    expect(first).toEqual({ files: ['a.txt', 'b.txt', 'd.txt'], ignored: ['c.xlsx'] });
    expect(second).toEqual({ files: ['e.txt'], ignored: ['z.xlsx'] });
    expect(findBatches(database, series_id).map(({ batch_id }) => batch_id)).toEqual(
      batches.map(({ batch_id }) => batch_id),
    );
    expect(findBatches(database, batches[1]?.batch_id ?? '')).toHaveLength(1);
  });

  it('makes no series of what fits into one batch', async () => {
    const database = memoryLibrary();
    const prepared = valueOf(await prepareSelection({ paths: [manyFiles(3)], defaults: [] }, 1000));
    const started = startBatches(database, cutSeries(prepared, 3), ORIGIN, NOW);
    expect(started.series_id).toBeUndefined();
    expect(started.batches).toHaveLength(1);
  });
});
