import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boundedEditDistance } from '../../../../src-main/engine/metadata/edit-distance.ts';

describe('boundedEditDistance', () => {
  it.each([
    ['', '', 0],
    ['abc', 'abc', 0],
    ['abc', 'acb', 1],
    ['abc', 'abd', 1],
    ['abc', 'ab', 1],
    ['abc', 'xabc', 1],
    ['abcd', 'badc', 2],
    ['kitten', 'sitting', 3],
    ['a😀c', 'ac', 1],
    ['abcdefgh', 'zyxwvuts', 3],
  ])('of %s and %s is %d', (a, b, distance) => expect(boundedEditDistance(a, b, 2)).toBe(distance));

  it('is the same both ways, and at most the number of changes made', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 15 });
    fc.assert(
      fc.property(
        text,
        fc.nat(20),
        fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 1 }),
        (a, at, letter) => {
          const letters = Array.from(a);
          letters.splice(at % (letters.length + 1), 1, letter);
          const b = letters.join('');
          expect(boundedEditDistance(a, b, 2)).toBe(boundedEditDistance(b, a, 2));
          expect(boundedEditDistance(a, b, 2)).toBeLessThanOrEqual(1);
        },
      ),
    );
  });
});
