import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joinLines } from '../../../../../../src-main/engine/extraction/formats/text/join-lines.ts';

const wrap = (words: readonly string[], width: number): string[] => {
  const lines: string[] = [];
  let line = '';
  for (const word of words) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
};

describe('joinLines', () => {
  it('joins any prose that was wrapped at a width people use', () => {
    const words = fc.array(fc.stringMatching(/^[b-hj-z]{2,12}$/u), { minLength: 60, maxLength: 120 });
    fc.assert(
      fc.property(words, fc.integer({ min: 65, max: 100 }), (list, width) => {
        expect(joinLines(wrap(list, width))).toBe(list.join(' '));
      }),
    );
  });

  it.each([
    ['verse', ['Tyger Tyger, burning bright,', 'In the forests of the night;', 'What immortal hand or eye,']],
    [
      'long verse',
      ['I wandered lonely as a cloud that floats on high', 'over', 'vales and hills, when all at once I saw a crowd'],
    ],
    ['an address', ['Jane Doe', '12 High Street', 'London']],
    [
      'a list',
      [
        '- one item that is about as long as lines of prose often are',
        '- another item that is about as long as lines of prose are',
      ],
    ],
    [
      'a numbered list',
      [
        '1. one item that is about as long as lines of prose often are,',
        '2. another item that is about as long as lines of prose are',
      ],
    ],
    [
      'columns',
      [
        'Name of the thing that is sold        Price in euros',
        'Another name of a thing that is sold  12.50 euros each',
      ],
    ],
    [
      'code',
      ['function first(argument, another, third, fourth) {', '  return argument + another + third + fourth;', '}'],
    ],
    [
      'lines without spaces',
      ['これは日本語の文章の一行目であり改行は保たれる', 'これは日本語の文章の二行目であり改行は保たれる'],
    ],
  ])('keeps the lines of %s', (_name, lines) => {
    expect(joinLines(lines)).toBe(lines.join('\n'));
  });

  it('joins a word that was parted at its hyphen', () => {
    const lines = [
      'A paragraph of prose that was wrapped by hand has a well-',
      'known look, since no line but its last one has the room for',
      'more.',
    ];
    expect(joinLines(lines)).toBe(
      'A paragraph of prose that was wrapped by hand has a well-known look, since no line but its last one has the room for more.',
    );
  });
});
