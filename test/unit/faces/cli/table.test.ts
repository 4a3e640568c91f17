import { describe, expect, it } from 'vitest';
import { renderTable } from '../../../../src-main/faces/cli/table.ts';

describe('renderTable', () => {
  it('lines up columns, wide characters as two, without trailing spaces', () => {
    const lines = renderTable(
      ['name', 'count'],
      [
        ['日本', '1'],
        ['abcde', '22'],
      ],
    ).split('\n');
    expect(lines).toEqual(['name   count', '日本   1', 'abcde  22']);
  });

  it('keeps a row on its line, whatever a cell contains', () => {
    const lines = renderTable(['name'], [['a\nb\tc\u001b[2J\r'], ['d']]).split('\n');
    expect(lines).toHaveLength(3);
    expect(lines.join('')).not.toMatch(/[\u001b\r\t]/u); // eslint-disable-line no-control-regex
  });
});
