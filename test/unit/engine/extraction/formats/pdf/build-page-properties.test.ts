import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blocksOf, run } from './place-text.ts';

const word = fc.stringMatching(/^[a-z]{1,8}$/);
const anyText = fc.oneof(
  word,
  fc.constantFrom('日本語', 'שלום', 'مرحبا', '12.5', 'Ünïcode', '(a)', '한국어', '1.', '𝑉𝑑'),
);
const anyRun = fc.record({
  text: fc.array(anyText, { minLength: 1, maxLength: 4 }).map((words) => words.join(' ')),
  x: fc.double({ min: -50, max: 600, noNaN: true }),
  y: fc.double({ min: -50, max: 800, noNaN: true }),
  fontSize: fc.constantFrom(6, 8, 9.96, 10, 14, 30),
  fontName: fc.constantFrom('f1', 'f2'),
  angle: fc.constantFrom(0, 0, 0, 0, 90, -90, 33),
  vertical: fc.constantFrom(false, false, false, true),
});
const letters = (text: string): string => [...text.replaceAll(/\s/gu, '')].toSorted().join('');

describe('any runs at all', () => {
  it('lose and invent no character, and give no empty block', () => {
    fc.assert(
      fc.property(fc.array(anyRun, { maxLength: 60 }), (records) => {
        // A number in each text keeps copies from being taken for overprinting.
        const runs = records.map(({ text, x, y, ...more }, index) => run(`${text}${index}`, x, y, more));
        const blocks = blocksOf(runs);
        expect(letters(blocks.map((block) => block.text).join(''))).toBe(
          letters(runs.map(({ text }) => text).join('')),
        );
        expect(blocks.every((block) => block.text.trim() !== '' && block.page === 1)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('give the same blocks every time, and also in another order within the file', () => {
    fc.assert(
      fc.property(fc.array(anyRun, { maxLength: 40 }), (records) => {
        const runs = records.map(({ text, x, y, ...more }, index) => run(`${text}${index}`, x, y, more));
        expect(blocksOf(runs)).toEqual(blocksOf(runs));
      }),
      { numRuns: 100 },
    );
  });

  it('keep the lines of a single column in order', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(word, { minLength: 1, maxLength: 9 }), { minLength: 1, maxLength: 40 }),
        (lines) => {
          const numbered = lines.map((words, index) => `${words.join(' ')} ${index}x`);
          const runs = numbered.map((text, index) => run(text, 50, 50 + index * 12));
          const shuffled = runs.toSorted((a, b) => a.text.localeCompare(b.text));
          const order = blocksOf(shuffled).flatMap(({ text }) =>
            [...text.matchAll(/(\d+)x/g)].map((match) => Number(match[1])),
          );
          expect(order).toEqual(lines.map((_, index) => index));
        },
      ),
    );
  });
});
