import { renameSync, rmSync, symlinkSync, truncateSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Preflight, PreflightFile } from '../../../../src-main/contract/preflight.ts';
import { preflightSchema } from '../../../../src-main/contract/preflight.ts';
import { createInspector } from '../../../../src-main/engine/extraction/inspector.ts';
import { preflightSelection } from '../../../../src-main/engine/preflight/preflight-selection.ts';
import { prepareSelection, type SelectionRequest } from '../../../../src-main/engine/preflight/prepare-selection.ts';
import { readSettings } from '../../../../src-main/engine/settings.ts';
import { startExtractor } from '../../../../src-main/faces/cli/start-extractor.ts';
import { denyAccess, isWindows, nodeAsAnotherUser } from '../../../support/as-another-user.ts';
import { readBatchOf, testEngine, type TestEngine } from '../../../support/test-engine.ts';
import { numberFrom, testLibrary } from '../../../support/test-library.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { valueOf } from '../../../support/unwrap.ts';
import { writeFiles } from '../../../support/write-files.ts';
import { makeDocx, p } from '../extraction/formats/docx/make-docx.ts';

interface Options {
  readonly environment?: Readonly<Record<string, string>>;
  readonly dataFolder?: string;
  readonly fingerprint?: string;
  readonly onFile?: (file: PreflightFile) => void;
  readonly signal?: AbortSignal;
}

const preflight = async (
  request: Partial<SelectionRequest> & Pick<SelectionRequest, 'paths'>,
  { environment = {}, dataFolder = temporaryFolder(), ...options }: Options = {},
): Promise<Preflight> => {
  const prepared = valueOf(await prepareSelection({ defaults: [], ...request }, 100));
  const inspector = createInspector(startExtractor);
  onTestFinished(inspector.close);
  const database = testLibrary(dataFolder);
  const countAll = () => numberFrom(database, 'SELECT total_changes()');
  const before = countAll();
  try {
    const result = await preflightSelection(
      { database, settings: valueOf(readSettings(database, environment)), inspector, ...options },
      prepared,
    );
    expect(preflightSchema.parse(result)).toEqual(result);
    expect(result.total_documents).toBe(result.ready_count + result.failing_count);
    return result;
  } finally {
    expect(countAll()).toBe(before);
    database.close();
  }
};

type Request = Omit<Parameters<typeof preflight>[0], 'edits' | 'left_out'>;

/** What a load of the same selection ends with: a code, or nothing. */
const loadedCodes = async ({ engine }: TestEngine, request: Request): Promise<Record<string, string>> => {
  const { batch_id } = valueOf(
    await engine.call('batch.start', { ...request, paths: [...request.paths], defaults: [] }),
  );
  await engine.idle();
  const { documents } = await readBatchOf(engine, batch_id);
  return Object.fromEntries(documents.map(({ filename, code }) => [filename, code ?? 'ok']));
};

const codesOf = ({ files }: Preflight): Record<string, string> =>
  Object.fromEntries(files.map(({ relative_path, errors }) => [relative_path, errors[0]?.code ?? 'ok']));
const fileNamed = ({ files }: Preflight, name: string): PreflightFile => {
  const found = files.find(({ relative_path }) => relative_path === name);
  if (found === undefined) throw new Error(`No file ${name}`);
  return found;
};

const SCHEMA = JSON.stringify({ fields: { author: { required: true } } });

/** Loads after looking, and expects what was foretold, twice: into an empty library and into the one it left. */
const expectForetold = async (
  request: Request,
  environment: Readonly<Record<string, string>> = {},
): Promise<Record<string, string>[]> => {
  const dataFolder = temporaryFolder();
  const rounds: Record<string, string>[] = [];
  for (let round = 0; round < 2; round += 1) {
    const foretold = codesOf(await preflight(request, { environment, dataFolder }));
    const loading = testEngine({ dataFolder, environment });
    expect(foretold).toEqual(await loadedCodes(loading, request));
    loading.close();
    rounds.push(foretold);
  }
  return rounds;
};

describe('what a preflight foretells', () => {
  it('is what a load then ends with, for the file, its type and its content', async () => {
    const folder = temporaryFolder();
    const paths = writeFiles(folder, {
      'good.txt': 'Hello',
      'empty.txt': '',
      'table.xlsx': 'not a table',
      noextension: 'text',
      'page.pdf': '<!DOCTYPE html><html></html>',
      'page-again.pdf': '<!DOCTYPE html><html></html>',
      'page.txt': '<!DOCTYPE html><html></html>',
      'page-late.docx': '<!DOCTYPE html><html></html>',
      'broken.docx': makeDocx(p('Hello')).subarray(0, 300),
      'large.txt': 'x',
      'gone.txt': 'soon gone',
      'real.txt': 'behind a link',
    });
    truncateSync(path.join(folder, 'large.txt'), 2 * 1024 ** 2);
    rmSync(path.join(folder, 'gone.txt'));
    symlinkSync(path.join(folder, 'real.txt'), path.join(folder, 'link.txt'));
    const selection = { paths: [...paths, path.join(folder, 'link.txt')] };
    const [first, second] = await expectForetold(selection, { MAX_TEXT_MEGABYTES: '1' });
    expect(first).toMatchObject({
      'good.txt': 'ok',
      'empty.txt': 'FILE_EMPTY',
      'page.pdf': 'TYPE_MISMATCH',
      'page-again.pdf': 'TYPE_MISMATCH',
      'page.txt': 'ok',
      'page-late.docx': 'ok',
      'broken.docx': 'DOCUMENT_CORRUPT',
      'large.txt': 'FILE_TOO_LARGE',
      'gone.txt': 'FILE_NOT_FOUND',
    });
    expect(second?.['page.pdf']).toBe('ok');
  });

  it('is what a load then ends with, for metadata', async () => {
    const folder = temporaryFolder();
    const outside = temporaryFolder();
    const [mapping, schema] = writeFiles(outside, {
      'mapping.csv':
        'filename,author,date_created\nbad-date.txt,Jane,2025-02-30\nbad-and-empty.txt,Jane,nonsense\ngood.txt,Jane,2025-02-28\nfirst.txt,Jane,\nbad-first.txt,Jane,never\n',
      'schema.json': SCHEMA,
    });
    writeFiles(folder, {
      'a-missing.txt': 'no author',
      'a-missing-too.txt': 'no author',
      'bad-and-empty.txt': '',
      'bad-date.txt': 'date',
      'bad-first.txt': 'shared',
      'bad-second.txt': 'shared',
      'empty.txt': '',
      'first.txt': 'same content',
      'good.txt': 'good',
      'second.txt': 'same content',
      'z.pdf': 'neither a PDF nor an author',
    });
    const [first] = await expectForetold({ paths: [folder], mapping, schema });
    expect(first).toEqual({
      'a-missing.txt': 'METADATA_INVALID',
      'a-missing-too.txt': 'METADATA_INVALID',
      'bad-and-empty.txt': 'METADATA_INVALID',
      'bad-date.txt': 'METADATA_INVALID',
      'bad-first.txt': 'METADATA_INVALID',
      'bad-second.txt': 'METADATA_INVALID',
      'empty.txt': 'FILE_EMPTY',
      'first.txt': 'ok',
      'good.txt': 'ok',
      'second.txt': 'ok',
      'z.pdf': 'METADATA_INVALID',
    });
  });

  it('lets the metadata of a known document stand', async () => {
    const dataFolder = temporaryFolder();
    const [file = ''] = writeFiles(temporaryFolder(), { 'a.txt': 'known' });
    const [schema] = writeFiles(temporaryFolder(), { 'schema.json': SCHEMA });
    const request = { paths: [file], schema };
    expect(codesOf(await preflight(request, { dataFolder }))).toEqual({ 'a.txt': 'METADATA_INVALID' });
    const loading = testEngine({ dataFolder });
    expect(await loadedCodes(loading, { paths: [file] })).toEqual({ 'a.txt': 'ok' });
    loading.close();
    const known = await preflight(request, { dataFolder });
    expect(fileNamed(known, 'a.txt')).toMatchObject({ content: 'known', errors: [], metadata_source: 'none' });
    const again = testEngine({ dataFolder });
    expect(await loadedCodes(again, request)).toEqual({ 'a.txt': 'ok' });
  });

  it('judges a known file by its type again when it would be extracted again', async () => {
    const dataFolder = temporaryFolder();
    const [file = ''] = writeFiles(temporaryFolder(), { 'a.txt': 'plain text' });
    const loading = testEngine({ dataFolder });
    await loadedCodes(loading, { paths: [file] });
    loading.close();
    const renamed = file.replace('a.txt', 'a.pdf');
    renameSync(file, renamed);
    expect(codesOf(await preflight({ paths: [renamed] }, { dataFolder }))).toEqual({ 'a.pdf': 'ok' });
    const other = await preflight({ paths: [renamed] }, { dataFolder, fingerprint: 'another' });
    expect(codesOf(other)).toEqual({ 'a.pdf': 'TYPE_MISMATCH' });
  });

  it.skipIf(isWindows)('sees that a file may not be read (skipped on Windows, where no mode denies it)', () => {
    const [file = ''] = writeFiles(temporaryFolder(), { 'a.txt': 'secret', 'b.txt': 'open' });
    denyAccess(file);
    const main = fileURLToPath(new URL('../../../../src-main/faces/cli/main.ts', import.meta.url));
    const dataFolder = path.join(temporaryFolder(), 'none');
    const folder = path.dirname(file);
    const output = nodeAsAnotherUser(main, 'ingest', folder, '--dry-run', '--json', '--data-dir', dataFolder);
    const result = preflightSchema.parse(JSON.parse(output));
    expect(fileNamed(result, 'a.txt')).toMatchObject({ readable: false, errors: [{ code: 'FILE_ACCESS_DENIED' }] });
    expect(fileNamed(result, 'b.txt')).toMatchObject({ readable: true, errors: [] });
  });
});

describe('what a preflight tells of a file', () => {
  it('its kind, size, metadata, and all that is wrong with it', async () => {
    const [good = '', pdf = ''] = writeFiles(temporaryFolder(), { 'a.md': '# Hello', 'b.pdf': 'no PDF' });
    const [mapping] = writeFiles(temporaryFolder(), {
      'm.csv': 'filename,author,date_created\na.md,Jane,\nb.pdf,,no\n',
    });
    const result = await preflight({ paths: [good, pdf], mapping });
    expect(fileNamed(result, 'a.md')).toEqual({
      path: good,
      relative_path: 'a.md',
      filename: 'a.md',
      size_bytes: 7,
      kind: 'markdown',
      readable: true,
      encrypted: 'no',
      content: 'new',
      metadata: { author: 'Jane' },
      metadata_source: 'row',
      errors: [],
      warnings: [],
      suggestions: [],
    });
    expect(fileNamed(result, 'b.pdf').errors).toMatchObject([
      { code: 'METADATA_INVALID', message: expect.stringContaining('line 3') },
      { code: 'TYPE_MISMATCH', message: 'The file is a text file, not a PDF document.', hint: expect.any(String) },
    ]);
    expect(fileNamed(result, 'b.pdf')).toMatchObject({ readable: true, encrypted: 'unknown' });
    expect(result).toMatchObject({ ready_count: 1, failing_count: 1, warning_count: 0, size_bytes: 13 });
  });

  it('rows without a file and files without a row, both ways, with what may have been meant', async () => {
    const folder = temporaryFolder();
    writeFiles(folder, { 'report.txt': 'a', 'other.txt': 'b', 'image.png': 'c' });
    const [mapping] = writeFiles(temporaryFolder(), {
      'm.csv': 'filename,author\nreprot.txt,Jane\nother.txt,Jane\n',
    });
    const result = await preflight({ paths: [folder], mapping });
    expect(result).toMatchObject({
      without_row_count: 1,
      warning_count: 1,
      rows_without_file: [{ line: 2, filename: 'reprot.txt' }],
      ignored_files: [{ path: expect.stringContaining('image.png') }],
    });
    expect(fileNamed(result, 'report.txt')).toMatchObject({
      warnings: ['No row in the mapping fits this file.'],
      suggestions: ['reprot.txt'],
    });
    expect((await preflight({ paths: [folder] })).without_row_count).toBe(0);
  });

  it('that the same content is there twice, and which metadata is kept', async () => {
    const folder = temporaryFolder();
    writeFiles(folder, { 'a.txt': 'same', 'b.txt': 'same', 'c.txt': 'diff', 'd.txt': 'same' });
    const [mapping] = writeFiles(temporaryFolder(), {
      'm.csv': 'filename,author\na.txt,Jane\nb.txt,Joe\nc.txt,Jane\nd.txt,Jane\n',
    });
    const { files } = await preflight({ paths: [folder], mapping });
    expect(files.map(({ content, warnings }) => [content, ...warnings])).toEqual([
      ['new'],
      ['twice', 'It has the same content as a.txt, whose metadata is kept; it differs in: author.'],
      ['new'],
      ['twice', 'It has the same content as a.txt.'],
    ]);
  });
});

describe('the run of a preflight', () => {
  it('tells each file in order and ends when it is aborted', async () => {
    const folder = temporaryFolder();
    writeFiles(folder, { 'a.txt': 'a', 'b.txt': 'b', 'c.txt': 'c' });
    const abort = new AbortController();
    const told: string[] = [];
    const onFile = ({ filename }: PreflightFile): void => {
      told.push(filename);
      if (told.length === 2) abort.abort();
    };
    await expect(preflight({ paths: [folder] }, { onFile, signal: abort.signal })).rejects.toThrow(/abort/iu);
    expect(told).toEqual(['a.txt', 'b.txt']);
  });
});
