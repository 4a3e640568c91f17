import Table from 'cli-table3';
import { printableLine } from './output.ts';

const NO_BORDERS = Object.fromEntries(
  ['top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left', 'bottom-right'].map((side) => [
    side,
    '',
  ]),
);
const NO_LINES = Object.fromEntries(
  ['left', 'left-mid', 'mid', 'mid-mid', 'right', 'right-mid'].map((side) => [side, '']),
);

/** Columns of text under a line of heads, without borders. Wide characters count as two. */
export const renderTable = (head: readonly string[], rows: readonly (readonly string[])[]): string => {
  const table = new Table({
    head: [...head],
    chars: { ...NO_BORDERS, ...NO_LINES, middle: '  ' },
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [] },
  });
  table.push(...rows.map((row) => row.map(printableLine)));
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
};
