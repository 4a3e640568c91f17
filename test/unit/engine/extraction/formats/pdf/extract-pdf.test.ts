import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Block, ExtractionOutcome } from '../../../../../../src-main/contract/extraction.ts';
import { extractPdf } from '../../../../../../src-main/engine/extraction/formats/pdf/extract-pdf.ts';
import { brokenPagesPdf, drawPdf, formPdf, japanesePdf } from './make-pdf.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'extract-pdf-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

interface Extracted {
  readonly outcome: ExtractionOutcome;
  readonly blocks: Block[];
  readonly warnings: string[];
  readonly parts: number;
}

async function extract(bytes: Buffer): Promise<Extracted> {
  const file = path.join(folder, 'document.pdf');
  await writeFile(file, bytes);
  return extractFileAt(file);
}

async function extractFileAt(file: string): Promise<Extracted> {
  const blocks: Block[] = [];
  const warnings: string[] = [];
  const pages = extractPdf(file);
  for (let parts = 0; ; parts += 1) {
    const next = await pages.next();
    if (next.done === true) {
      return { outcome: next.value, blocks, warnings, parts };
    }
    blocks.push(...next.value.blocks);
    warnings.push(...next.value.warnings);
  }
}

const TEXT =
  'A paragraph of some length that wraps around, since it is wider than the page that it is printed on by far.';
const CORRUPT = { ok: false, code: 'DOCUMENT_CORRUPT', message: 'Failed to parse PDF: File is corrupted' };

describe('extractPdf', () => {
  it('gives blocks with pages, a part for every page, and the number of pages', async () => {
    const { outcome, blocks, warnings, parts } = await extract(
      await drawPdf({}, (document) => {
        document.fontSize(24).text('A Title').moveDown().fontSize(11).text(`${TEXT} ${TEXT}`);
        document.addPage().text('Page two.');
      }),
    );
    expect({ outcome, warnings, parts }).toEqual({ outcome: { ok: true, pages: 2 }, warnings: [], parts: 2 });
    expect(blocks).toEqual([
      { kind: 'heading', text: 'A Title', page: 1, level: 1 },
      { kind: 'paragraph', text: `${TEXT} ${TEXT}`, page: 1 },
      { kind: 'paragraph', text: 'Page two.', page: 2 },
    ]);
  });

  it('reads columns, justified and letter-spaced text as words', async () => {
    const words = 'lorem ipsum dolor sit amet consectetur adipiscing elit nunc sollicitudin molestie consequat '
      .repeat(12)
      .trim();
    const { blocks } = await extract(
      await drawPdf({}, (document) => {
        document.fontSize(10).text(words, { columns: 2, columnGap: 18, align: 'justify', height: 200 });
        document.fontSize(14).text('WIDE LETTERS', 72, 500, { characterSpacing: 5 });
      }),
    );
    expect(blocks.map(({ text }) => text).join(' ')).toBe(`${words} WIDE LETTERS`);
  });

  it('reads a page that is turned', async () => {
    const { blocks } = await extract(
      await drawPdf({}, (document) => {
        Object.assign(document.page.dictionary.data, { Rotate: 90 });
        document.rotate(90, { origin: [300, 300] }).text('Turned to be read', 100, 200);
      }),
    );
    expect(blocks.map(({ text }) => text)).toEqual(['Turned to be read']);
  });

  it.each([
    ['90ms-RKSJ-H', '93FA967B8CEA82CC95B68FCD82C582B78142'],
    ['UniJIS-UCS2-H', '65E5672C8A9E306E65877AE0306730593002'],
    ['UniJIS-UCS2-V', '65E5672C8A9E306E65877AE0306730593002'],
  ])(
    'reads Japanese without an embedded font (%s), on the command line and as a utility process',
    async (encoding, hex) => {
      const file = path.join(folder, `${encoding}.pdf`);
      await writeFile(file, japanesePdf(encoding, hex));
      const { blocks } = await extractFileAt(file);
      expect(blocks.map(({ text }) => text)).toEqual(['日本語の文章です。']);
      expect(await extractAsUtilityProcess(file)).toEqual(blocks);
    },
  );

  it('puts the values of form fields where the fields are, and comments after the page', async () => {
    const { blocks } = await extract(
      formPdf([
        '/Subtype /Widget /FT /Tx /T (a) /V (Ada Lovelace) /Rect [90 295 250 312] /F 4',
        '/Subtype /Widget /FT /Tx /T (b) /V (secret) /Ff 8192 /Rect [90 255 250 272] /F 4',
        '/Subtype /Widget /FT /Tx /T (c) /V (hidden) /Rect [90 235 250 252] /F 2',
        '/Subtype /Widget /FT /Ch /T (d) /Ff 131072 /Opt [[(x) (Example Town)] [(y) (Other)]] /V (x) /Rect [50 200 250 217] /F 4',
        '/Subtype /FreeText /Contents (A remark) /Rect [50 100 250 120] /F 4 /DA (/F1 10 Tf)',
      ]),
    );
    expect(blocks.map(({ kind, text }) => [kind, text])).toEqual([
      ['paragraph', 'Name: Ada Lovelace'],
      ['paragraph', 'Example Town'],
      ['note', 'A remark'],
    ]);
  });

  it('reads a PDF that only its permissions protect, and says that one with a password has one', async () => {
    const draw = (document: PDFKit.PDFDocument): unknown => document.text('For your eyes');
    const owner = await extract(await drawPdf({ ownerPassword: 'owner', permissions: { copying: false } }, draw));
    expect(owner.blocks.map(({ text }) => text)).toEqual(['For your eyes']);
    const user = await extract(await drawPdf({ userPassword: 'user' }, draw));
    expect(user.outcome).toMatchObject({ ok: false, code: 'DOCUMENT_ENCRYPTED' });
  });

  it.each([
    ['garbage', Buffer.from('%PDF-1.4\nthis is no PDF at all')],
    ['nothing', Buffer.alloc(0)],
    ['zeros', Buffer.alloc(5000)],
    ['a PDF of which every page fails', brokenPagesPdf(['broken', 'broken'])],
  ])('says that %s is corrupt', async (_what, bytes) => {
    expect((await extract(bytes)).outcome).toEqual(CORRUPT);
  });

  it('never throws at a damaged file, wherever the damage is', async () => {
    const whole = await drawPdf({}, (document) => document.text(TEXT).addPage().text(TEXT));
    for (let part = 1; part < 10; part += 1) {
      const { outcome } = await extract(whole.subarray(0, Math.floor((whole.length * part) / 10)));
      expect(outcome.ok || outcome.code === 'DOCUMENT_CORRUPT').toBe(true);
    }
  });

  it('goes on after a page that fails', async () => {
    const { outcome, blocks, warnings } = await extract(brokenPagesPdf(['good', 'broken', 'good']));
    expect(outcome).toEqual({ ok: true, pages: 3 });
    expect(blocks.map(({ page }) => page)).toEqual([1, 3]);
    expect(warnings).toEqual(['Page 2 could not be read.']);
  });

  it('names the pages without text, if others have some', async () => {
    const some = await extract(
      await drawPdf({}, (document) => {
        document.text('one').addPage().addPage().text('three').addPage().addPage().addPage();
      }),
    );
    expect(some.warnings).toEqual(['4 of 6 pages contain no text; they may be scans: 2, 4 to 6.']);
    const none = await extract(await drawPdf({}, (document) => document.addPage().rect(10, 10, 50, 50).fill()));
    expect(none).toEqual({ outcome: { ok: true, pages: 2 }, blocks: [], warnings: [], parts: 2 });
  });

  it('says that a file is not there', async () => {
    expect((await extractFileAt(path.join(folder, 'nowhere.pdf'))).outcome).toMatchObject({ code: 'FILE_NOT_FOUND' });
  });

  it('can be left before the end', async () => {
    const file = path.join(folder, 'left.pdf');
    await writeFile(
      file,
      await drawPdf({}, (document) => document.text('one').addPage().text('two').addPage().text('three')),
    );
    const pages = extractPdf(file);
    expect((await pages.next()).done).toBe(false);
    expect(await pages.return({ ok: true })).toEqual({ done: true, value: { ok: true } });
  });
});

/** Runs the extractor where Electron's utility process would: Node in all but what pdf.js looks at to tell. */
async function extractAsUtilityProcess(file: string): Promise<unknown> {
  const module = path.resolve(
    import.meta.dirname,
    '../../../../../../src-main/engine/extraction/formats/pdf/extract-pdf.ts',
  );
  const disguise = `
    Object.defineProperty(process.versions, 'electron', { value: '45.0.0', enumerable: true });
    Object.defineProperty(process, 'type', { value: 'utility', enumerable: true });
    globalThis.fetch = () => { throw new Error('no network'); };`;
  const script = `
    const { pathToFileURL } = await import('node:url');
    const { extractPdf } = await import(pathToFileURL(process.env.MODULE).href);
    const blocks = [];
    for await (const part of extractPdf(process.env.FILE)) blocks.push(...part.blocks);
    console.log(JSON.stringify(blocks));`;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--import', `data:text/javascript,${encodeURIComponent(disguise)}`, '--input-type=module', '--eval', script],
    { env: { MODULE: module, FILE: file }, encoding: 'utf8' },
  );
  return JSON.parse(stdout);
}
