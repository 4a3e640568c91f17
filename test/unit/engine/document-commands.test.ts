import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { load, testEngine } from '../../support/test-engine.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { failureOf, valueOf } from '../../support/unwrap.ts';
import { writeFiles } from '../../support/write-files.ts';

const loaded = async () => {
  const { engine } = testEngine();
  const folder = temporaryFolder();
  const [mapping = ''] = writeFiles(folder, {
    'mapping.csv': 'filename,author,tags,date_created,shelf\na.txt,Ana,"x,y",2025-10-16,12\n',
    'in/a.txt': 'first words',
    'in/b.txt': 'second words',
  });
  const { batch_id } = valueOf(await engine.call('batch.start', { paths: [`${folder}/in`], mapping }));
  await engine.idle();
  const { hits } = valueOf(await engine.call('library.search', { words: 'first' }));
  return { engine, folder, batchId: batch_id, documentId: hits[0]?.document_id ?? '' };
};

describe('document.edit', () => {
  it('changes what is named, takes away what is emptied, and leaves the rest', async () => {
    const { engine, documentId } = await loaded();
    const cells = { author: '', tags: 'y; z', department: 'Port' };
    const edited = valueOf(await engine.call('document.edit', { document_id: documentId, cells }));
    const metadata = { tags: ['y', 'z'], department: 'Port', date_created: '2025-10-16', shelf: '12' };
    expect(edited.metadata).toEqual(metadata);
    const { fields } = valueOf(await engine.call('document.fields', { document_id: documentId }));
    expect(fields).toContainEqual({ name: 'shelf', label: 'shelf', required: false, text: '12' });
    expect(fields).toContainEqual({ name: 'tags', label: 'Tags', required: false, text: 'y, z' });
    const { facets } = valueOf(await engine.call('library.facets', {}));
    expect(facets.find(({ field }) => field === 'author')).toBeUndefined();
  });

  it('refuses what its field cannot hold and changes nothing', async () => {
    const { engine, documentId } = await loaded();
    const cells = { author: 'Bo', date_created: '31.02.2025' };
    const why = failureOf(await engine.call('document.edit', { document_id: documentId, cells }));
    expect(why).toMatchObject({ code: 'METADATA_INVALID' });
    expect(why.message).toContain("Field 'date_created' must be a calendar day like 2025-10-16");
    const unknown = await engine.call('document.edit', { document_id: documentId, cells: { nowhere: 'x' } });
    expect(failureOf(unknown)).toMatchObject({ code: 'INVALID_REQUEST' });
    const read = valueOf(await engine.call('document.read', { document_id: documentId }));
    expect(read.metadata).toMatchObject({ author: 'Ana', date_created: '2025-10-16' });
    const nobody = await engine.call('document.edit', { document_id: 'f00', cells });
    expect(failureOf(nobody)).toMatchObject({ code: 'DOCUMENT_NOT_FOUND' });
  });
});

describe('document.remove', () => {
  it('removes a document with its text; its file and the history stay, and it can be loaded again', async () => {
    const { engine, folder, batchId, documentId } = await loaded();
    expect(valueOf(await engine.call('document.remove', { document_id: documentId }))).toEqual({ graph: 'untouched' });
    const read = await engine.call('document.read', { document_id: documentId });
    expect(failureOf(read)).toMatchObject({ code: 'DOCUMENT_NOT_FOUND' });
    expect(valueOf(await engine.call('library.search', { words: 'first' })).hits).toEqual([]);
    expect(valueOf(await engine.call('library.summary', {}))).toMatchObject({ documents_count: 1, chunks_count: 1 });
    expect(valueOf(await engine.call('batch.status', { batch_id: batchId }))).toMatchObject({ processed_count: 2 });
    expect(existsSync(`${folder}/in/a.txt`)).toBe(true);
    const { documents } = await load(engine, `${folder}/in`);
    expect(documents.map(({ status }) => status)).toEqual(['processed', 'unchanged']);
  });

  it('is refused while a batch is being loaded', async () => {
    const { engine, folder, documentId } = await loaded();
    writeFiles(folder, { 'more/c.txt': 'third words' });
    valueOf(await engine.call('batch.start', { paths: [`${folder}/more`] }));
    const why = failureOf(await engine.call('document.remove', { document_id: documentId }));
    expect(why).toMatchObject({ code: 'INVALID_STATE', message: 'A batch is being loaded or published.' });
    await engine.idle();
    valueOf(await engine.call('document.remove', { document_id: documentId }));
  });
});
