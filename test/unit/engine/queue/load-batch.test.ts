import { createHash } from 'node:crypto';
import { renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openLibraryForReading } from '../../../../src-main/engine/library/open-library.ts';
import { startScript } from '../../../support/start-script.ts';
import { load, testEngine } from '../../../support/test-engine.ts';
import { numberFrom } from '../../../support/test-library.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { valueOf } from '../../../support/unwrap.ts';
import { writeFiles } from '../../../support/write-files.ts';

const sha256 = (content: string): string => createHash('sha256').update(content).digest('hex');
const statusesOf = ({ documents }: Awaited<ReturnType<typeof load>>) =>
  Object.fromEntries(documents.map(({ filename, status, code }) => [filename, code ?? status]));
const countRows = (dataFolder: string, ...tables: string[]): number[] => {
  const database = valueOf(openLibraryForReading(dataFolder));
  const counts = tables.map((table) => numberFrom(database, `SELECT count(*) FROM ${table}`));
  database.close();
  return counts;
};

describe('loading a batch', () => {
  it('stores text that search and document.text give back, and accounts for every document', async () => {
    const { engine, dataFolder, entries } = testEngine();
    const folder = temporaryFolder();
    writeFiles(folder, { 'a.txt': 'The blue whale.\n\nThe second paragraph.', 'b.txt': '北京大学', 'c.xlsx': 'x' });
    const { status, documents } = await load(engine, folder);
    expect(status).toMatchObject({
      status: 'completed',
      state: 'completed',
      total_documents: 2,
      processed_count: 2,
      failed_count: 0,
      waiting_count: 0,
      failed_documents: [],
      completed_at: expect.any(String),
    });
    expect(status).not.toHaveProperty('estimated_completion_time');
    const id = sha256('The blue whale.\n\nThe second paragraph.');
    expect(documents[0]).toMatchObject({
      document_id: id,
      status: 'processed',
      chunks: 1,
      characters: 38,
      warnings: [],
    });
    expect(valueOf(await engine.call('document.text', { document_id: id })).text).toBe(
      'The blue whale.\n\nThe second paragraph.',
    );
    expect(valueOf(await engine.call('library.search', { words: 'whale' })).hits).toMatchObject([
      { document_id: id, filename: 'a.txt', snippet: 'The blue whale.  The second paragraph.', highlights: [[9, 14]] },
    ]);
    expect(valueOf(await engine.call('batch.ignored', { batch_id: status.batch_id })).ignored_files).toHaveLength(1);
    expect(countRows(dataFolder, 'attempts', 'documents', 'sources')).toEqual([2, 2, 2]);
    expect(entries.filter(({ level }) => level !== 'info')).toEqual([]);
  });

  it('finds the same file unchanged on the second load, and extracts nothing', async () => {
    const { engine, dataFolder } = testEngine();
    const [file = ''] = writeFiles(temporaryFolder(), { 'a.txt': 'dolphins' });
    await load(engine, file);
    const database = valueOf(openLibraryForReading(dataFolder));
    const textId = numberFrom(database, 'SELECT text_id FROM documents');
    const second = await load(engine, file);
    expect(second.documents).toMatchObject([
      { status: 'unchanged', document_id: sha256('dolphins'), chunks: 1, characters: 8 },
    ]);
    expect(second.status).toMatchObject({ status: 'completed', processed_count: 1 });
    expect(numberFrom(database, 'SELECT text_id FROM documents')).toBe(textId);
    expect(numberFrom(database, 'SELECT count(*) FROM attempts')).toBe(2);
    database.close();
  });

  it('extracts again, and replaces all chunks, when the chunk settings differ', async () => {
    const [file = ''] = writeFiles(temporaryFolder(), { 'a.txt': 'One sentence of words. '.repeat(60) });
    const first = testEngine();
    const before = await load(first.engine, file);
    first.close();
    const second = testEngine({
      dataFolder: first.dataFolder,
      environment: { CHUNK_SIZE: '300', CHUNK_OVERLAP: '50' },
    });
    const after = await load(second.engine, file);
    expect(after.documents).toMatchObject([{ status: 'processed' }]);
    const chunks = after.documents[0]?.chunks ?? 0;
    expect(chunks).toBeGreaterThan(before.documents[0]?.chunks ?? 0);
    expect(countRows(first.dataFolder, 'documents', 'texts', 'chunks', 'chunk_words')).toEqual([1, 1, chunks, chunks]);
  });

  it('takes the first of equal files, and calls the others duplicates', async () => {
    const { engine, dataFolder } = testEngine();
    const folder = temporaryFolder();
    writeFiles(folder, { 'a.txt': 'same', 'b.txt': 'other', 'c.txt': 'same', 'd.txt': 'same' });
    const batch = await load(engine, folder);
    expect(statusesOf(batch)).toEqual({
      'a.txt': 'processed',
      'b.txt': 'processed',
      'c.txt': 'duplicate',
      'd.txt': 'duplicate',
    });
    expect(batch.status).toMatchObject({ status: 'completed', processed_count: 4, total_documents: 4 });
    expect(batch.documents[2]?.document_id).toBe(sha256('same'));
    expect(countRows(dataFolder, 'documents', 'sources', 'texts')).toEqual([2, 4, 2]);
  });

  it('fails a duplicate of a document that fails, with the same code, and names the first', async () => {
    const { engine } = testEngine();
    const folder = temporaryFolder();
    writeFiles(folder, { 'a.txt': '--- ***', 'b.txt': 'good', 'c.txt': '--- ***' });
    const batch = await load(engine, folder);
    expect(statusesOf(batch)).toEqual({ 'a.txt': 'NO_TEXT', 'b.txt': 'processed', 'c.txt': 'NO_TEXT' });
    expect(batch.status).toMatchObject({ status: 'partial_failure', processed_count: 1, failed_count: 2 });
    expect(batch.documents[2]?.hint).toContain('It has the same content as a.txt.');
  });

  it('judges equal content under another extension by itself', async () => {
    const { engine } = testEngine();
    const folder = temporaryFolder();
    writeFiles(folder, { 'a.pdf': 'plain text', 'b.txt': 'plain text', 'c.pdf': 'plain text', 'd.txt': 'plain text' });
    expect(statusesOf(await load(engine, folder))).toMatchObject({
      'a.pdf': 'TYPE_MISMATCH',
      'b.txt': 'processed',
      'd.txt': 'duplicate',
    });
  });

  it('does not fail a file for another that changed while it was read', async () => {
    const [first = '', second = ''] = writeFiles(temporaryFolder(), { 'a.txt': 'same', 'b.txt': 'same' });
    const { start } = startScript(`
      import { writeFileSync } from 'node:fs';
      let path = '';
      process.on('message', (message) => {
        if (message.type === 'extract') {
          path = message.path;
          process.send({ type: 'part', part: { blocks: [{ kind: 'paragraph', text: 'same' }], warnings: [] } });
          return;
        }
        if (path === ${JSON.stringify(first)}) writeFileSync(path, 'more');
        process.send({ type: 'end', kind: 'text', outcome: { ok: true } });
      });`);
    const { engine } = testEngine({ start });
    const batch = await load(engine, first, second);
    expect(statusesOf(batch)).toEqual({ 'a.txt': 'FILE_CHANGED', 'b.txt': 'processed' });
  });

  it('lets a changed file replace what it provided before', async () => {
    const { engine, dataFolder } = testEngine();
    const [file = ''] = writeFiles(temporaryFolder(), { 'a.txt': 'about dolphins' });
    await load(engine, file);
    writeFileSync(file, 'about whales');
    const { documents } = await load(engine, file);
    expect(documents).toMatchObject([{ status: 'processed', document_id: sha256('about whales') }]);
    const hits = async (words: string) => valueOf(await engine.call('library.search', { words })).hits.length;
    expect([await hits('dolphins'), await hits('whales')]).toEqual([0, 1]);
    expect(countRows(dataFolder, 'documents', 'sources', 'texts', 'chunks', 'chunk_words')).toEqual([1, 1, 1, 1, 1]);
  });

  it('keeps the old document when the changed file fails, and when another file still provides it', async () => {
    const { engine, dataFolder } = testEngine();
    const folder = temporaryFolder();
    const [file = '', copy = ''] = writeFiles(folder, { 'a.txt': 'about dolphins', 'copy.txt': 'about dolphins' });
    await load(engine, file, copy);
    writeFileSync(file, '***');
    expect(statusesOf(await load(engine, file))).toEqual({ 'a.txt': 'NO_TEXT' });
    expect(countRows(dataFolder, 'documents', 'sources')).toEqual([1, 2]);
    writeFileSync(file, 'about whales');
    await load(engine, file);
    expect(countRows(dataFolder, 'documents', 'sources', 'texts')).toEqual([2, 2, 2]);
    rmSync(copy);
    renameSync(file, copy);
    utimesSync(copy, 1, 1);
    expect(statusesOf(await load(engine, copy))).toEqual({ 'copy.txt': 'unchanged' });
    expect(countRows(dataFolder, 'documents')).toEqual([1]);
  });

  it('goes on after every kind of failure, and each attempt is a row', async () => {
    const { engine, dataFolder } = testEngine({ environment: { MAX_TEXT_MEGABYTES: '0.001' } });
    const folder = temporaryFolder();
    const files = writeFiles(folder, {
      'empty.txt': '',
      'binary.txt': Uint8Array.from({ length: 600 }, (_, index) => (index * 7919) % 256),
      'large.txt': 'x'.repeat(2000),
      'table.xlsx': 'a;b',
      'good.txt': 'good',
    });
    const missing = path.join(folder, 'missing.txt');
    const batch = await load(engine, missing, ...files);
    expect(statusesOf(batch)).toEqual({
      'missing.txt': 'FILE_NOT_FOUND',
      'empty.txt': 'FILE_EMPTY',
      'binary.txt': 'TYPE_MISMATCH',
      'large.txt': 'FILE_TOO_LARGE',
      'table.xlsx': 'UNSUPPORTED_FORMAT',
      'good.txt': 'processed',
    });
    expect(batch.status).toMatchObject({
      status: 'partial_failure',
      total_documents: 6,
      processed_count: 1,
      failed_count: 5,
    });
    expect(
      batch.status.failed_documents.map(({ filename, path: at, stage }) => [filename, path.dirname(at), stage]),
    ).toEqual([
      ['missing.txt', folder, 'read'],
      ['empty.txt', folder, 'read'],
      ['binary.txt', folder, 'extract'],
      ['large.txt', folder, 'read'],
      ['table.xlsx', folder, 'extract'],
    ]);
    const database = valueOf(openLibraryForReading(dataFolder));
    const attempts = database.prepare('SELECT position, outcome, code FROM attempts ORDER BY attempt_id').all();
    expect(attempts.map(({ position, outcome, code }) => [position, outcome, code])).toEqual(
      batch.documents.map(({ status, code = '' }, position) => [position, status, code]),
    );
    expect(numberFrom(database, "SELECT count(*) FROM attempts WHERE ended_at = ''")).toBe(0);
    database.close();
  });

  it('is failed when nothing was processed', async () => {
    const { engine } = testEngine();
    const { status } = await load(engine, path.join(temporaryFolder(), 'missing.txt'));
    expect(status).toMatchObject({ status: 'failed', state: 'failed', failed_count: 1, processed_count: 0 });
  });

  it('survives an extractor that crashes on one document, and one that sends no kind', async () => {
    const [first = '', second = '', third = ''] = writeFiles(temporaryFolder(), {
      'a.txt': 'a',
      'b.txt': 'b',
      'c.txt': 'c',
    });
    const { start } = startScript(`
      process.on('message', ({ type, path = '' }) => {
        if (path.endsWith('a.txt')) process.exit(1);
        if (path.endsWith('b.txt')) return process.send({ type: 'end', outcome: { ok: true } });
        if (type === 'continue') return process.send({ type: 'end', kind: 'text', outcome: { ok: true, pages: 3 } });
        process.send({ type: 'part', part: { blocks: [{ kind: 'paragraph', text: 'c', page: 3 }], warnings: ['w'] } });
      });`);
    const { engine, dataFolder } = testEngine({ start });
    const batch = await load(engine, first, second, third);
    expect(statusesOf(batch)).toEqual({ 'a.txt': 'EXTRACTOR_CRASHED', 'b.txt': 'INTERNAL', 'c.txt': 'processed' });
    expect(batch.documents[2]).toMatchObject({ pages: 3, warnings: ['w'] });
    expect(countRows(dataFolder, 'documents', 'texts')).toEqual([1, 1]);
  });
});
