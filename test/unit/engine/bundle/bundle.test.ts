import { copyFileSync, existsSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bundleChecksum } from '../../../../src-main/engine/bundle/bundle-format.ts';
import { libraryFile } from '../../../../src-main/engine/library/open-library.ts';
import { assertSoundLibrary } from '../../../support/assert-sound-library.ts';
import { load, testEngine } from '../../../support/test-engine.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { failureOf, valueOf } from '../../../support/unwrap.ts';
import { writeFiles } from '../../../support/write-files.ts';

const LONG = 'The crane lifts the container. Über Größen 港の安全 😀. '.repeat(200);

/** A bundle of one batch, with the engine that wrote it. */
const bundled = async (files: Readonly<Record<string, string>> = { 'a.txt': LONG, 'b.txt': 'short', 'c.txt': '' }) => {
  const from = testEngine({ environment: { WORKSTATION_NAME: 'origin' } });
  const folder = temporaryFolder();
  writeFiles(folder, files);
  const { status } = await load(from.engine, folder);
  const file = path.join(temporaryFolder(), 'batch.bundle');
  const written = valueOf(await from.engine.call('bundle.write', { batch_id: status.batch_id, file }));
  return { from, file, written, status, folder };
};

const importInto = (to: ReturnType<typeof testEngine>, file: string) => to.engine.call('bundle.import', { file });

/** Makes the checksum fit what a test did to a bundle. */
const seal = (file: string, change: (bundle: DatabaseSync) => void): void => {
  const bundle = new DatabaseSync(file, { enableForeignKeyConstraints: false });
  change(bundle);
  const header = bundle.prepare('SELECT made_at, workstation FROM bundle').get() ?? {};
  const checksum = bundleChecksum(bundle, {
    made_at: String(header['made_at']),
    workstation: String(header['workstation']),
  });
  bundle.prepare('UPDATE bundle SET checksum = ?').run(checksum);
  bundle.close();
};

describe('a bundle', () => {
  it('brings a batch to another library as it was, with its documents to be found and its failures', async () => {
    const { file, from, status, written } = await bundled();
    expect(written).toMatchObject({ documents_count: 2, size_bytes: readFileSync(file).length });
    const to = testEngine();
    const imported = valueOf(await importInto(to, file));
    expect(imported).toMatchObject({ documents_added: 2, batches: [{ batch_id: status.batch_id, was_there: false }] });
    const there = valueOf(await to.engine.call('batch.status', { batch_id: status.batch_id }));
    expect(there).toEqual(valueOf(await from.engine.call('batch.status', { batch_id: status.batch_id })));
    const documentsOf = async (engine: typeof to.engine) =>
      valueOf(await engine.call('batch.documents', { batch_id: status.batch_id })).documents;
    expect(await documentsOf(to.engine)).toEqual(await documentsOf(from.engine));
    const [document] = await documentsOf(to.engine);
    const textOf = async (engine: typeof to.engine) =>
      valueOf(await engine.call('document.text', { document_id: document?.document_id ?? '' })).text;
    expect(await textOf(to.engine)).toBe(await textOf(from.engine));
    expect(valueOf(await to.engine.call('library.search', { words: '港の安全' })).hits.length).toBeGreaterThan(0);
    const again = valueOf(await importInto(to, file));
    expect(again).toMatchObject({ documents_added: 0, batches: [{ was_there: true }] });
    to.close();
    assertSoundLibrary(to.dataFolder);
  });

  it('carried on, is the same bundle', async () => {
    const queries = [
      'SELECT * FROM documents ORDER BY document_id',
      'SELECT document_id, chunks.* FROM chunks JOIN documents USING (text_id) ORDER BY document_id, chunk_index',
      'SELECT * FROM sources ORDER BY workstation, uri',
      'SELECT * FROM batch_documents ORDER BY batch_id, position',
      'SELECT * FROM attempts ORDER BY batch_id, position, started_at',
    ];
    const contentOf = (bundle: string): string => {
      const database = new DatabaseSync(bundle, { readOnly: true });
      const rows = queries.map((query) => database.prepare(query).all());
      database.close();
      return JSON.stringify(rows, (key, value: unknown) =>
        ['text_id', 'chunk_key', 'loaded_at', 'attempt_id'].includes(key) ? '' : value,
      );
    };
    const words = fc.array(fc.string({ unit: 'grapheme', maxLength: 400 }), { minLength: 1, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(words, async (texts) => {
        const files = Object.fromEntries(texts.map((text, at) => [`${at}.txt`, `${at} ${text.repeat(9)}`]));
        const { file, status } = await bundled(files);
        const to = testEngine();
        valueOf(await importInto(to, file));
        const copy = path.join(temporaryFolder(), 'copy.bundle');
        valueOf(await to.engine.call('bundle.write', { batch_id: status.batch_id, file: copy }));
        to.close();
        expect(contentOf(copy)).toBe(contentOf(file));
      }),
      { numRuns: 5 },
    );
  });

  it('keeps the text that a library has, and brings its metadata and sources', async () => {
    const { folder, file } = await bundled({ 'a.txt': 'same words' });
    const to = testEngine({ environment: { CHUNK_SIZE: '300', CHUNK_OVERLAP: '10', WORKSTATION_NAME: 'here' } });
    const own = valueOf(await to.engine.call('batch.start', { paths: [folder], defaults: ['author=Ana'] }));
    await to.engine.idle();
    expect(valueOf(await importInto(to, file))).toMatchObject({ documents_added: 0 });
    to.close();
    const library = new DatabaseSync(libraryFile(to.dataFolder));
    expect(library.prepare('SELECT workstation FROM sources ORDER BY workstation').all()).toMatchObject([
      { workstation: 'here' },
      { workstation: 'origin' },
    ]);
    expect(library.prepare('SELECT metadata FROM documents').all()).toMatchObject([{ metadata: '{}' }]);
    expect(library.prepare('SELECT count(*) AS n FROM batches WHERE batch_id = ?').get(own.batch_id)).toMatchObject({
      n: 1,
    });
    library.close();
  });

  it('is never written over a file, and only of batches that have ended', async () => {
    const { from, file, status } = await bundled();
    const before = readFileSync(file);
    const write = (batchId: string, out: string) => from.engine.call('bundle.write', { batch_id: batchId, file: out });
    expect(failureOf(await write(status.batch_id, file))).toMatchObject({ code: 'INVALID_REQUEST' });
    expect(readFileSync(file).equals(before)).toBe(true);
    expect(failureOf(await write(status.batch_id, '/nothere/x.bundle'))).toMatchObject({ code: 'INVALID_REQUEST' });
    expect(failureOf(await write('unknown', '/x'))).toMatchObject({ code: 'BATCH_NOT_FOUND' });
    const { batch_id: running } = valueOf(await from.engine.call('batch.start', { paths: [temporaryFolderWith('x')] }));
    expect(failureOf(await write(running, `${file}2`))).toMatchObject({ code: 'INVALID_STATE' });
    expect(readdirSync(path.dirname(file))).toEqual(['batch.bundle']);
  });
});

const temporaryFolderWith = (content: string): string => {
  const folder = temporaryFolder();
  writeFileSync(path.join(folder, 'a.txt'), content);
  return folder;
};

describe('a file that is no sound bundle', () => {
  it.each<[string, (file: string, folder: string) => string | void]>([
    ['is not there', () => '/nothere.bundle'],
    ['is a folder', (_, folder) => folder],
    ['is empty', (file) => void truncateSync(file)],
    ['is cut', (file) => void truncateSync(file, 20_000)],
    ['is no database', (file) => void writeFileSync(file, 'not a database at all'.repeat(100))],
    [
      'is a database of another program',
      (_, folder) => {
        const other = path.join(folder, 'other.sqlite');
        const database = new DatabaseSync(other);
        database.exec('CREATE TABLE bundle (checksum TEXT)');
        database.close();
        return other;
      },
    ],
    [
      'has a changed text',
      (file) => {
        const bundle = new DatabaseSync(file);
        bundle.exec("UPDATE chunks SET own_text = 'other' WHERE chunk_index = 0");
        bundle.close();
      },
    ],
    ['is of a newer version', (file) => seal(file, (bundle) => bundle.exec('PRAGMA user_version = 999'))],
    ['has a batch that runs', (file) => seal(file, (bundle) => bundle.exec("UPDATE batches SET state = 'running'"))],
    [
      'has metadata that are no JSON',
      (file) => seal(file, (bundle) => bundle.exec("UPDATE batch_documents SET metadata = '{'")),
    ],
    [
      'has a status that is none',
      (file) => seal(file, (bundle) => bundle.exec("UPDATE batch_documents SET status = 'lost'")),
    ],
    ['lacks a chunk', (file) => seal(file, (bundle) => bundle.exec('DELETE FROM chunks WHERE chunk_index = 0'))],
  ])('because it %s is refused, and nothing is imported', async (_, spoil) => {
    const { file } = await bundled();
    const folder = temporaryFolder();
    const copy = path.join(folder, 'copy.bundle');
    copyFileSync(file, copy);
    const spoilt = spoil(copy, folder) ?? copy;
    const before = existsSync(spoilt) && spoilt === copy ? readFileSync(spoilt) : Buffer.alloc(0);
    const to = testEngine();
    const refused = failureOf(await importInto(to, spoilt));
    expect(refused.code).toBe('BUNDLE_INVALID');
    expect(refused.message).toMatch(/\.$/u);
    expect(valueOf(await to.engine.call('batch.history', {})).batches).toEqual([]);
    if (before.length > 0) expect(readFileSync(spoilt).equals(before)).toBe(true);
    to.close();
    assertSoundLibrary(to.dataFolder);
  });

  it('with any flipped byte is refused or brings the same', { timeout: 60_000 }, async () => {
    const { file } = await bundled({ 'a.txt': 'some words' });
    const bytes = readFileSync(file);
    const to = testEngine();
    for (let at = 0; at < bytes.length; at += 997) {
      const spoilt = path.join(temporaryFolder(), 'x.bundle');
      const copy = Buffer.from(bytes);
      copy[at] = (copy[at] ?? 0) ^ 0x55;
      writeFileSync(spoilt, copy);
      const answer = await importInto(to, spoilt);
      // A byte of an unused part of a page is no part of any row.
      if (answer.ok) expect(answer.value.batches).toMatchObject([{ documents_count: 1 }]);
      else expect(answer.failure.code).toBe('BUNDLE_INVALID');
    }
  });
});
