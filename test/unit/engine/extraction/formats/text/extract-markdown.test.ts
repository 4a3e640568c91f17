import { describe, expect, it } from 'vitest';
import type { Block } from '../../../../../../src-main/contract/extraction.ts';
import { extractMarkdown } from '../../../../../../src-main/engine/extraction/formats/text/extract-markdown.ts';
import { collect, type Collected, withFile } from '../collect.ts';

const read = (text: Uint8Array | string): Promise<Collected> =>
  withFile('a.md', text, (file) => collect(extractMarkdown, file));
const shown = ({ kind, level, text }: Block): string => `${kind}${level === undefined ? '' : ` ${level}`}: ${text}`;

describe('extractMarkdown', () => {
  it.each([
    [
      'ATX headings',
      '# One #\n### Three *deep*\n#not one',
      ['heading 1: One', 'heading 3: Three deep', 'paragraph: #not one'],
    ],
    ['setext headings', 'One\n===\nTwo\n---\n', ['heading 1: One', 'heading 2: Two']],
    ['wrapped paragraphs', 'one\ntwo\n\nthree', ['paragraph: one two', 'paragraph: three']],
    ['hard breaks', 'one  \ntwo\\\nthree', ['paragraph: one\ntwo\nthree']],
    ['emphasis and names', '**bold** _it_ ~~gone~~ snake_case_name', ['paragraph: bold it gone snake_case_name']],
    [
      'links and pictures',
      '[text](http://a "t") ![alt](b.png) <https://c.example>',
      ['paragraph: text alt https://c.example'],
    ],
    ['reference links', '[text][ref]\n\n[ref]: http://a', ['paragraph: text']],
    ['escapes and entities', '\\*a\\* &amp; &uuml; &#8364; `&amp;`', ['paragraph: *a* & ü € &amp;']],
    [
      'nested lists',
      '- a\n  1. b\n     - c\n- d',
      ['list_item 0: a', 'list_item 1: b', 'list_item 2: c', 'list_item 0: d'],
    ],
    ['tasks', '- [x] done\n- [ ] open', ['list_item 0: [x] done', 'list_item 0: [ ] open']],
    ['items of two paragraphs', '- a\n\n  more\n- b', ['list_item 0: a', 'paragraph: more', 'list_item 0: b']],
    [
      'tables',
      '| a | b |\n|---|:-:|\n| 1 | x \\| *y* |\n|  | z |',
      ['table_row: a\tb', 'table_row: 1\tx | y', 'table_row: \tz'],
    ],
    ['fenced code', '```js\n# no heading\n  - no item\n```', ['paragraph: # no heading\n  - no item']],
    ['indented code', 'a\n\n    if (x) {\n      y\n    }', ['paragraph: a', 'paragraph: if (x) {\n  y\n}']],
    [
      'quotes',
      '> one\n> two\n>\n> - item\n>> deeper',
      ['paragraph: one two', 'list_item 0: item', 'paragraph: deeper'],
    ],
    [
      'footnotes',
      'Text[^1] more[^b].\n\n[^1]: The *note*\n    goes on\n[^b]: word',
      ['paragraph: Text more.', 'note: The note goes on', 'note: word'],
    ],
    [
      'comments and tags',
      '<!-- no -->\na <b>bold</b><br>b\n\n<div>\n<p>x &lt; y</p><!-- no --><p>z</p></div>',
      ['paragraph: a bold\nb', 'paragraph: x < y', 'paragraph: z'],
    ],
    ['front matter', '---\ntitle: T\ntags: [a]\n---\n# H', ['paragraph: title: T\ntags: [a]', 'heading 1: H']],
    ['a rule at the top', '---\n\ntext\n\n***', ['paragraph: text']],
  ])('reads %s', async (_name, text, expected) => {
    for (const source of [text, text.replaceAll('\n', '\r\n')]) {
      const { blocks, outcome, warnings } = await read(source);
      expect(blocks.map(shown)).toEqual(expected);
      expect(outcome).toEqual({ ok: true });
      expect(warnings).toEqual([]);
    }
  });

  it('reads UTF-16 and other encodings as plain text does', async () => {
    expect((await read(Buffer.from('\ufeff# Größe', 'utf16le'))).blocks.map(shown)).toEqual(['heading 1: Größe']);
    const { blocks, warnings } = await read(Buffer.from('# Größe der Häuser in München', 'latin1'));
    expect(blocks.map(shown)).toEqual(['heading 1: Größe der Häuser in München']);
    expect(warnings).toEqual(['The text is not UTF-8; it was read as windows-1252.']);
  });

  it('tells headings from text in files too large to parse', async () => {
    const filler = `${'A sentence of some length that stands here again and again.\n'.repeat(10)}\n`.repeat(16_000);
    const { blocks, outcome } = await read(`# First\n\n${filler}## Last\n\n\`\`\`\n# no heading\n\`\`\`\n`);
    expect(outcome).toEqual({ ok: true });
    expect(blocks.filter(({ kind }) => kind === 'heading').map(shown)).toEqual(['heading 1: First', 'heading 2: Last']);
    expect(blocks.length).toBe(16_003);
  });

  it('reads what is nested too deep for the parser line by line', async () => {
    const { blocks, outcome, warnings } = await read(`${'> '.repeat(20_000)}end`);
    expect(outcome).toEqual({ ok: true });
    expect(warnings).toEqual(['The Markdown is nested too deeply; it was read line by line.']);
    expect(blocks.at(-1)?.text.endsWith('end')).toBe(true);
  });

  it.each([
    ['prose', 'Words in a paragraph.\n\n'.repeat(50_000)],
    ['white space', `a${' '.repeat(1_000_000)}b`],
    ['brackets', '['.repeat(50_000)],
    ['unfinished footnotes', '[^a'.repeat(300_000)],
  ])('takes no more than linear time for a lot of %s', async (_name, text) => {
    const startedAt = performance.now();
    expect((await read(text)).outcome).toEqual({ ok: true });
    expect(performance.now() - startedAt).toBeLessThan(8000);
  });
});
