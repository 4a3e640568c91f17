import { describe, expect, it } from 'vitest';
import type { TextRun } from '../../../../../../src-main/engine/extraction/formats/pdf/text-run.ts';
import { blocksOf, column, run, textsOf } from './place-text.ts';

// 45 characters: 225 units wide at 10 units.
const PROSE = [
  'The first line of prose fills the column well',
  'and the second one does so too, as lines will',
  'until a third comes along and looks the same,',
  'with a fourth that is hardly different either',
  'and at last a fifth line of the same old size',
  'before the sixth one ends this long paragraph',
];
const wide = (text: string): TextRun => run(text, 50, 90, { width: 480 });

describe('the words of a line', () => {
  it.each<[string, TextRun[], string]>([
    ['kerning does not split', [run('W', 50, 100), run('ord', 54.4, 100)], 'Word'],
    ['a font change does not split', [run('un', 50, 100), run('able', 60.6, 100, { fontName: 'italic' })], 'unable'],
    ['a gap is a space', [run('two', 50, 100), run('words', 67.5, 100)], 'two words'],
    [
      'a run of white space is a space',
      [run('two', 50, 100), run(' ', 65, 100, { width: 1 }), run('words', 66, 100)],
      'two words',
    ],
    ['white space inside runs counts', [run('two ', 50, 100), run('words', 70, 100)], 'two words'],
    ['order in the file does not matter', [run('words', 68, 100), run('two', 50, 100)], 'two words'],
    ['single glyphs', [...'glyphs'].map((glyph, index) => run(glyph, 50 + index * 5, 100)), 'glyphs'],
    ['letter-spaced glyphs', [...'TITLES'].map((glyph, index) => run(glyph, 50 + index * 9, 100)), 'TITLES'],
    [
      'letter-spaced words',
      [
        run('T I T L E', 50, 100, { width: 47 }),
        run(' ', 97, 100, { width: 6 }),
        run('P A G E', 104, 100, { width: 40 }),
      ],
      'TITLE PAGE',
    ],
    ['an alphabet is not a letter-spaced word', [run('A B C D E F', 50, 100)], 'A B C D E F'],
    ['ligatures become letters', [run('e\uFB03cient', 50, 100)], 'efficient'],
    [
      'a superscript stays at its word',
      [run('E = mc', 50, 100), run('2', 80, 96, { fontSize: 6 }), run('.', 83, 100)],
      'E = mc2.',
    ],
    ['a subscript too', [run('H', 50, 100), run('2', 55, 102.5, { fontSize: 6 }), run('O', 58, 100)], 'H2O'],
    ['an accent printed before its letter', [run('caf\u00B4', 50, 100), run('e', 65.2, 100)], 'caf\u00E9'],
    ['overprinted copies count once', [run('bold', 50, 100), run('bold', 50.3, 100), run('bold', 50, 100.2)], 'bold'],
    [
      'a drop capital',
      [run('O', 50, 124, { fontSize: 34, width: 24 }), ...column(['nce upon a time', 'there was a pig'], 75, 100)],
      'Once upon a time there was a pig',
    ],
    ['private-use glyphs go', [run('a\uE123b \uF8FFc', 50, 100)], 'ab c'],
    ['controls are spaces of odd fonts', [run('one\u0002two', 50, 100)], 'one two'],
    [
      'CJK characters that are spread out',
      [run('日', 50, 100, { width: 10 }), run('本', 63, 100, { width: 10 }), run('語', 76, 100, { width: 10 })],
      '日本語',
    ],
    ['spaces seen between CJK characters', [run('日 本 語 文 字', 50, 100)], '日本語文字'],
    ['Hebrew runs go from right to left', [run('שלום', 100, 100), run('עולם', 70, 100)], 'שלום עולם'],
    [
      'a number in Hebrew keeps its direction',
      [run('שנת', 130, 100), run('20', 105, 100), run('25', 115, 100), run('הייתה', 70, 100)],
      'שנת 2025 הייתה',
    ],
    [
      'Hebrew words in an English line',
      [run('the words', 50, 100), run('עולם', 100, 100), run('שלום', 125, 100), run('mean peace', 150, 100)],
      'the words שלום עולם mean peace',
    ],
  ])('%s', (_rule, runs, text) => {
    expect(textsOf(runs)).toEqual([text]);
  });
});

describe('lines into paragraphs', () => {
  it.each<[string, string[], string]>([
    [
      'a space between lines',
      ['one line that is long', 'and another such line'],
      'one line that is long and another such line',
    ],
    ['a hyphen at the end goes', ['this is an extra-', 'ordinary sentence ok'], 'this is an extraordinary sentence ok'],
    ['a soft hyphen goes', ['this is an extra\u00AD', 'ordinary sentence ok'], 'this is an extraordinary sentence ok'],
    [
      'it stays before a capital',
      ['a paper by Karl Meyer-', 'Landrut and his friends'],
      'a paper by Karl Meyer-Landrut and his friends',
    ],
    [
      'and before a digit',
      ['we had the pages 10-', '15 of the larger book'],
      'we had the pages 10-15 of the larger book',
    ],
    [
      'and in a word of several hyphens',
      ['it is a state-of-the-', 'art sort of a machine'],
      'it is a state-of-the-art sort of a machine',
    ],
    [
      'and where the document writes it so',
      ['a well-known co-op is', 'known and there the co-', 'op sells things we want'],
      'a well-known co-op is known and there the co-op sells things we want',
    ],
    [
      'a suspended hyphen',
      ['we have long- and short-', 'or middle-term contracts'],
      'we have long- and short- or middle-term contracts',
    ],
    [
      'no space between CJK lines',
      ['日本語の文章はここで', '改行されています。'],
      '日本語の文章はここで改行されています。',
    ],
    [
      'but between Korean ones',
      ['한국어 문장은 여기에서', '줄이 바뀝니다 그렇지요'],
      '한국어 문장은 여기에서 줄이 바뀝니다 그렇지요',
    ],
  ])('%s', (_rule, lines, text) => {
    expect(textsOf(lines.map((line, index) => run(line, 50, 100 + index * 12, { width: 120 })))).toEqual([text]);
  });

  it('breaks at an indentation, at a wide gap, and after a short last line', () => {
    const indented = [
      ...column(PROSE.slice(0, 2), 50, 100),
      run(PROSE[2] ?? '', 62, 124),
      ...column(PROSE.slice(3, 5), 50, 136),
    ];
    expect(textsOf(indented)).toHaveLength(2);
    const apart = [...column(PROSE.slice(0, 3), 50, 100), ...column(PROSE.slice(3), 50, 145)];
    expect(textsOf(apart)).toHaveLength(2);
    const short = column(
      [PROSE[0] ?? '', 'ends here.', 'Then another long line that begins a new one.', PROSE[4] ?? ''],
      50,
      100,
    );
    expect(textsOf(short)).toHaveLength(2);
  });
});

describe('columns', () => {
  const left = PROSE.map((line) => `L${line.slice(1)}`);
  const right = PROSE.map((line) => `R${line.slice(1)}`);

  it('reads one column after the other, whatever the order in the file, between titles across both', () => {
    const runs = [
      wide('A title that spans both of the columns of the page and comes first'),
      ...left.flatMap((line, index) => [
        run(line, 50, 120 + index * 12),
        run(right[index] ?? '', 300, 120 + index * 12),
      ]),
      run('A line across both columns that divides what is above from below', 50, 220, { width: 480 }),
      ...column(left, 50, 250),
      ...column(right, 300, 250),
    ];
    const marks = textsOf(runs).map((text) => text.slice(0, 2));
    expect(marks).toEqual(['A ', 'Lh', 'Rh', 'A ', 'Lh', 'Rh']);
  });

  it('works with baselines that differ and with three columns', () => {
    const narrow = PROSE.map((line) => line.slice(0, 30).trim());
    const runs = [
      ...column(
        narrow.map((line) => `3${line}`),
        400,
        103,
      ),
      ...column(
        narrow.map((line) => `1${line}`),
        50,
        100,
      ),
      ...column(
        narrow.map((line) => `2${line}`),
        225,
        105,
      ),
    ];
    expect(textsOf(runs).map((text) => text.slice(0, 2))).toEqual(['1T', '2T', '3T']);
  });

  it('reads the right column first where the text runs to the left', () => {
    const hebrew = 'הטקסט הזה ממלא את רוחב הטור כולו עד הסוף ממש';
    const runs = [
      ...PROSE.map((_, index) => run(`${index} א ${hebrew}`, 50, 100 + index * 12, { width: 230 })),
      ...PROSE.map((_, index) => run(`${index} ב ${hebrew}`, 310, 100 + index * 12, { width: 230 })),
    ];
    expect(textsOf(runs).map((text) => text.slice(0, 3))).toEqual(['0 ב', '0 א']);
  });
});

describe('kinds of blocks', () => {
  it('tells headings by size and by font, with levels', () => {
    const blocks = blocksOf([
      run('The Title of It All', 50, 60, { fontSize: 20 }),
      run('1 First Section', 50, 100, { fontName: 'bold' }),
      ...column(PROSE, 50, 120),
      run('1.1 A Part of It', 50, 210, { fontName: 'bold' }),
      ...column(PROSE, 50, 230),
    ]);
    expect(blocks.map(({ kind, level }) => [kind, level])).toEqual([
      ['heading', 1],
      ['heading', 3],
      ['paragraph', undefined],
      ['heading', 4],
      ['paragraph', undefined],
    ]);
  });

  it('makes items of bullets and numbers, with levels, and keeps their lines together', () => {
    const blocks = blocksOf([
      ...column(PROSE.slice(0, 2), 50, 76),
      run('•', 50, 100),
      run('an item whose text goes on in a second', 60, 100),
      run('line below it', 60, 112),
      run('•', 60, 124),
      run('an inner item', 70, 124),
      run('1. a numbered item', 50, 136),
      run('2. another one', 50, 148),
    ]);
    expect(blocks.slice(1)).toEqual([
      { kind: 'list_item', text: 'an item whose text goes on in a second line below it', page: 1, level: 0 },
      { kind: 'list_item', text: 'an inner item', page: 1, level: 1 },
      { kind: 'list_item', text: '1. a numbered item', page: 1, level: 0 },
      { kind: 'list_item', text: '2. another one', page: 1, level: 0 },
    ]);
  });

  it('joins the cells of a table by tabs, with right-aligned numbers and wrapped cells', () => {
    const rows = ['Apples|12.50', 'Pears|7.00', 'Oranges in boxes|1,320.00'].flatMap((row, index) => {
      const [name = '', price = ''] = row.split('|');
      return [run(name, 50, 100 + index * 14), run(price, 300 - price.length * 5, 100 + index * 14)];
    });
    expect(blocksOf(rows).map(({ kind, text }) => [kind, text])).toEqual([
      ['table_row', 'Apples\t12.50'],
      ['table_row', 'Pears\t7.00'],
      ['table_row', 'Oranges in boxes\t1,320.00'],
    ]);
    const wrapped = [
      run('Name', 50, 100),
      run('Meaning', 200, 100),
      run('Alpha', 50, 120),
      run('the first letter of', 200, 120),
      run('the alphabet', 200, 131),
      run('Beta', 50, 151),
      run('the second one', 200, 151),
    ];
    expect(textsOf(wrapped)).toEqual([
      'Name\tMeaning',
      'Alpha\tthe first letter of the alphabet',
      'Beta\tthe second one',
    ]);
  });

  it('does not take torn justified lines for a table', () => {
    const runs = [
      ...column(PROSE.slice(0, 4), 50, 100),
      ...['torn apart by', 'justified text'].flatMap((line, row) =>
        line
          .split(' ')
          .map((word, index, all) =>
            run(word, 50 + (index * (225 - word.length * 5)) / (all.length - 1), 148 + row * 12),
          ),
      ),
      ...column(PROSE.slice(3, 6), 50, 172),
    ];
    expect(blocksOf(runs).every(({ kind }) => kind === 'paragraph' || kind === 'table_row')).toBe(true);
    expect(
      textsOf([
        ...column(PROSE.slice(0, 3), 50, 100),
        run('all', 50, 136),
        run('words', 115, 136),
        run('stand', 190, 136),
        run('apart', 250, 136),
        ...column(PROSE.slice(3), 50, 148),
      ])[0],
    ).toContain('all words stand apart');
  });

  it('takes small print with a mark below the text for notes', () => {
    const blocks = blocksOf([
      ...column([...PROSE, ...PROSE], 50, 100),
      run('1', 50, 297, { fontSize: 5 }),
      run('A note of small size.', 54, 300, { fontSize: 7 }),
    ]);
    expect(blocks.map(({ kind, text }) => [kind, text]).slice(-1)).toEqual([['note', '1 A note of small size.']]);
  });

  it('keeps turned text and vertical writing apart from the lines', () => {
    const stamp = run('arXiv:1234.5678', 20, 200, { angle: -90, fontSize: 20 });
    const watermark = run('DRAFT', 80, 160, { angle: 45, fontSize: 60 });
    const blocks = blocksOf([stamp, ...column(PROSE, 50, 100), watermark]);
    expect(blocks.map(({ kind, text }) => [kind, text.slice(0, 9)])).toEqual([
      ['paragraph', 'The first'],
      ['paragraph', 'arXiv:123'],
      ['paragraph', 'DRAFT'],
    ]);
    const vertical = ['縦書きの一行目です', 'これが二行目である'].map((text, index) =>
      run(text, 300 - index * 15, 100, { vertical: true, width: 90 }),
    );
    expect(textsOf(vertical)).toEqual(['縦書きの一行目ですこれが二行目である']);
  });
});
