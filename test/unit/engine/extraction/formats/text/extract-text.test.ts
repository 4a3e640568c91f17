import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutIndex } from '../../../../../../src-main/engine/extraction/shared/cut-text.ts';
import { extractText } from '../../../../../../src-main/engine/extraction/formats/text/extract-text.ts';
import { createLineSplitter } from '../../../../../../src-main/engine/extraction/formats/text/split-lines.ts';
import { collect, type Collected, withFile } from '../collect.ts';

const read = (bytes: Uint8Array | string): Promise<Collected> =>
  withFile('a.txt', bytes, (file) => collect(extractText, file));
const textsOf = async (bytes: Uint8Array | string): Promise<string[]> =>
  (await read(bytes)).blocks.map(({ text }) => text);

const bytes = (...values: readonly (number | string)[]): Buffer =>
  Buffer.concat(
    values.map((value) => (typeof value === 'number' ? Buffer.from([value]) : Buffer.from(value, 'latin1'))),
  );

describe('paragraphs', () => {
  it.each([
    ['blank lines', 'one\n\n\n two \n \t\nthree'],
    ['Windows line ends', 'one\r\n\r\ntwo\r\n\r\nthree\r\n'],
    ['old Mac line ends', 'one\r\rtwo\r\rthree'],
    ['form feeds', 'one\ftwo\f\fthree\f'],
    ['paragraph separators', 'one\u2029two\u2029three'],
  ])('are parted by %s', async (_name, text) => {
    const { blocks, outcome, warnings } = await read(text);
    expect(blocks).toEqual(['one', 'two', 'three'].map((part) => ({ kind: 'paragraph', text: part })));
    expect(outcome).toEqual({ ok: true });
    expect(warnings).toEqual([]);
  });

  it('are the lines themselves where a line is longer than anyone wraps', async () => {
    const long = 'words and '.repeat(25).trim();
    expect(await textsOf(`Title\n${long}\n${long}\nend`)).toEqual(['Title', long, long, 'end']);
  });

  it('gives no blocks for white space', async () => {
    expect(await textsOf(' \n\t\n\r\n\f')).toEqual([]);
  });
});

describe('encodings', () => {
  const sentence = 'Grüße: “ω” € 漢字 😀';
  it.each([
    ['UTF-8', Buffer.from(sentence)],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${sentence}`)],
    ['UTF-16LE with a mark', Buffer.from(`\ufeff${sentence}`, 'utf16le')],
    ['UTF-16BE with a mark', Buffer.from(`\ufeff${sentence}`, 'utf16le').swap16()],
    ['UTF-16LE without a mark', Buffer.from(sentence, 'utf16le')],
    ['UTF-16BE without a mark', Buffer.from(sentence, 'utf16le').swap16()],
    [
      'UTF-32LE with a mark',
      Buffer.concat(
        Array.from(`\ufeff${sentence}`, (character) => {
          const unit = Buffer.alloc(4);
          unit.writeUInt32LE(character.codePointAt(0) ?? 0);
          return unit;
        }),
      ),
    ],
  ])('reads %s without a warning', async (_name, encoded) => {
    const { blocks, warnings } = await read(encoded);
    expect(blocks.map(({ text }) => text)).toEqual([sentence]);
    expect(warnings).toEqual([]);
  });

  it.each([
    [
      'windows-1252',
      bytes('It costs 5 ', 0x80, ' \u2013 so they say.'.replace('\u2013', '\u0096'), ' The caf', 0xe9, ' is open.'),
      'It costs 5 € – so they say. The café is open.',
    ],
    [
      'shift_jis',
      Buffer.from('82b182ea82cd93fa967b8cea82cc8365834c8358836782c582b78142', 'hex'),
      'これは日本語のテキストです。',
    ],
    [
      'windows-1251',
      Buffer.from(
        'cff0e8e2e5f220ece8f02c20fdf2ee20eee1fbf7edfbe920f2e5eaf1f220ede020f0f3f1f1eaeeec20ffe7fbeae5',
        'hex',
      ),
      'Привет мир, это обычный текст на русском языке',
    ],
  ])('reads %s and says so', async (encoding, encoded, text) => {
    const { blocks, warnings } = await read(encoded);
    expect(blocks.map((block) => block.text)).toEqual([text]);
    expect(warnings).toEqual([`The text is not UTF-8; it was read as ${encoding}.`]);
  });

  it('reads a text whose only byte beyond ASCII comes after megabytes as one encoding', async () => {
    const { blocks, warnings } = await read(
      Buffer.concat([Buffer.alloc(3 * 1024 * 1024, 'line of text\n'), bytes('the caf', 0xe9)]),
    );
    expect(blocks.at(-1)?.text.endsWith('the café')).toBe(true);
    expect(warnings).toEqual(['The text is not UTF-8; it was read as windows-1252.']);
  });

  it('replaces the damaged characters of a text that else is UTF-8', async () => {
    const { blocks, warnings } = await read(
      Buffer.concat([Buffer.from('Grüße aus Köln, schöne Tage, Ünterschätzt '), bytes(0xc3)]),
    );
    expect(blocks.map(({ text }) => text)).toEqual(['Grüße aus Köln, schöne Tage, Ünterschätzt \ufffd']);
    expect(warnings).toEqual(['Some characters of this UTF-8 text are damaged; they were replaced by \ufffd.']);
  });
});

describe('large files', () => {
  it('reads a single line of 4 MB in bounded blocks, cut between sentences, losing nothing', async () => {
    const sentence = 'This sentence is one of very many that stand on one line. ';
    const { blocks, longestPart } = await read(sentence.repeat(75_000));
    expect(blocks.length).toBeGreaterThan(50);
    expect(blocks.every(({ text }) => text.length <= 64 * 1024 && text.startsWith('This') && text.endsWith('.'))).toBe(
      true,
    );
    expect(blocks.map(({ text }) => text).join(' ')).toBe(sentence.repeat(75_000).trim());
    expect(longestPart).toBeLessThanOrEqual(256 * 1024);
  });

  it('cuts no character in two where there is no space', async () => {
    const family = '👨‍👩‍👧‍👦';
    const { blocks } = await read(family.repeat(20_000));
    expect(blocks.length).toBeGreaterThan(1);
    expect(blocks.every(({ text }) => text.startsWith('👨') && text.endsWith('👦'))).toBe(true);
    expect(blocks.map(({ text }) => text).join('')).toBe(family.repeat(20_000));
  });

  it('holds a piece of the file at a time', async () => {
    const lines = `${'a line of a log that is never parted by a blank one\n'.repeat(20_000)}`;
    const { blocks } = await read(lines.repeat(4));
    expect(blocks.every(({ text }) => text.length <= 64 * 1024)).toBe(true);
    expect(blocks.map(({ text }) => text).join('\n')).toBe(lines.repeat(4).trim());
  });
});

describe('createLineSplitter', () => {
  it('gives the same lines wherever the text is cut', () => {
    const text = fc.string({ unit: fc.constantFrom('a', '\r', '\n', '\r\n', '\f', '\u2028', '😀'), maxLength: 30 });
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 4 }), (whole, length) => {
        const once = createLineSplitter();
        const pieces = createLineSplitter();
        const expected = [...once.push(whole), ...once.end()];
        const lines: string[] = [];
        for (let at = 0; at < whole.length; at += length) lines.push(...pieces.push(whole.slice(at, at + length)));
        expect([...lines, ...pieces.end()]).toEqual(expected);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('cutIndex', () => {
  it('always moves on, stays within the limit and never parts a surrogate pair', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', minLength: 20, maxLength: 60 }),
        fc.integer({ min: 2, max: 18 }),
        (text, limit) => {
          const at = cutIndex(text, limit);
          expect(at).toBeGreaterThan(0);
          expect(at).toBeLessThanOrEqual(limit);
          expect(text.slice(0, at).isWellFormed()).toBe(true);
        },
      ),
      { numRuns: 1000 },
    );
  });
});
