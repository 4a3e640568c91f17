import { describe, expect, it } from 'vitest';
import { testEngine } from '../../../support/test-engine.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { valueOf } from '../../../support/unwrap.ts';
import { writeFiles } from '../../../support/write-files.ts';

const prepare = () => {
  const folder = temporaryFolder();
  const [a = '', b = '', mapping = ''] = writeFiles(folder, {
    'in/a.txt': 'one',
    'in/b.txt': 'two',
    'mapping.csv': 'filename,author,date_created\na.txt,Ana,2025-10-16\nb.txt,Bo,not a day\n',
  });
  return { paths: [`${folder}/in`], mapping, a, b };
};

describe('metadata typed in by hand', () => {
  it('is stronger than the row, is validated like it, and names no line', async () => {
    const { engine } = testEngine();
    const { paths, mapping, a, b } = prepare();
    const edits = [
      { path: a, cells: { author: 'Cleo', date_created: '31.02.2025' } },
      { path: b, cells: { date_created: '2025-10-17' } },
    ];
    const checked = valueOf(await engine.call('batch.preflight', { paths, mapping, edits }));
    expect(checked.files).toMatchObject([
      { metadata: { author: 'Cleo' }, metadata_source: 'row', errors: [{ code: 'METADATA_INVALID' }] },
      { metadata: { author: 'Bo', date_created: '2025-10-17' }, errors: [] },
    ]);
    expect(checked.files[0]?.errors[0]?.message).not.toContain('line');
    expect(checked.fields.map(({ name }) => name)).toContain('author');
    const { batch_id } = valueOf(await engine.call('batch.start', { paths, mapping, edits }));
    await engine.idle();
    const { documents } = valueOf(await engine.call('batch.documents', { batch_id }));
    expect(documents.map(({ status, metadata }) => [status, metadata])).toEqual([
      ['failed', { author: 'Cleo' }],
      ['processed', { author: 'Bo', date_created: '2025-10-17' }],
    ]);
  });

  it('works without a mapping, and an empty cell takes nothing away', async () => {
    const { engine } = testEngine();
    const { paths, a, b, mapping } = prepare();
    const cells = { author: 'Ana' };
    const alone = valueOf(await engine.call('batch.preflight', { paths, edits: [{ path: a, cells }] }));
    expect(alone.files.map(({ metadata }) => metadata)).toEqual([{ author: 'Ana' }, {}]);
    const emptied = valueOf(
      await engine.call('batch.preflight', { paths, mapping, edits: [{ path: b, cells: { author: '' } }] }),
    );
    expect(emptied.files[1]?.metadata).toMatchObject({ author: 'Bo' });
  });

  it('is saved as a mapping that gives the same, with the cells that are no value yet', async () => {
    const { engine } = testEngine();
    const { paths, mapping, a } = prepare();
    const edits = [{ path: a, cells: { tags: 'x, y', note: 'own' } }];
    const { content, files_count } = valueOf(await engine.call('mapping.corrected', { paths, mapping, edits }));
    expect(files_count).toBe(2);
    const folder = temporaryFolder();
    const [saved = ''] = writeFiles(folder, { 'saved.csv': content });
    const before = valueOf(await engine.call('batch.preflight', { paths, mapping, edits }));
    const after = valueOf(await engine.call('batch.preflight', { paths, mapping: saved }));
    expect(after.files.map(({ metadata, errors }) => [metadata, errors.length])).toEqual(
      before.files.map(({ metadata, errors }) => [metadata, errors.length]),
    );
    expect(content).toContain('not a day');
  });
});

describe('files that are left out', () => {
  it('are ignored with the reason, and selected files = total + ignored', async () => {
    const { engine } = testEngine();
    const { paths, b } = prepare();
    const checked = valueOf(await engine.call('batch.preflight', { paths, left_out: [b] }));
    expect(checked).toMatchObject({ total_documents: 1, ignored_files: [{ path: b, reason: 'Left out by you.' }] });
    const started = valueOf(await engine.call('batch.start', { paths, left_out: [b] }));
    expect(started).toMatchObject({ total_documents: 1, ignored_files: [{ path: b }] });
    await engine.idle();
  });
});
