import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normaliseText } from '../../../../src-main/engine/extraction/normalise-text.ts';

describe('normaliseText', () => {
  it.each([
    ['line ends of all systems', 'a\r\nb\rc\nd\u0085e\u2028f\u2029g\u000bh\u000ci', 'a\nb\nc\nd\ne\nf\ng\nh\ni'],
    ['NUL and other controls', 'a\0b\u0007c\u001bd\u007fe\u009ff', 'abcdef'],
    ['byte order marks and non-characters', '\ufeffa\ufeffb\ufffec\uffff', 'abc'],
    ['lone surrogates', 'a\ud800b\udc00c', 'a\ufffdb\ufffdc'],
    ['pairs, which stay', '😀', '😀'],
    ['decomposed letters', 'u\u0308', 'ü'],
    ['compatibility forms, which stay', 'ﬁ ½ Ａ', 'ﬁ ½ Ａ'],
    ['white space at the end of lines', 'a  \nb\t\u00a0\nc', 'a\nb\nc'],
    ['empty lines around the text, but keeps the indent of its first line', ' \n\t\n\t a \n ', '\t a'],
    ['tabs and indents inside, which stay', 'a\tb\n    c', 'a\tb\n    c'],
    ['nothing', '', ''],
    ['white space alone', ' \n\t\r\n ', ''],
  ])('mends %s', (_what, text, expected) => {
    expect(normaliseText(text)).toBe(expected);
  });

  it('takes time in proportion to the text, also for long runs of spaces', { timeout: 3000 }, () => {
    expect(normaliseText(`a${' '.repeat(500_000)}b`)).toHaveLength(500_002);
    expect(normaliseText(`a${' \n'.repeat(200_000)}b`)).toHaveLength(200_002);
  });

  it('gives text that every store takes, and is stable', () => {
    const character = fc.oneof(
      fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
      fc.constantFrom('\r', '\n', ' ', '\u00a0', '\0', '\u0085', '\ufeff', '\ud800', '\udc00', '\u0301', 'e', '\u001e'),
    );
    fc.assert(
      fc.property(
        fc.array(character).map((parts) => parts.join('')),
        (text) => {
          const normal = normaliseText(text);
          expect(normal.isWellFormed()).toBe(true);
          expect(normal).not.toMatch(/[\0-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\ufeff]/u); // eslint-disable-line no-control-regex
          expect(normal).not.toMatch(/[^\S\n]\n/u);
          expect(normal).toBe(normal.replace(/^\n+/u, '').trimEnd());
          expect(normal).toBe(normal.normalize('NFC'));
          expect(normaliseText(normal)).toBe(normal);
        },
      ),
      { numRuns: 500 },
    );
  });
});
