import { describe, expect, it } from 'vitest';
import { createTableGrid } from '../../../../../../src-main/engine/extraction/formats/docx/table-grid.ts';

const cell = (text: string, columns = 1, rows = 1) => ({ text, columns, rows });

describe('createTableGrid', () => {
  it('keeps every cell in its column', () => {
    const { place } = createTableGrid();
    expect([
      place([cell('a', 1, 3), cell('b', 2, 2), cell('c')]),
      place([cell('d')]),
      place([cell('e'), cell('f'), cell('g')]),
      place([cell('h'), cell('i'), cell('j'), cell('k')]),
    ]).toEqual(['a\tb\t\tc', '\t\t\td', '\te\tf\tg', 'h\ti\tj\tk']);
  });

  it('leaves the empty end of a row out and does not believe in a million columns', () => {
    const { place } = createTableGrid();
    expect(place([cell('a', 1e9, 1e9), cell('')])).toBe('a');
    expect(place([cell('b')])).toBe(`${'\t'.repeat(63)}b`.trimEnd());
  });
});
