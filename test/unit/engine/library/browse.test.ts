import { describe, expect, it } from 'vitest';
import { testEngine } from '../../../support/test-engine.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { failureOf, valueOf } from '../../../support/unwrap.ts';
import { writeFiles } from '../../../support/write-files.ts';

const loaded = async () => {
  const { engine } = testEngine();
  const folder = temporaryFolder();
  const [mapping = ''] = writeFiles(folder, {
    'mapping.csv': 'filename,author,tags\na.txt,Ana,"x,y"\nb.txt,Bo,x\nc.txt,Ana,\n',
    'in/a.txt': 'first words',
    'in/b.txt': 'second words',
    'in/c.txt': 'third words',
  });
  const { batch_id } = valueOf(await engine.call('batch.start', { paths: [`${folder}/in`], mapping }));
  await engine.idle();
  return { engine, folder, batchId: batch_id };
};

describe('the library', () => {
  it('lists its documents and the values of their metadata, lists item by item', async () => {
    const { engine } = await loaded();
    const { documents, total } = valueOf(await engine.call('library.documents', {}));
    expect(total).toBe(3);
    expect(documents.map(({ filename }) => filename).toSorted()).toEqual(['a.txt', 'b.txt', 'c.txt']);
    expect(valueOf(await engine.call('library.facets', {})).facets).toEqual([
      {
        field: 'author',
        values: [
          { value: 'Ana', documents_count: 2 },
          { value: 'Bo', documents_count: 1 },
        ],
      },
      {
        field: 'tags',
        values: [
          { value: 'x', documents_count: 2 },
          { value: 'y', documents_count: 1 },
        ],
      },
    ]);
    const filter = { field: 'tags', value: 'x' };
    expect(valueOf(await engine.call('library.documents', { filter, limit: 1 }))).toMatchObject({
      total: 2,
      documents: [{}],
    });
    const { hits } = valueOf(await engine.call('library.search', { words: 'words', filter }));
    expect(hits.map(({ filename }) => filename).toSorted()).toEqual(['a.txt', 'b.txt']);
    expect(valueOf(await engine.call('library.summary', {}))).toMatchObject({ documents_count: 3, chunks_count: 3 });
  });

  it('tells all of a document, and reads it chunk by chunk', async () => {
    const { engine, folder, batchId } = await loaded();
    const [hit] = valueOf(await engine.call('library.search', { words: 'first' })).hits;
    const document_id = hit?.document_id ?? '';
    expect(valueOf(await engine.call('document.read', { document_id }))).toMatchObject({
      filename: 'a.txt',
      metadata: { author: 'Ana', tags: ['x', 'y'] },
      sources: [{ path: `${folder}/in/a.txt` }],
      batches: [{ batch_id: batchId, status: 'completed' }],
    });
    const { chunks } = valueOf(await engine.call('document.chunks', { document_id }));
    expect(chunks).toEqual([{ index: 0, text: 'first words' }]);
    for (const command of ['document.read', 'document.chunks'] as const) {
      expect(failureOf(await engine.call(command, { document_id: 'unknown' })).code).toBe('DOCUMENT_NOT_FOUND');
    }
  });
});

describe('settings', () => {
  it('are stored, or refused as a whole with the name of the wrong one', async () => {
    const first = testEngine({ environment: { CHUNK_SIZE: '500' } });
    const write = (changes: Record<string, string | number>) => first.engine.call('settings.write', { changes });
    expect(valueOf(await write({ max_batch_size: 7, neo4j_uri: 'bolt://x' }))).toMatchObject({ needs_restart: true });
    expect(valueOf(await write({ neo4j_database: 'docs' }))).toMatchObject({ needs_restart: false });
    for (const [changes, name] of [
      [{ max_batch_size: 500 }, 'MAX_BATCH_SIZE'],
      [{ neo4j_uri: 'y', chunk_size: 600 }, 'CHUNK_SIZE'],
      [{ nonsense: 1 }, 'NONSENSE'],
    ] as const) {
      const refused = failureOf(await write(changes));
      expect(refused).toMatchObject({ code: 'INVALID_REQUEST', message: expect.stringContaining(name) });
    }
    const { settings, from_environment } = valueOf(await first.engine.call('settings.read', {}));
    expect(from_environment).toEqual(['chunk_size']);
    expect(settings).toMatchObject({
      max_batch_size: 7,
      neo4j_uri: 'bolt://x',
      neo4j_database: 'docs',
      chunk_size: 500,
    });
    first.close();
    const second = testEngine({ dataFolder: first.dataFolder });
    const again = valueOf(await second.engine.call('settings.read', {}));
    expect(again.settings).toMatchObject({ max_batch_size: 7, neo4j_uri: 'bolt://x', chunk_size: 1500 });
  });
});
