import {
  Document,
  FootnoteReferenceRun,
  HeadingLevel,
  Packer,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
} from 'docx';
import { describe, expect, it } from 'vitest';
import type { Block } from '../../../../../../src-main/contract/extraction.ts';
import {
  createDocxExtractor,
  extractDocx,
} from '../../../../../../src-main/engine/extraction/formats/docx/extract-docx.ts';
import { writePackage } from '../../../../../../src-main/engine/extraction/formats/docx/write-package.ts';
import { collect, type Collected, withFile } from '../collect.ts';
import { docxEntries, type ExtraPart, lyingZip, makeDocx, p } from './make-docx.ts';

const read = (bytes: Buffer): Promise<Collected> => withFile('a.docx', bytes, (file) => collect(extractDocx, file));

const shown = ({ kind, level, text }: Block): string => `${kind}${level === undefined ? '' : ` ${level}`}: ${text}`;
const blocksOf = async (body: string, extra: readonly ExtraPart[] = []): Promise<string[]> => {
  const { blocks, outcome } = await read(makeDocx(body, extra));
  expect(outcome).toEqual({ ok: true });
  return blocks.map(shown);
};

const style = (id: string, name: string, content = ''): string =>
  `<w:style w:type="paragraph" w:styleId="${id}"><w:name w:val="${name}"/>${content}</w:style>`;
const styles = (...entries: string[]): ExtraPart => ({
  type: 'styles',
  name: 'styles.xml',
  root: 'w:styles',
  content: entries.join(''),
});

const cell = (content: string, properties = ''): string => `<w:tc><w:tcPr>${properties}</w:tcPr>${content}</w:tc>`;
const row = (...cells: string[]): string => `<w:tr>${cells.join('')}</w:tr>`;
const table = (...rows: string[]): string => `<w:tbl>${rows.join('')}</w:tbl>`;

const textBox = (text: string): string => `<w:txbxContent>${p(text)}</w:txbxContent>`;
const drawing = (text: string): string =>
  `<w:drawing><wp:anchor><a:graphic><a:graphicData><wps:wsp><wps:txbx>${textBox(text)}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing>`;
const vml = (text: string): string => `<w:pict><v:shape><v:textbox>${textBox(text)}</v:textbox></v:shape></w:pict>`;
const picture = '<w:drawing><wp:inline><a:graphic><a:graphicData/></a:graphic></wp:inline></w:drawing>';

describe('extractDocx on a document of the docx package', () => {
  it('reads headings, paragraphs, nested lists, table rows and footnotes in order', async () => {
    const document = new Document({
      footnotes: { 1: { children: [new Paragraph('What the note says')] } },
      numbering: {
        config: [
          {
            reference: 'bullets',
            levels: [0, 1, 2].map((level) => ({ level, format: 'bullet' as const, text: '•' })),
          },
        ],
      },
      sections: [
        {
          children: [
            new Paragraph({ text: 'The title', heading: HeadingLevel.TITLE }),
            new Paragraph({ text: 'First', heading: HeadingLevel.HEADING_1 }),
            new Paragraph({
              children: [new TextRun('Text with a note'), new FootnoteReferenceRun(1), new TextRun('.')],
            }),
            new Paragraph({ text: 'outer', numbering: { reference: 'bullets', level: 0 } }),
            new Paragraph({ text: 'inner', numbering: { reference: 'bullets', level: 2 } }),
            new Paragraph({ text: 'Third', heading: HeadingLevel.HEADING_3 }),
            new Table({
              rows: [
                ['a', 'b'],
                ['c', 'd'],
              ].map(
                (texts) =>
                  new TableRow({ children: texts.map((text) => new TableCell({ children: [new Paragraph(text)] })) }),
              ),
            }),
          ],
        },
      ],
    });
    const { blocks, outcome } = await read(await Packer.toBuffer(document));
    expect(outcome).toEqual({ ok: true });
    expect(blocks.map(shown)).toEqual([
      'heading 1: The title',
      'heading 1: First',
      'paragraph: Text with a note.',
      'note: What the note says',
      'list_item 0: outer',
      'list_item 2: inner',
      'heading 3: Third',
      'table_row: a\tb',
      'table_row: c\td',
    ]);
  });
});

describe('headings', () => {
  it('takes the level from the outline of the style, of the one it is based on, or from its name', async () => {
    const extra = styles(
      style('berschrift2', 'heading 2'),
      style('Own', 'Kapitel', '<w:pPr><w:outlineLvl w:val="6"/></w:pPr>'),
      style('OwnToo', 'Kapitel blau', '<w:basedOn w:val="Own"/>'),
      style('TOCHeading', 'TOC Heading', '<w:basedOn w:val="Own"/><w:pPr><w:outlineLvl w:val="9"/></w:pPr>'),
      style('Loop', 'Loop', '<w:basedOn w:val="Loop"/>'),
      style('T4', 'Titre 4'),
      style('H9', 'heading 9'),
    );
    const body = ['berschrift2', 'Own', 'OwnToo', 'TOCHeading', 'Loop', 'T4', 'H9', 'Heading1']
      .map((id) => p(id, `<w:pStyle w:val="${id}"/>`))
      .join('');
    expect(await blocksOf(body, [extra])).toEqual([
      'heading 2: berschrift2',
      'heading 7: Own',
      'heading 7: OwnToo',
      'paragraph: TOCHeading',
      'paragraph: Loop',
      'heading 4: T4',
      'heading 9: H9',
      'heading 1: Heading1',
    ]);
  });
});

describe('the text of a paragraph', () => {
  const run = (content: string): string => `<w:p><w:r>${content}</w:r></w:p>`;
  it.each([
    ['a tab', run('<w:t>a</w:t><w:tab/><w:t>b</w:t>'), 'a\tb'],
    [
      'a positional tab',
      run('<w:t>a</w:t><w:ptab w:alignment="right" w:relativeTo="margin" w:leader="none"/><w:t>b</w:t>'),
      'a\tb',
    ],
    ['a line break', run('<w:t>a</w:t><w:br/><w:t>b</w:t>'), 'a\nb'],
    ['a carriage return', run('<w:t>a</w:t><w:cr/><w:t>b</w:t>'), 'a\nb'],
    ['a soft hyphen', run('<w:t>a</w:t><w:softHyphen/><w:t>b</w:t>'), 'ab'],
    ['a no-break hyphen', run('<w:t>a</w:t><w:noBreakHyphen/><w:t>b</w:t>'), 'a-b'],
    ['a symbol', run('<w:sym w:font="Wingdings" w:char="F0FC"/>'), '✓'],
    [
      'inserted and deleted text',
      '<w:p><w:ins><w:r><w:t>new</w:t></w:r></w:ins><w:del><w:r><w:delText>old</w:delText></w:r></w:del></w:p>',
      'new',
    ],
    [
      'moved text',
      '<w:p><w:moveFrom><w:r><w:t>gone</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>here</w:t></w:r></w:moveTo></w:p>',
      'here',
    ],
    ['a link', '<w:p><w:hyperlink w:anchor="x"><w:r><w:t>linked</w:t></w:r></w:hyperlink></w:p>', 'linked'],
    ['a simple field', '<w:p><w:fldSimple w:instr=" TITLE "><w:r><w:t>Shown</w:t></w:r></w:fldSimple></w:p>', 'Shown'],
    [
      'ruby',
      run(
        '<w:ruby><w:rubyPr/><w:rt><w:r><w:t>かん</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>漢</w:t></w:r></w:rubyBase></w:ruby>',
      ),
      '漢',
    ],
    ['right-to-left text', '<w:p><w:bdo w:val="rtl"><w:r><w:t>שלום</w:t></w:r></w:bdo></w:p>', 'שלום'],
    [
      'a formula',
      '<w:p><m:oMath><m:r><m:t>x=</m:t></m:r><m:f><m:fPr/><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath></w:p>',
      'x=1/2',
    ],
    [
      'a content control',
      '<w:p><w:sdt><w:sdtContent><w:r><w:t>filled in</w:t></w:r></w:sdtContent></w:sdt></w:p>',
      'filled in',
    ],
  ])('reads %s', async (_name, body, text) => {
    expect(await blocksOf(body)).toEqual([`paragraph: ${text}`]);
  });

  it('joins a paragraph whose mark is deleted with the next', async () => {
    const body = `<w:p><w:pPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr><w:r><w:t>one </w:t></w:r></w:p>${p('two')}`;
    expect(await blocksOf(body)).toEqual(['paragraph: one two']);
  });
});

describe('text boxes', () => {
  const alternate = (choice: string, fallback: string): string =>
    `<w:p><w:r><w:t>host</w:t></w:r><w:r><mc:AlternateContent><mc:Choice Requires="wps">${choice}</mc:Choice>${fallback}</mc:AlternateContent></w:r></w:p>${p('next')}`;
  it.each([
    ['a choice with a VML fallback', alternate(drawing('box'), `<mc:Fallback>${vml('box')}</mc:Fallback>`)],
    ['a choice whose fallback is a picture', alternate(drawing('box'), `<mc:Fallback>${picture}</mc:Fallback>`)],
    ['a choice without a fallback', alternate(drawing('box'), '')],
    ['VML alone', `<w:p><w:r><w:t>host</w:t></w:r><w:r>${vml('box')}</w:r></w:p>${p('next')}`],
    ['a drawing alone', `<w:p><w:r><w:t>host</w:t></w:r><w:r>${drawing('box')}</w:r></w:p>${p('next')}`],
  ])('reads the text once, behind its paragraph: %s', async (_name, body) => {
    expect(await blocksOf(body)).toEqual(['paragraph: host', 'paragraph: box', 'paragraph: next']);
  });
});

describe('tables', () => {
  it('puts the text of a cell on one line', async () => {
    const body = table(row(cell(p('a') + p('b')), cell('<w:p><w:r><w:t>c</w:t><w:br/><w:t>d</w:t></w:r></w:p>')));
    expect(await blocksOf(body)).toEqual(['table_row: a b\tc d']);
  });

  it('keeps merged cells in their columns', async () => {
    const merged = (value: string): string => `<w:vMerge${value}/>`;
    const body = table(
      row(cell(p('tall'), merged(' w:val="restart"')), cell(p('wide'), '<w:gridSpan w:val="2"/>')),
      row(cell(p('hidden'), merged('')), cell(p('b')), cell(p('c'))),
    );
    expect(await blocksOf(body)).toEqual(['table_row: tall\twide', 'table_row: \tb\tc']);
  });

  it('reads a table inside a cell behind its row', async () => {
    const inner = table(row(cell(p('x')), cell(p('y'))));
    expect(await blocksOf(table(row(cell(p('a') + inner), cell(p('b')))))).toEqual([
      'table_row: a\tb',
      'table_row: x\ty',
    ]);
  });

  it('reads a table that is only layout as if there were none', async () => {
    expect(await blocksOf(table(row(cell(p('one') + p('two')))))).toEqual(['paragraph: one', 'paragraph: two']);
  });
});

describe('notes, headers and footers', () => {
  const footnotes: ExtraPart = {
    type: 'footnotes',
    name: 'footnotes.xml',
    root: 'w:footnotes',
    content: `<w:footnote w:type="separator" w:id="-1">${p('no')}</w:footnote><w:footnote w:id="2">${p('foot')}${p('more')}</w:footnote><w:footnote w:id="3">${p('nobody refers to this')}</w:footnote>`,
  };
  const endnotes: ExtraPart = {
    type: 'endnotes',
    name: 'endnotes.xml',
    root: 'w:endnotes',
    content: `<w:endnote w:id="2">${p('end')}</w:endnote>`,
  };
  const refer = (kind: string): string => `<w:r><w:${kind}Reference w:id="2"/></w:r>`;

  it('reads a note once, behind the block that first refers to it', async () => {
    const body = `<w:p><w:r><w:t>a</w:t></w:r>${refer('footnote')}${refer('endnote')}</w:p>${p('b')}<w:p><w:r><w:t>c</w:t></w:r>${refer('footnote')}</w:p>`;
    expect(await blocksOf(body, [footnotes, endnotes])).toEqual([
      'paragraph: a',
      'note: foot\nmore',
      'note: end',
      'paragraph: b',
      'paragraph: c',
    ]);
  });

  it('reads a note that a table refers to behind the row', async () => {
    const body = table(
      row(cell(`<w:p><w:r><w:t>a</w:t></w:r>${refer('footnote')}</w:p>`), cell(p('b'))),
      row(cell(p('c'))),
    );
    expect(await blocksOf(body, [footnotes])).toEqual(['table_row: a\tb', 'note: foot\nmore', 'table_row: c']);
  });

  const headers = (...contents: string[]): ExtraPart[] =>
    contents.map((content, index) => ({ type: 'header', name: `header${index + 1}.xml`, root: 'w:hdr', content }));
  const section = (...types: string[]): string =>
    types.map((type, index) => `<w:headerReference w:type="${type}" r:id="rId${index + 1}"/>`).join('');

  it('reads headers at the end as notes, each text once, without page numbers', async () => {
    const page =
      '<w:p><w:r><w:t>Page </w:t></w:r><w:fldSimple w:instr=" PAGE "><w:r><w:t>2</w:t></w:r></w:fldSimple></w:p>';
    const body = `${p('body')}<w:sectPr>${section('default', 'default')}</w:sectPr>`;
    expect(await blocksOf(body, headers(p('Policy 12') + page, p('Policy 12')))).toEqual([
      'paragraph: body',
      'note: Policy 12',
    ]);
  });

  it.each([
    ['', []],
    ['<w:titlePg/>', ['note: first page']],
    ['<w:titlePg w:val="0"/>', []],
  ])('reads the header of the first page only where there is one: %s', async (titlePage, notes) => {
    const body = `${p('body')}<w:sectPr>${section('first')}${titlePage}</w:sectPr>`;
    expect(await blocksOf(body, headers(p('first page')))).toEqual(['paragraph: body', ...notes]);
  });

  it('reads the body of a document with a broken header', async () => {
    const body = `${p('body')}<w:sectPr>${section('default')}</w:sectPr>`;
    expect(await blocksOf(body, headers('<w:p><w:r></w:p>'))).toEqual(['paragraph: body']);
  });

  it('leaves comments out and says so', async () => {
    const comments: ExtraPart = {
      type: 'comments',
      name: 'comments.xml',
      root: 'w:comments',
      content: `<w:comment w:id="1">${p('secret')}</w:comment>`,
    };
    const { blocks, warnings } = await read(
      makeDocx(`<w:p><w:r><w:t>a</w:t></w:r><w:r><w:commentReference w:id="1"/></w:r></w:p>`, [comments]),
    );
    expect(blocks.map(shown)).toEqual(['paragraph: a']);
    expect(warnings).toEqual(['The comment in the document is left out.']);
  });
});

describe('large and odd packages', () => {
  it('reads a body of several stretches without losing or doubling a block or a note', async () => {
    const paragraphs = 30_000;
    const footnotes: ExtraPart = {
      type: 'footnotes',
      name: 'footnotes.xml',
      root: 'w:footnotes',
      content: [1, paragraphs - 1].map((id) => `<w:footnote w:id="${id}">${p(`note ${id}`)}</w:footnote>`).join(''),
    };
    const body = Array.from({ length: paragraphs }, (_, index) =>
      index === 1 || index === paragraphs - 1
        ? `<w:p><w:r><w:t>Paragraph ${index}</w:t></w:r><w:r><w:footnoteReference w:id="${index}"/></w:r></w:p>`
        : p(`Paragraph ${index}`, '<w:jc w:val="both"/><w:rPr><w:lang w:val="en-GB"/></w:rPr>'),
    ).join('');
    const { blocks, outcome, longestPart } = await read(makeDocx(body, [footnotes]));
    expect(outcome).toEqual({ ok: true });
    expect(blocks.filter(({ kind }) => kind === 'paragraph').map(({ text }) => text)).toEqual(
      Array.from({ length: paragraphs }, (_, index) => `Paragraph ${index}`),
    );
    expect(blocks[2]?.text).toBe('note 1');
    expect(blocks.at(-1)?.text).toBe(`note ${paragraphs - 1}`);
    expect(longestPart).toBeLessThan(256 * 1024);
  }, 60_000);

  it('reads Strict OOXML, its notes too', async () => {
    const footnotes: ExtraPart = {
      type: 'footnotes',
      name: 'notes-elsewhere.xml',
      root: 'w:footnotes',
      content: `<w:footnote w:id="2">${p('foot')}</w:footnote>`,
    };
    const body = `<w:p><w:r><w:t>strict</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>`;
    const { blocks } = await read(makeDocx(body, [footnotes], { strict: true }));
    expect(blocks.map(shown)).toEqual(['paragraph: strict', 'note: foot']);
  });

  it('reads names with a leading slash and a main part in UTF-16', async () => {
    const entries = docxEntries(p('wide'));
    const main = entries.get('word/document.xml')?.toString('utf8') ?? '';
    entries.set(
      'word/document.xml',
      Buffer.from(`\ufeff${main.replace('"1.0"', '"1.0" encoding="UTF-16"')}`, 'utf16le'),
    );
    const slashed = new Map([...entries].map(([name, bytes]) => [`/${name}`, bytes]));
    expect((await read(writePackage(slashed))).blocks.map(shown)).toEqual(['paragraph: wide']);
  });
});

describe('failures', () => {
  const outcomeOf = async (bytes: Buffer, limitBytes = 1024 * 1024) =>
    (await withFile('a.docx', bytes, (file) => collect(createDocxExtractor(limitBytes), file))).outcome;
  const corrupt = { ok: false, code: 'DOCUMENT_CORRUPT', message: 'Failed to parse DOCX: File is corrupted' };

  it('names both sizes when the archive declares more than the limit', async () => {
    const entries = docxEntries(p('a')).set('word/media/image.bmp', Buffer.alloc(3 * 1024 * 1024));
    expect(await outcomeOf(writePackage(entries))).toEqual({
      ok: false,
      code: 'EXPANSION_LIMIT',
      message: 'The document would unpack to 4 MB; the limit is 1 MB.',
    });
  });

  it('stops an entry that inflates past what it declares', async () => {
    const bomb = lyingZip('word/document.xml', Buffer.alloc(64 * 1024 * 1024, 'a'), 1000);
    const before = process.memoryUsage().rss;
    expect(await outcomeOf(bomb)).toEqual(corrupt);
    expect(process.memoryUsage().rss - before).toBeLessThan(48 * 1024 * 1024);
  });

  it.each([
    ['half a file', makeDocx(p('a')).subarray(0, 700)],
    ['a main part that is not well-formed', makeDocx('<w:p><w:r></w:p>')],
    ['an archive without a main part', writePackage(new Map([['a.xml', Buffer.from('<a/>')]]))],
    ['no archive', Buffer.from('no archive at all')],
  ])('says that %s is damaged', async (_name, bytes) => {
    expect(await outcomeOf(bytes)).toEqual(corrupt);
  });

  it('says so when the bytes of a part are not those of its checksum', async () => {
    const bytes = makeDocx(p('original'));
    bytes.write('0riginal', bytes.indexOf('original'));
    expect(await outcomeOf(bytes)).toEqual(corrupt);
  });

  it('says so when the file is gone', async () => {
    expect((await collect(extractDocx, '/nowhere/a.docx')).outcome).toMatchObject({
      ok: false,
      code: 'FILE_NOT_FOUND',
    });
  });
});
