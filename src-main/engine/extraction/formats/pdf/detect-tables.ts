import type { Fragment, Line } from './text-run.ts';

const ALIGNED_EM = 0.45;
// Rows of tables stand further apart than lines of text, but a blank of three lines ends any table.
const MAX_ROW_GAP_EM = 3.2;

/**
 * Tells which lines of a region are rows of tables: `table[i]` is the number of the table that line i belongs to, or -1.
 * A table begins with two neighbouring lines whose inner cell edges are aligned; margins do not count, since every
 * justified line has those.
 */
export function detectTables(lines: readonly Line[]): number[] {
  const table = lines.map(() => -1);
  const isSpread = spreadLines(lines);
  let count = 0;
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index];
    if (line === undefined || line.cells.length < 2 || isSpread(line)) {
      continue;
    }
    const other = nextRow(lines, index);
    const next = other === undefined ? undefined : lines[other];
    if (other === undefined || next === undefined || isSpread(next) || !areAligned(line, next)) {
      continue;
    }
    let id = table[index] ?? -1;
    if (id < 0) {
      id = count;
      count += 1;
    }
    for (let row = index; row <= other; row += 1) {
      table[row] = id;
    }
  }
  extendTables(lines, table);
  return table;
}

/** Tells lines of prose that justification has torn apart: as wide as the full lines around them, with even gaps. */
function spreadLines(lines: readonly Line[]): (line: Line) => boolean {
  const left = Math.min(...lines.map((line) => line.x0));
  const right = Math.max(...lines.map((line) => line.x1));
  const isFull = (line: Line): boolean => line.x0 - left < 2.5 * line.size && right - line.x1 < 0.5 * line.size;
  if (lines.filter((line) => line.cells.length === 1 && isFull(line)).length < 3) {
    return () => false;
  }
  return (line) => {
    const gaps = line.cells.slice(1).map((cell, index) => cell.x0 - (line.cells[index]?.x1 ?? cell.x0));
    return isFull(line) && gaps.length > 1 && Math.max(...gaps) - Math.min(...gaps) < 0.3 * Math.max(...gaps);
  };
}

/** The next line with several cells, with at most two one-cell lines (wrapped cells, group heads) between. */
function nextRow(lines: readonly Line[], from: number): number | undefined {
  for (let index = from + 1; index < Math.min(lines.length, from + 4); index += 1) {
    const line = lines[index];
    const previous = lines[index - 1];
    if (
      line === undefined ||
      previous === undefined ||
      line.y - previous.y > MAX_ROW_GAP_EM * Math.max(line.size, previous.size)
    ) {
      return undefined;
    }
    if (line.cells.length > 1) {
      return index;
    }
    // A line of prose between two rows would be swallowed.
    const first = lines[from];
    if (first !== undefined && line.x1 - line.x0 > 0.6 * (first.x1 - first.x0) && line.text.length > 40) {
      return undefined;
    }
  }
  return undefined;
}

function areAligned(a: Line, b: Line): boolean {
  const tolerance = ALIGNED_EM * Math.max(a.size, b.size);
  const innerStarts = countMatches(a.cells.slice(1), b.cells.slice(1), (cell) => cell.x0, tolerance);
  const innerEnds = countMatches(a.cells.slice(0, -1), b.cells.slice(0, -1), (cell) => cell.x1, tolerance);
  const centres = countMatches(a.cells.slice(1), b.cells.slice(1), (cell) => (cell.x0 + cell.x1) / 2, tolerance);
  const rightEdge = Math.abs((a.cells.at(-1)?.x1 ?? 0) - (b.cells.at(-1)?.x1 ?? 0)) < tolerance;
  // Contents pages: a title and a page number at the right margin.
  const short = isNumberCell(a.cells.at(-1)) && isNumberCell(b.cells.at(-1)) && rightEdge;
  const aligned = Math.max(innerStarts, innerEnds, centres);
  return short || (isLoose(a) && isLoose(b) ? aligned >= 1 : aligned >= 2);
}

/** Gaps that a justified line would hardly have. */
function isLoose(line: Line): boolean {
  let widest = 0;
  for (let index = 1; index < line.cells.length; index += 1) {
    widest = Math.max(widest, (line.cells[index]?.x0 ?? 0) - (line.cells[index - 1]?.x1 ?? 0));
  }
  return widest > 1.3 * line.size;
}

function isNumberCell(cell: Fragment | undefined): boolean {
  return (
    cell !== undefined && cell.pieces.length === 1 && /^[\d.,%()+\-\u2013$€£]{1,12}$/u.test(cell.pieces[0]?.text ?? '')
  );
}

function countMatches(
  a: readonly Fragment[],
  b: readonly Fragment[],
  edge: (cell: Fragment) => number,
  tolerance: number,
): number {
  return a.filter((cell) => b.some((other) => Math.abs(edge(cell) - edge(other)) < tolerance)).length;
}

/** Lines with several cells next to a table belong to it: heads and sums are often set differently. */
function extendTables(lines: readonly Line[], table: number[]): void {
  const join = (index: number, neighbour: number): void => {
    const line = lines[index];
    const other = lines[neighbour];
    const id = table[neighbour] ?? -1;
    if (line === undefined || other === undefined || id < 0 || table[index] !== -1 || line.cells.length < 2) {
      return;
    }
    if (Math.abs(line.y - other.y) < 2.2 * Math.max(line.size, other.size) && isLoose(line)) {
      table[index] = id;
    }
  };
  for (let index = 1; index < lines.length; index += 1) {
    join(index, index - 1);
  }
  for (let index = lines.length - 2; index >= 0; index -= 1) {
    join(index, index + 1);
  }
}
