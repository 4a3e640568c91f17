import fc from 'fast-check';
import { expect, it } from 'vitest';
import { backwards, countCodePoints, forwards } from '../../../../src-main/engine/chunking/code-points.ts';

const text = fc.array(fc.constantFrom('a', '😀', 'é', '\ud83d', '\ude00', '技')).map((parts) => parts.join(''));

it('counts and walks as Array.from does', () => {
  fc.assert(
    fc.property(text, fc.nat(40), (one, count) => {
      const all = Array.from(one);
      expect(countCodePoints(one)).toBe(all.length);
      expect(one.slice(0, forwards(one, 0, count))).toBe(all.slice(0, count).join(''));
      expect(one.slice(backwards(one, one.length, count))).toBe(all.slice(Math.max(0, all.length - count)).join(''));
    }),
  );
});
