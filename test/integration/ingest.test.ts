import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  batchDocumentSchema,
  batchStatusSchema,
  batchSummarySchema,
  ignoredFileSchema,
} from '../../src-main/contract/batch.ts';
import { searchHitSchema } from '../../src-main/contract/search.ts';
import { runCli, SAMPLE_FOLDER, type CliRun } from '../support/run-cli.ts';

const root = mkdtempSync(path.join(tmpdir(), 'stevedore-ingest-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

let folders = 0;
const newFolder = (name: string): string => {
  folders += 1;
  const folder = path.join(root, `${folders}-${name}`);
  mkdirSync(folder);
  return folder;
};

const ingestOutput = z.strictObject({
  ...batchStatusSchema.shape,
  ignored_files: z.array(ignoredFileSchema),
  warnings: z.array(z.string()),
});
const documentsOutput = z.strictObject({ documents: z.array(z.strictObject(batchDocumentSchema.shape)) });
const historyOutput = z.strictObject({ batches: z.array(z.strictObject(batchSummarySchema.shape)) });
const searchOutput = z.strictObject({ hits: z.array(z.strictObject(searchHitSchema.shape)) });
const refusal = z.strictObject({ error: z.strictObject({ code: z.string(), message: z.string(), hint: z.string() }) });

const json = <Schema extends z.ZodType>(schema: Schema, run: CliRun): z.infer<Schema> =>
  schema.parse(JSON.parse(run.stdout));

describe('the 20 sample documents', () => {
  const dataFolder = newFolder('data');
  let ingested: CliRun;
  beforeAll(async () => {
    ingested = await runCli(['ingest', SAMPLE_FOLDER, '--json'], { dataFolder });
  });

  const search = async (...words: string[]) =>
    json(searchOutput, await runCli(['search', ...words, '--json'], { dataFolder })).hits;

  it('are all processed, with exit code 0', () => {
    const status = json(ingestOutput, ingested);
    expect(status.failed_documents).toEqual([]);
    expect(status).toMatchObject({ status: 'completed', total_documents: 20, processed_count: 20, waiting_count: 0 });
    expect(ingested.exitCode).toBe(0);
  });

  it('show as plain lines on stderr, one for each document', () => {
    expect(ingested.stderr.match(/^ ?\d+\/20 processed /gmu)).toHaveLength(20);
  });

  it('have pages, characters and chunks', async () => {
    const { batch_id } = json(ingestOutput, ingested);
    const { documents } = json(documentsOutput, await runCli(['documents', batch_id, '--json'], { dataFolder }));
    expect(documents).toHaveLength(20);
    for (const document of documents) {
      expect(document).toMatchObject({ status: 'processed', document_id: expect.stringMatching(/^[0-9a-f]{64}$/u) });
      expect(document.characters).toBeGreaterThan(200);
      expect(document.chunks).toBeGreaterThan(0);
      expect(document.pages === undefined).toBe(!document.filename.endsWith('.pdf'));
    }
  });

  it('are found by a sentence of a PDF, with its page', async () => {
    const [hit] = await search('"The night crane may only lift after the harbour pilot has confirmed slack water"');
    expect(hit).toMatchObject({ filename: 'safety-manual.pdf', page: 3 });
    const [[start, end] = [0, 0]] = hit?.highlights ?? [];
    expect(hit?.snippet.slice(start, end)).toMatch(/^The night crane may only lift .* slack water$/u);
  });

  it('are found by a Japanese word inside a sentence, in TXT, DOCX and PDF', async () => {
    const names = (await search('係留')).map(({ filename }) => path.extname(filename));
    expect(new Set(names)).toEqual(new Set(['.txt', '.docx', '.pdf']));
  });

  it('are unchanged on a second load, and completed again', async () => {
    const again = json(ingestOutput, await runCli(['ingest', SAMPLE_FOLDER, '--json'], { dataFolder }));
    expect(again).toMatchObject({ status: 'completed', processed_count: 20, failed_count: 0 });
    const { batches } = json(historyOutput, await runCli(['history', '--json'], { dataFolder }));
    expect(batches.map(({ batch_id }) => batch_id)).toEqual([again.batch_id, json(ingestOutput, ingested).batch_id]);
    const { documents } = json(documentsOutput, await runCli(['documents', again.batch_id, '--json'], { dataFolder }));
    expect(new Set(documents.map(({ status }) => status))).toEqual(new Set(['unchanged']));
    expect(await search('slack', 'water')).toHaveLength(
      new Set((await search('slack', 'water')).map((hit) => `${hit.document_id} ${hit.chunk}`)).size,
    );
  });

  it('print their text once', async () => {
    const [hit] = await search('"has confirmed slack water"');
    const { stdout } = await runCli(['text', hit?.document_id ?? ''], { dataFolder });
    expect(stdout.split('has confirmed slack water').length - 1).toBe(1);
  });

  it('are logged by batch: start, each document, end', () => {
    const { batch_id } = json(ingestOutput, ingested);
    const lines = readFileSync(path.join(dataFolder, 'logs', 'engine.log'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => z.looseObject({ message: z.string(), batch_id: z.string().optional() }).parse(JSON.parse(line)))
      .filter((line) => line.batch_id === batch_id);
    const count = (message: string) => lines.filter((line) => line.message === message).length;
    expect(lines[0]).toMatchObject({ message: 'Batch processing started', file_count: 20 });
    expect([count('Document started'), count('Document ended')]).toEqual([20, 20]);
    expect(lines.at(-1)).toMatchObject({ message: 'Batch processing completed', total: 20, processed: 20, failed: 0 });
  });
});

describe('failures', () => {
  it('never stop the rest, and each has a code, a sentence and a hint', async () => {
    const files = newFolder('files');
    writeFileSync(path.join(files, 'a-good.txt'), 'The tide turns at noon.');
    writeFileSync(path.join(files, 'b-empty.txt'), '');
    writeFileSync(path.join(files, 'c-broken.pdf'), '%PDF-1.7\nthis is no document');
    writeFileSync(path.join(files, 'd-page.pdf'), '<!DOCTYPE html><html><body>Not a PDF</body></html>');
    writeFileSync(path.join(files, 'e-sheet.xlsx'), 'PK');
    writeFileSync(path.join(files, 'f-good.md'), '# Tides\n\nThe tide turns at midnight, too.');
    symlinkSync(path.join(files, 'a-good.txt'), path.join(files, 'g-link.txt'));
    const run = await runCli(
      ['ingest', files, path.join(files, 'e-sheet.xlsx'), path.join(files, 'missing.txt'), '--json'],
      { dataFolder: newFolder('data') },
    );
    const status = json(ingestOutput, run);
    expect(status).toMatchObject({
      status: 'partial_failure',
      total_documents: 7,
      processed_count: 2,
      failed_count: 5,
    });
    expect(Object.fromEntries(status.failed_documents.map(({ filename, code }) => [filename, code]))).toEqual({
      'b-empty.txt': 'FILE_EMPTY',
      'c-broken.pdf': 'DOCUMENT_CORRUPT',
      'd-page.pdf': 'TYPE_MISMATCH',
      'e-sheet.xlsx': 'UNSUPPORTED_FORMAT',
      'missing.txt': 'FILE_NOT_FOUND',
    });
    for (const { error, hint } of status.failed_documents) {
      expect(error).toMatch(/^[A-Z].{10,}$/u);
      expect(hint).toMatch(/^[A-Z].{10,}\.$/u);
    }
    expect(status.ignored_files).toEqual([{ path: path.join(files, 'g-link.txt'), reason: 'Links are not followed.' }]);
    expect(run.exitCode).toBe(2);
  });

  it('end a batch as failed, with exit code 3, when nothing was processed', async () => {
    const run = await runCli(['ingest', path.join(root, 'nowhere.pdf')], { dataFolder: newFolder('data') });
    expect(run.exitCode).toBe(3);
    expect(run.stdout).toContain('Failed: 0 of 1 processed, 1 failed');
  });
});

describe('refusals', () => {
  it('count the files of a batch that is too large, and load none', async () => {
    const files = newFolder('files');
    for (let number = 0; number < 150; number += 1)
      writeFileSync(path.join(files, `${number}.txt`), `Number ${number}`);
    const dataFolder = newFolder('data');
    const run = await runCli(['ingest', files, '--json'], { dataFolder });
    expect(json(refusal, run).error).toMatchObject({
      code: 'BATCH_TOO_LARGE',
      message: 'Batch exceeds maximum size of 100 files. Uploaded: 150 files',
    });
    expect(run.exitCode).toBe(4);
    expect(json(historyOutput, await runCli(['history', '--json'], { dataFolder })).batches).toEqual([]);
  });

  it.each([
    [['status', '00000000-0000-4000-8000-000000000000', '--json'], 'BATCH_NOT_FOUND'],
    [['documents', 'nonsense', '--json'], 'BATCH_NOT_FOUND'],
    [['text', 'nonsense', '--json'], 'DOCUMENT_NOT_FOUND'],
    [['search', 'tide', '--limit', '0', '--json'], 'INVALID_REQUEST'],
  ])('%j ends with %s and exit code 4', async (args, code) => {
    const run = await runCli(args, { dataFolder: newFolder('data') });
    expect(json(refusal, run).error.code).toBe(code);
    expect(run.exitCode).toBe(4);
  });

  it('name a setting that is not valid', async () => {
    const run = await runCli(['ingest', SAMPLE_FOLDER, '--json'], {
      dataFolder: newFolder('data'),
      environment: { MAX_BATCH_SIZE: '500' },
    });
    expect(json(refusal, run).error).toMatchObject({
      code: 'INVALID_REQUEST',
      message: expect.stringContaining('MAX_BATCH_SIZE'),
    });
  });

  it.each([[['ingest']], [['nonsense']], [['ingest', 'x', '--nonsense']]])(
    'wrong usage %j ends with 4',
    async (args) => {
      expect((await runCli(args, { dataFolder: newFolder('data') })).exitCode).toBe(4);
    },
  );
});

describe('a running engine', () => {
  it('pauses on SIGINT with exit code 130: nothing is lost, nothing is twice, and others are kept out', async () => {
    const dataFolder = newFolder('data');
    const files = newFolder('files');
    for (let number = 0; number < 60; number += 1) {
      writeFileSync(path.join(files, `${number}.txt`), `Document ${number}.\n\n`.repeat(10_000));
    }
    let second: Promise<CliRun> | undefined;
    const run = await runCli(['ingest', files, '--json'], {
      dataFolder,
      onStart: (child) => {
        child.stderr?.on('data', (text: string) => {
          if (second !== undefined || !text.includes('/60 processed')) return;
          second = runCli(['ingest', files, '--json'], { dataFolder }).finally(() => child.kill('SIGINT'));
        });
      },
    });
    const refused = await second;
    expect(refused?.exitCode).toBe(4);
    expect(JSON.parse(refused?.stdout ?? '')).toMatchObject({ error: { code: 'LIBRARY_IN_USE' } });
    const status = json(ingestOutput, run);
    expect(run.exitCode).toBe(130);
    expect(status).toMatchObject({ status: 'in_progress', state: 'paused' });
    expect(status.processed_count + status.waiting_count).toBe(60);
    expect(status.waiting_count).toBeGreaterThan(0);
  });
});
