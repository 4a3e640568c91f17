import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { batchDocumentSchema, batchStatusSchema, type BatchDocument } from '../../src-main/contract/batch.ts';
import { preflightSchema } from '../../src-main/contract/preflight.ts';
import { PROJECT_FOLDER, runCli, SAMPLE_FOLDER, type CliRun } from '../support/run-cli.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { writeFiles } from '../support/write-files.ts';

const documentsOutput = z.object({ documents: z.array(batchDocumentSchema) });
const statusOf = (run: CliRun) => batchStatusSchema.parse(JSON.parse(run.stdout));
const codeOf = (run: CliRun): unknown => JSON.parse(run.stdout).error.code;

/** A data folder and the commands on it. */
const workplace = () => {
  const dataFolder = temporaryFolder();
  const run = (...args: string[]) => runCli([...args, '--json'], { dataFolder });
  const documents = async (batchId: string): Promise<Record<string, BatchDocument>> => {
    const answer = documentsOutput.parse(JSON.parse((await run('documents', batchId)).stdout));
    return Object.fromEntries(answer.documents.map((document) => [document.filename, document]));
  };
  return { dataFolder, run, documents };
};

const mappingFile = (name: string): string => path.join(PROJECT_FOLDER, 'fixtures', name);

/** Ten documents of all formats, and a mapping in which one of them lacks the author. */
const tenDocuments = () => {
  const folder = temporaryFolder();
  const names = Array.from({ length: 10 }, (_, number) => `doc${number}.${number % 2 === 0 ? 'txt' : 'md'}`);
  writeFiles(folder, Object.fromEntries(names.map((name) => [name, `The text of ${name} about cargo.`])));
  const rows = names.map((name, number) => `${name},${number === 3 ? '' : `Author ${number}`},"cargo,${number}"`);
  const mapping = path.join(temporaryFolder(), 'mapping.csv');
  writeFileSync(mapping, ['filename,author,tags', ...rows].join('\r\n'));
  return { folder, mapping };
};

const strictSchema = (): string => {
  const schema = path.join(temporaryFolder(), 'schema.json');
  writeFileSync(schema, '{"fields": {"author": {"required": true}}}');
  return schema;
};

describe('the sample documents with their metadata', () => {
  it.each(['metadata-mapping.csv', 'metadata-mapping.json'])('are 20 of 20 with %s', async (name) => {
    const { run, documents } = workplace();
    const status = statusOf(await run('ingest', SAMPLE_FOLDER, '--mapping', mappingFile(name)));
    expect(status).toMatchObject({ status: 'completed', processed_count: 20, failed_count: 0 });
    const loaded = await documents(status.batch_id);
    expect(Object.values(loaded).every(({ metadata }) => Object.keys(metadata).length >= 5)).toBe(true);
    expect(loaded['safety-manual.pdf']?.metadata).toMatchObject({
      author: 'Ingrid Solheim',
      date_created: expect.stringMatching(/^\d{4}-\d\d-\d\d$/u),
      tags: expect.arrayContaining([expect.any(String)]),
    });
  });

  it('take less than two minutes', async () => {
    const { run } = workplace();
    const began = performance.now();
    await run('ingest', SAMPLE_FOLDER, '--mapping', mappingFile('metadata-mapping.csv'));
    const seconds = (performance.now() - began) / 1000;
    process.stdout.write(
      `20 documents in ${seconds.toFixed(1)} s: ${Math.round((20 / seconds) * 60)} documents a minute\n`,
    );
    expect(seconds).toBeLessThan(120);
  });
});

describe('10 documents with mixed metadata', () => {
  it('fail only where a required field is missing; repairing the export is the whole repair', async () => {
    const { run, documents, dataFolder } = workplace();
    const { folder, mapping } = tenDocuments();
    const schema = strictSchema();
    const preflight = preflightSchema.parse(
      JSON.parse((await run('ingest', folder, '--mapping', mapping, '--schema', schema, '--dry-run')).stdout),
    );
    expect(preflight).toMatchObject({ total_documents: 10, ready_count: 9, failing_count: 1 });

    const ingested = await run('ingest', folder, '--mapping', mapping, '--schema', schema);
    const status = statusOf(ingested);
    expect(ingested.exitCode).toBe(2);
    expect(status).toMatchObject({
      status: 'partial_failure',
      processed_count: 9,
      failed_count: 1,
      open_failures_count: 1,
    });
    expect(status.failed_documents).toMatchObject([
      {
        filename: 'doc3.md',
        error: "Metadata validation failed: Missing required field 'author'",
        code: 'METADATA_INVALID',
      },
    ]);
    expect(preflight.files.flatMap(({ errors }) => errors)).toMatchObject([
      { code: 'METADATA_INVALID', message: status.failed_documents[0]?.error },
    ]);

    const failures = path.join(dataFolder, 'failures.csv');
    expect((await run('export', status.batch_id, '--format', 'csv', '--out', failures)).exitCode).toBe(0);
    expect((await run('export', status.batch_id, '--format', 'csv', '--out', failures)).exitCode).toBe(4);
    const exported = readFileSync(failures, 'utf8');
    expect(exported).toContain('filename,author,tags,error_code,error,hint,stage,attempts');
    writeFileSync(failures, exported.replace('doc3.md,,', 'doc3.md,Jane Roe,'));
    const retried = statusOf(await run('retry', status.batch_id, '--mapping', failures));
    expect(retried).toMatchObject({ status: 'completed', total_documents: 1, retry_of: status.batch_id });
    expect((await documents(retried.batch_id))['doc3.md']?.metadata).toEqual({
      author: 'Jane Roe',
      tags: ['cargo', '3'],
    });

    const before = statusOf(await run('status', status.batch_id));
    expect(before).toMatchObject({ status: 'partial_failure', failed_count: 1, open_failures_count: 0 });
    expect((await documents(status.batch_id))['doc3.md']?.dealt_with).toMatchObject({ how: 'retried' });
    expect(codeOf(await run('retry', status.batch_id))).toBe('BATCH_EMPTY');
  });

  it('are retried in part, by code or name, or marked as handled', async () => {
    const { run, documents } = workplace();
    const { folder } = tenDocuments();
    writeFiles(folder, { 'empty.txt': '', 'fake.pdf': '<!DOCTYPE html><html></html>' });
    const { batch_id } = statusOf(await run('ingest', folder));
    const byCode = statusOf(await run('retry', batch_id, '--code', 'FILE_EMPTY'));
    expect(byCode).toMatchObject({ total_documents: 1, status: 'failed' });
    const byName = statusOf(await run('retry', batch_id, '--only', 'fake.pdf'));
    expect(byName.failed_documents.map(({ filename }) => filename)).toEqual(['fake.pdf']);
    expect((await run('handled', batch_id, 'fake.pdf', '--note', 'asked the owner')).exitCode).toBe(0);
    expect(codeOf(await run('handled', batch_id, 'fake.pdf'))).toBe('DOCUMENT_NOT_FOUND');
    expect((await documents(batch_id))['fake.pdf']?.dealt_with).toMatchObject({
      how: 'handled',
      note: 'asked the owner',
    });
    expect(statusOf(await run('status', batch_id)).open_failures_count).toBe(1);
  });
});

describe('metadata belong to the document', () => {
  it('are replaced by a load that brings some, and left alone by one that brings none', async () => {
    const { run, documents } = workplace();
    const { folder, mapping } = tenDocuments();
    await run('ingest', folder, '--mapping', mapping);
    const plain = statusOf(await run('ingest', folder));
    expect((await documents(plain.batch_id))['doc1.md']).toMatchObject({
      status: 'unchanged',
      metadata: { author: 'Author 1' },
    });
    const defaulted = statusOf(await run('ingest', folder, '--default', 'author=Jane'));
    expect((await documents(defaulted.batch_id))['doc1.md']).toMatchObject({
      status: 'processed',
      metadata_only: true,
      metadata: { author: 'Jane' },
    });
    const again = statusOf(await run('ingest', folder, '--default', 'author=Jane'));
    expect((await documents(again.batch_id))['doc1.md']).toMatchObject({
      status: 'unchanged',
      metadata: { author: 'Jane' },
    });
  });

  it('of the first file of a content win in a batch; the other is told which fields differ', async () => {
    const { run, documents } = workplace();
    const folder = temporaryFolder();
    writeFiles(folder, { 'a.txt': 'the same text', 'b.txt': 'the same text' });
    const mapping = path.join(temporaryFolder(), 'mapping.csv');
    writeFileSync(mapping, 'filename;author\na.txt;Ann\nb.txt;Bob\n');
    const { batch_id, processed_count } = statusOf(await run('ingest', folder, '--mapping', mapping));
    expect(processed_count).toBe(2);
    const loaded = await documents(batch_id);
    expect(loaded['a.txt']).toMatchObject({ status: 'processed', metadata: { author: 'Ann' } });
    expect(loaded['b.txt']).toMatchObject({ status: 'duplicate', metadata: { author: 'Ann' } });
    expect(loaded['b.txt']?.warnings).toEqual([expect.stringContaining('differs in: author')]);
  });

  it('of a known document stand when a load brings none, even if a required field would be missing', async () => {
    const { run } = workplace();
    const { folder, mapping } = tenDocuments();
    rmSync(path.join(folder, 'doc3.md'));
    const schema = strictSchema();
    await run('ingest', folder, '--mapping', mapping, '--schema', schema);
    const again = await run('ingest', folder, '--schema', schema);
    expect(statusOf(again)).toMatchObject({ status: 'completed', processed_count: 9 });
  });
});

describe('a mapping that cannot be used refuses the batch, and nothing is lost', () => {
  it.each([
    ['MAPPING_INVALID', 'filename,author\n"a.txt,Ann\n', 'ine 2'],
    ['MAPPING_INVALID', 'name,author\na.txt,Ann\n', 'filename'],
    ['MAPPING_AMBIGUOUS', 'filename,author\ntwin.txt,Ann\n', 'sub'],
  ])('%s for %j', async (code, content, named) => {
    const { run } = workplace();
    const folder = temporaryFolder();
    writeFiles(folder, { 'one/twin.txt': 'one', 'sub/twin.txt': 'two' });
    const mapping = path.join(temporaryFolder(), 'mapping.csv');
    writeFileSync(mapping, content);
    const refused = await run('ingest', folder, '--mapping', mapping);
    expect(refused.exitCode).toBe(4);
    expect(codeOf(refused)).toBe(code);
    expect(JSON.parse(refused.stdout).error.message).toContain(named);
    expect(JSON.parse((await run('history')).stdout)).toEqual({ batches: [] });
  });
});

describe('the report and the template', () => {
  it('are one self-contained page, and a mapping for every file', async () => {
    const { run, dataFolder } = workplace();
    const { folder, mapping } = tenDocuments();
    const { batch_id } = statusOf(await run('ingest', folder, '--mapping', mapping, '--schema', strictSchema()));
    const report = path.join(dataFolder, 'report.html');
    await run('export', batch_id, '--format', 'html', '--out', report);
    const html = readFileSync(report, 'utf8');
    expect(html).toContain('Missing required field');
    expect(html).not.toMatch(/<script|<link|src=|https?:\/\//iu);
    const template = path.join(dataFolder, 'template.csv');
    await run('template', folder, '--out', template);
    const loaded = statusOf(await run('ingest', folder, '--mapping', template));
    expect(loaded).toMatchObject({ status: 'completed', processed_count: 10 });
  });
});

describe('what the window set up', () => {
  it('holds on the command line: the fields of the workstation, and a library that was moved', async () => {
    const home = temporaryFolder();
    const [standard, moved] = [path.join(home, '.local/share/stevedore'), path.join(home, 'moved')];
    writeFiles(home, { 'in/a.txt': 'some words' });
    writeFiles(moved, { 'metadata-schema.json': '{"fields": {"author": {"required": true}}}' });
    const pointer = JSON.stringify({ data_folder: moved, previous_folder: standard });
    writeFiles(standard, { 'moved-to.json': pointer });
    const environment = { HOME: home, STEVEDORE_DATA_DIR: '' };
    const run = (...args: string[]) => runCli([...args, '--json'], { dataFolder: home, environment });
    const loaded = statusOf(await run('ingest', path.join(home, 'in')));
    expect(loaded.failed_documents[0]).toMatchObject({ code: 'METADATA_INVALID' });
    expect(existsSync(path.join(moved, 'library.sqlite'))).toBe(true);
    rmSync(moved, { recursive: true });
    for (const args of [['history'], ['ingest', path.join(home, 'in')]]) {
      expect(codeOf(await run(...args))).toBe('LIBRARY_UNUSABLE');
    }
    expect(existsSync(moved)).toBe(false);
  });
});
