import { expect, it } from 'vitest';
import { namePages } from '../../../../../../src-main/engine/extraction/formats/pdf/name-pages.ts';

it.each<[number[], string]>([
  [[], ''],
  [[3], '3'],
  [[3, 7], '3, 7'],
  [[1, 2, 4, 5, 6, 9], '1, 2, 4 to 6, 9'],
  [Array.from({ length: 40 }, (_, index) => 2 * index + 1), '1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23 and more'],
])('names %j', (pages, text) => {
  expect(namePages(pages)).toBe(text);
});
