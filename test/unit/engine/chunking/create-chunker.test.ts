import { describe, expect, it } from 'vitest';
import { ZodError } from 'zod';
import type { Block } from '../../../../src-main/contract/extraction.ts';
import { DEFAULT_CHUNK_SETTINGS } from '../../../../src-main/engine/chunking/chunk.ts';
import { createChunker, separatorBetween } from '../../../../src-main/engine/chunking/create-chunker.ts';
import { chunksOf } from './chunked-document.ts';

const paragraph = (text: string, page?: number): Block => ({
  kind: 'paragraph',
  text,
  ...(page === undefined ? {} : { page }),
});
const heading = (text: string): Block => ({ kind: 'heading', text, level: 1 });
const row = (text: string): Block => ({ kind: 'table_row', text });
const item = (text: string): Block => ({ kind: 'list_item', text, level: 0 });

/** `length` characters of words of four letters, without a sentence end. */
const words = (length: number): string => 'word '.repeat(Math.ceil(length / 5)).slice(0, length - 1) + 'x';
const textsOf = (blocks: readonly Block[], sizeCharacters: number, overlapCharacters = 0): string[] =>
  chunksOf(blocks, { sizeCharacters, overlapCharacters }).map(({ text }) => text);

describe('separatorBetween', () => {
  it.each([
    ['paragraph', 'paragraph', '\n\n'],
    ['list_item', 'list_item', '\n'],
    ['table_row', 'table_row', '\n'],
    ['list_item', 'table_row', '\n\n'],
    ['heading', 'heading', '\n\n'],
    ['note', 'note', '\n\n'],
  ] as const)('%s, %s', (before, after, expected) => {
    expect(separatorBetween(before, after)).toBe(expected);
  });
});

describe('settings', () => {
  it.each([
    [0, 0],
    [10, 5],
    [9, 5],
    [-1, 0],
    [10, -1],
    [10.5, 1],
    [1, 1],
    [Number.POSITIVE_INFINITY, 0],
  ])('size %s with overlap %s is refused', (sizeCharacters, overlapCharacters) => {
    expect(() => createChunker({ sizeCharacters, overlapCharacters })).toThrow(ZodError);
  });

  it.each([
    [1, 0],
    [3, 1],
    [100_000, 49_999],
  ])('size %s with overlap %s is taken', (sizeCharacters, overlapCharacters) => {
    expect(createChunker({ sizeCharacters, overlapCharacters }).finish()).toEqual([]);
  });
});

describe('where a chunk ends', () => {
  it('is the end of the document for a short one', () => {
    const chunks = chunksOf([paragraph('One.', 1), paragraph('Two.', 2)], DEFAULT_CHUNK_SETTINGS);
    expect(chunks).toEqual([{ index: 0, start: 0, end: 10, text: 'One.\n\nTwo.', ownText: 'One.\n\nTwo.', page: 1 }]);
  });

  it('gives nothing for no text', () => {
    expect(chunksOf([paragraph(''), paragraph(' \n')], DEFAULT_CHUNK_SETTINGS)).toEqual([]);
  });

  it('is a paragraph end before a later sentence end', () => {
    const blocks = [
      paragraph(words(60)),
      paragraph('First sentence here. Second one goes on. And a third follows here.'),
    ];
    expect(textsOf(blocks, 100)).toEqual([`${words(60)}\n\n`, blocks[1]?.text]);
  });

  it('is a sentence end when the last paragraph end lies in the first half', () => {
    const second = `Alpha ${words(50)}. Beta ${words(50)}. Gamma ${words(50)}.`;
    const texts = textsOf([paragraph('Short.'), paragraph(second)], 100);
    expect(texts[0]).toBe(`Short.\n\nAlpha ${words(50)}. `);
    expect(texts[1]?.startsWith('Beta')).toBe(true);
  });

  it.each([
    ['a decimal number', `${words(60)}. It costs 3.50 in all ${words(60)}`, 'It costs'],
    ['a wrapped line', `${words(60)}. It goes\non and on ${words(60)}`, 'It goes'],
    ['a title', `${words(60)}. A talk by Dr. Smith and others ${words(40)}`, 'A talk'],
    ['the number of a step', `${words(60)}. Wait a while. 3. Then open the door ${words(40)}`, '3. Then'],
    ['a reference', `${words(60)}. It ended there.[12] Then came ${words(60)}`, '[12] Then'],
    ['a wrapped line before a name', `${words(52)}. Then it went to the people in\nNorwich ${words(60)}`, 'Then'],
  ])('takes no false sentence end: %s', (_, text, start) => {
    expect(textsOf([paragraph(text)], 100)[1]?.slice(0, start.length)).toBe(start);
  });

  it('is a line end where no sentence ends, before a word end', () => {
    const lines = Array.from(
      { length: 8 },
      (_, place) => `2025-10-16 10:0${place} started to load the file number ${place} of the folder`,
    );
    for (const text of textsOf([paragraph(lines.join('\n'))], 150)) expect(text).toMatch(/^2025-10-16/u);
  });

  it('is the end of a line of verse', () => {
    const lines = Array.from({ length: 12 }, (_, place) => `Line ${place} of the verse without a stop`);
    for (const text of textsOf([paragraph(lines.join('\n'))], 100)) expect(text).toMatch(/^Line/u);
  });

  it('is a word end where a sentence is too long', () => {
    const texts = textsOf([paragraph(words(400))], 100);
    for (const text of texts) expect(text).toMatch(/^word( word)* ?(wor?x|wx|x)?$/u);
    expect(texts.map(({ length }) => length)).toEqual([100, 100, 100, 100]);
  });

  it('is a full stop of Chinese and a word of Thai', () => {
    expect(textsOf([paragraph('我们今天去学校。老师教我们写字。我们很高兴。')], 20)[0]).toBe(
      '我们今天去学校。老师教我们写字。',
    );
    const thai = 'ภาษาไทยเป็นภาษาที่มีระดับเสียงของคำแน่นอน';
    const wordStarts = new Set(
      Array.from(new Intl.Segmenter('th', { granularity: 'word' }).segment(thai), (one) => one.index),
    );
    for (const chunk of chunksOf([paragraph(thai)], { sizeCharacters: 20, overlapCharacters: 0 })) {
      expect(wordStarts.has(chunk.start)).toBe(true);
    }
  });

  it('splits no emoji and no letter from its accents where a place between them is in reach', () => {
    const family = '👩‍👩‍👧‍👦';
    for (const text of textsOf([paragraph(family.repeat(30))], 40)) expect(text.replaceAll(family, '')).toBe('');
    for (const text of textsOf([paragraph('e\u0301'.repeat(50))], 11)) expect(text).toMatch(/^(e\u0301)+$/u);
  });

  it('is the limit in a word without end', () => {
    expect(textsOf([paragraph('x'.repeat(250))], 100).map(({ length }) => length)).toEqual([100, 100, 50]);
  });

  it('leaves the last chunk of a section a quarter of the size', () => {
    const texts = textsOf([paragraph(words(105)), heading('Next'), paragraph('Text.')], 100);
    expect(texts.map(({ length }) => length)).toEqual([80, 27, 11]);
  });
});

describe('headings', () => {
  it('begin a chunk, without overlap', () => {
    const blocks = [heading('One'), paragraph(words(60)), heading('Two'), paragraph(words(60))];
    const chunks = chunksOf(blocks, { sizeCharacters: 200, overlapCharacters: 40 });
    expect(chunks.map((chunk) => [chunk.heading, chunk.text])).toEqual([
      ['One', `One\n\n${words(60)}\n\n`],
      ['Two', `Two\n\n${words(60)}`],
    ]);
  });

  it('stay with the section before when that is tiny', () => {
    const blocks = [heading('One'), paragraph('Tiny.'), heading('Two'), paragraph(words(60))];
    expect(textsOf(blocks, 200)).toEqual([`One\n\nTiny.\n\nTwo\n\n${words(60)}`]);
  });

  it('in a row go together with the text under the last', () => {
    const blocks = [paragraph(words(60)), heading('Part'), heading('Chapter'), paragraph(words(150))];
    const texts = textsOf(blocks, 200);
    expect(texts[0]).toBe(`${words(60)}\n\n`);
    expect(texts[1]).toMatch(/^Part\n\nChapter\n\nword/u);
  });

  it('do not end a chunk', () => {
    const blocks = [paragraph(words(20)), heading('A heading that is rather long, as these go'), paragraph(words(90))];
    const texts = textsOf(blocks, 100);
    expect(texts[0]).toMatch(/these go\n\nword/u);
    expect(texts.join('')).toContain(blocks[2]?.text);
  });

  it('name the chunks of their section, the first and the later ones', () => {
    const blocks = [paragraph(words(80)), heading('One'), paragraph(words(300)), heading('Two'), paragraph(words(90))];
    const named = chunksOf(blocks, { sizeCharacters: 100, overlapCharacters: 20 }).map((chunk) => chunk.heading);
    expect(named[0]).toBeUndefined();
    expect(named.slice(1)).toEqual(['One', 'One', 'One', 'One', 'Two']);
  });

  it('are shortened to one line of 200 characters as a label', () => {
    const [chunk] = chunksOf([heading(`Two\nlines ${'x'.repeat(500)}`)], DEFAULT_CHUNK_SETTINGS);
    expect(chunk?.heading).toBe(`Two lines ${'x'.repeat(189)}…`);
  });
});

describe('overlap', () => {
  const sentences = (count: number): string =>
    Array.from({ length: count }, (_, place) => `Sentence number ${place + 10} is here.`).join(' ');

  it('begins with a sentence', () => {
    const chunks = chunksOf([paragraph(sentences(20))], { sizeCharacters: 200, overlapCharacters: 60 });
    expect(chunks.length).toBeGreaterThan(3);
    for (const [place, chunk] of chunks.entries()) {
      expect(chunk.text).toMatch(/^Sentence/u);
      // Two sentences of 28 characters with their spaces fit into 60.
      if (place > 0) expect((chunks[place - 1]?.end ?? 0) - chunk.start).toBe(56);
    }
  });

  it('begins with a word where the last sentence is too long or too short', () => {
    const long = chunksOf([paragraph(words(400))], { sizeCharacters: 100, overlapCharacters: 23 });
    expect(long.slice(1).map((chunk) => chunk.text.slice(0, 9))).toEqual(Array(long.length - 1).fill('word word'));
    const short = paragraph(`${words(80)}. Yes. ${words(80)}.`);
    expect(chunksOf([short], { sizeCharacters: 100, overlapCharacters: 40 })[1]?.text).toMatch(/^word.*Yes\./u);
  });

  it('goes across paragraphs and list items but not before the heading of its section', () => {
    const blocks = [heading('One'), item('Alpha is first.'), item('Beta is second.'), item(words(60)), item(words(60))];
    const chunks = chunksOf(blocks, { sizeCharacters: 110, overlapCharacters: 50 });
    expect(chunks[0]?.text).toBe(`One\n\nAlpha is first.\nBeta is second.\n${words(60)}\n`);
    expect(chunks[1]?.text.startsWith('word')).toBe(true);
    const nearHeading = chunksOf([heading('One'), paragraph(words(150))], {
      sizeCharacters: 100,
      overlapCharacters: 49,
    });
    expect(nearHeading[1]?.text).not.toContain('One');
  });
});

describe('table rows', () => {
  it('are not cut, even when the chunk before them gets short', () => {
    const rows = [row(words(30)), row(words(85)), row(words(30)), row(words(95))];
    expect(textsOf(rows, 100)).toEqual([`${words(30)}\n`, `${words(85)}\n`, `${words(30)}\n`, words(95)]);
  });

  it('take the room of the overlap when they need it', () => {
    const chunks = chunksOf([row(words(60)), row(words(85))], { sizeCharacters: 100, overlapCharacters: 30 });
    expect(chunks.at(-1)?.text.endsWith(words(85))).toBe(true);
    expect(chunks).toHaveLength(2);
  });

  it('stay whole under their heading and at the end of a section', () => {
    expect(textsOf([heading('One'), row(words(80)), paragraph(words(20))], 100)).toEqual([
      `One\n\n${words(80)}\n\n`,
      words(20),
    ]);
  });

  it('are cut when they are longer than a chunk', () => {
    expect(textsOf([row(words(250))], 100).join('')).toBe(words(250));
  });
});

describe('pages', () => {
  it('are those of the place where the chunk begins, its overlap included', () => {
    const blocks = [
      paragraph(`${words(60)}. Last one of page four.`, 4),
      paragraph(words(90), 5),
      paragraph(words(90), 6),
    ];
    const chunks = chunksOf(blocks, { sizeCharacters: 130, overlapCharacters: 30 });
    expect(chunks.map(({ page, text }) => [page, text.slice(0, 8)])).toEqual([
      [4, 'word wor'],
      [4, 'Last one'],
      [5, 'word wor'],
    ]);
  });
});

describe('a block of many chunks', () => {
  it('is cut in time that grows with its length, not with its square', () => {
    const cpuMs = (length: number): number => {
      const before = process.cpuUsage();
      chunksOf([paragraph(words(length))], DEFAULT_CHUNK_SETTINGS);
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1000;
    };
    cpuMs(1_000_000);
    const small = cpuMs(1_000_000);
    // Eight times the text: 8 when linear, 64 when quadratic; the rest is room for a busy machine.
    expect(cpuMs(8_000_000)).toBeLessThan(Math.max(small, 5) * 32);
  });
});
