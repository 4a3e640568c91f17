import { describe, expect, it } from 'vitest';
import { docxBomb, pdfBomb } from '../support/bombs.ts';
import { endsOf, engineWithFaults, printFigures, RESPONSIVE_MS } from '../support/engine-with-faults.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { writeFiles } from '../support/write-files.ts';

const GIGABYTE = 1024 ** 3;
/** What an admin has, and a third of it for the bombs that would only fill the same memory in another way. */
const DEFAULT_GB = 1.5;
const THIRD_GB = 0.5;
const WITHIN_BUDGETS = ['EXTRACTOR_OUT_OF_MEMORY', 'TIMEOUT', 'DOCUMENT_CORRUPT', 'NO_TEXT'];

/** Loads a bomb between two healthy documents, which must both be processed; gives the code of the bomb. */
const loadBomb = async (name: string, bytes: Buffer, memoryGb: number) => {
  const { load } = engineWithFaults({ EXTRACTOR_MEMORY_GB: String(memoryGb), DOCUMENT_SILENCE_SECONDS: '15' });
  const files = writeFiles(temporaryFolder(), { 'before.txt': 'Before.', [name]: bytes, 'after.txt': 'After.' });
  const end = await load(files);
  const [before, code = '', after] = endsOf(end);
  printFigures(`${name} (${bytes.length} bytes), ${memoryGb} GB: ${code}`, end);
  expect([before, after]).toEqual(['processed', 'processed']);
  expect(end.documents[1]?.status).toBe('failed');
  expect(end.peakBytes).toBeLessThan(1.25 * memoryGb * GIGABYTE);
  expect(end.longestBlockMs).toBeLessThan(RESPONSIVE_MS);
  return { code, seconds: end.seconds };
};

describe('a DOCX bomb', () => {
  it('is refused by what its archive declares, before anything is unpacked', async () => {
    const bomb = docxBomb({ sizeBytes: GIGABYTE, pattern: ' ' });
    const { code, seconds } = await loadBomb('spaces.docx', bomb, DEFAULT_GB);
    expect(code).toBe('EXPANSION_LIMIT');
    expect(seconds).toBeLessThan(5);
  });

  it('is stopped when it unpacks to more than it declares', async () => {
    const bomb = docxBomb({ sizeBytes: GIGABYTE, pattern: ' ', declaredBytes: 1000 });
    const { code, seconds } = await loadBomb('lying.docx', bomb, DEFAULT_GB);
    expect(['EXPANSION_LIMIT', 'DOCUMENT_CORRUPT']).toContain(code);
    expect(seconds).toBeLessThan(5);
  });

  it.each([
    ['paragraphs', '<w:p><w:r><w:t>x</w:t></w:r></w:p>'],
    ['open elements', '<w:p>'],
  ])('stays within its budgets when it unpacks to less than the limit: %s', async (name, pattern) => {
    const bomb = docxBomb({ sizeBytes: 0.4 * GIGABYTE, pattern });
    const { code } = await loadBomb(`${name}.docx`, bomb, THIRD_GB);
    expect(WITHIN_BUDGETS).toContain(code);
  });
});

describe('a PDF bomb', () => {
  const TEXT = { head: 'BT /F 12 Tf ', pattern: '(x) Tj ', tail: 'ET' };
  const PAGES = { head: '2 0 << /Type /Pages /Kids [3 0 R] /Count 1 ', pattern: '/K (v) ', tail: '>>' };

  it('is one only by its size: a small one of each kind is a document', async () => {
    const { load } = engineWithFaults({});
    const files = writeFiles(temporaryFolder(), {
      'content.pdf': pdfBomb({ ...TEXT, pattern: '(Content) Tj ', sizeBytes: 1, filters: 2, place: 'content' }),
      'objects.pdf': pdfBomb({ ...PAGES, sizeBytes: 1, filters: 1, place: 'objects' }),
      'small.docx': docxBomb({ pattern: '<w:p><w:r><w:t>Small.</w:t></w:r></w:p>', sizeBytes: 1 }),
    });
    const end = await load(files);
    // The page of the second shows the stream that holds its parent: it opens, and has no text.
    expect(endsOf(end)).toEqual(['processed', 'NO_TEXT', 'processed']);
  });

  it.each([
    ['text', { ...TEXT, filters: 1, place: 'content' }, DEFAULT_GB],
    ['nested filters', { ...TEXT, filters: 2, place: 'content' }, THIRD_GB],
    ['open arrays', { pattern: '[', filters: 2, place: 'content' }, THIRD_GB],
    ['objects', { ...PAGES, filters: 1, place: 'objects' }, THIRD_GB],
  ] as const)('ends within its budgets: %s', async (name, bomb, memoryGb) => {
    const { code } = await loadBomb(`${name}.pdf`, pdfBomb({ sizeBytes: GIGABYTE, ...bomb }), memoryGb);
    expect(WITHIN_BUDGETS).toContain(code);
  });
});
