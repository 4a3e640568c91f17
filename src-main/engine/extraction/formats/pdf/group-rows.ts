import { judgeMark } from './list-marks.ts';
import type { Fragment, Piece } from './text-run.ts';

interface Row {
  y: number;
  size: number;
  pieces: Piece[];
}

// Baselines of one line differ by rounding only; 0.25 em still keeps the lines of a neighbouring column apart.
const SAME_BASELINE_EM = 0.25;
// Word gaps of justified text reach 0.7 em; the narrowest gutters and table gaps begin at about 0.8 em.
const CELL_GAP_EM = 0.8;
const SCRIPT_RATIO = 0.87;
// What is smaller yet is a line beside a large letter.
const SMALLEST_SCRIPT = 0.42;
const SCRIPT_REACH_EM = 0.65;
const SCRIPT_GAP_EM = 0.7;

/**
 * Groups pieces into rows by baseline, puts superscripts, subscripts and drop capitals into the row they belong to, and
 * divides rows at wide gaps. Fragments come sorted by y, then x.
 */
export function groupRows(pieces: readonly Piece[]): Fragment[] {
  const rows = clusterByBaseline(pieces);
  attachScripts(rows);
  attachDropCapitals(rows);
  const fragments: Fragment[] = [];
  rows
    .filter((row) => row.pieces.length > 0)
    .toSorted((a, b) => a.y - b.y)
    .forEach((row, index) => splitRow(row, index, fragments));
  return fragments;
}

function clusterByBaseline(pieces: readonly Piece[]): Row[] {
  const rows: Row[] = [];
  for (const piece of pieces.toSorted((a, b) => a.y - b.y || a.x0 - b.x0)) {
    let home: Row | undefined;
    for (let index = rows.length - 1; index >= 0 && index >= rows.length - 6; index -= 1) {
      const row = rows[index];
      if (row === undefined) {
        break;
      }
      const small = Math.min(row.size, piece.size);
      const large = Math.max(row.size, piece.size);
      if (piece.y - row.y <= SAME_BASELINE_EM * small && large <= 2.5 * small) {
        home = row;
        break;
      }
    }
    if (home === undefined) {
      rows.push({ y: piece.y, size: piece.size, pieces: [piece] });
    } else {
      home.pieces.push(piece);
    }
  }
  for (const row of rows) {
    row.pieces.sort((a, b) => a.x0 - b.x0 || a.x1 - b.x1);
  }
  return rows;
}

function attachScripts(rows: readonly Row[]): void {
  rows.forEach((row, index) => {
    const moved = new Set<Piece>();
    for (const piece of row.pieces) {
      const home = findScriptHome(rows, index, piece);
      if (home !== undefined) {
        home.pieces.push(piece);
        moved.add(piece);
      }
    }
    if (moved.size > 0) {
      row.pieces = row.pieces.filter((piece) => !moved.has(piece));
      row.y = row.pieces[0]?.y ?? row.y;
    }
  });
}

function findScriptHome(rows: readonly Row[], index: number, piece: Piece): Row | undefined {
  let best: Row | undefined;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (let other = Math.max(0, index - 5); other < Math.min(rows.length, index + 6); other += 1) {
    const row = rows[other];
    if (row === undefined || other === index) {
      continue;
    }
    const distance = Math.abs(row.y - piece.y);
    if (distance >= bestDistance || distance > SCRIPT_REACH_EM * 2.5 * row.size) {
      continue;
    }
    if (row.pieces.some((base) => isScriptOf(piece, base, row.y)) || continuesScripts(piece, row)) {
      best = row;
      bestDistance = distance;
    }
  }
  return best;
}

function isScriptOf(piece: Piece, base: Piece, rowY: number): boolean {
  if (
    piece.size > SCRIPT_RATIO * base.size ||
    piece.size < SMALLEST_SCRIPT * base.size ||
    Math.abs(base.y - rowY) > SAME_BASELINE_EM * base.size
  ) {
    return false;
  }
  const gap = Math.max(piece.x0 - base.x1, base.x0 - piece.x1);
  return (
    Math.abs(piece.y - base.y) <= SCRIPT_REACH_EM * base.size &&
    gap <= SCRIPT_GAP_EM * base.size &&
    gap > -0.4 * base.size
  );
}

/** A second mark behind a first one: "Gal*,+" sets the plus beside the asterisk, not beside the name. */
function continuesScripts(piece: Piece, row: Row): boolean {
  return row.pieces.some(
    (script) =>
      Math.abs(script.y - piece.y) < 0.1 * piece.size &&
      Math.abs(script.y - row.y) > SAME_BASELINE_EM * script.size &&
      Math.abs(script.size - piece.size) < 0.2 * piece.size &&
      piece.x0 - script.x1 < 0.5 * piece.size &&
      piece.x0 > script.x0,
  );
}

/** A large first letter stands beside the first of the lines that flow around it, though its baseline is a lower one's. */
function attachDropCapitals(rows: readonly Row[]): void {
  for (const row of rows) {
    const capital = row.pieces[0];
    if (row.pieces.length !== 1 || capital === undefined || !/^["“«]?\p{Lu}$/u.test(capital.text)) {
      continue;
    }
    const top = capital.y - 0.75 * capital.size;
    const beside = rows.filter((other) => {
      const first = other.pieces.find((piece) => piece.x0 >= capital.x1 - 0.1 * capital.size);
      return (
        other !== row &&
        first !== undefined &&
        capital.size > 1.7 * first.size &&
        other.y > top &&
        other.y <= capital.y + 0.3 * first.size &&
        first.x0 - capital.x1 < 1.2 * first.size
      );
    });
    const first = beside.toSorted((a, b) => a.y - b.y)[0];
    if (first !== undefined) {
      // Never with a space: it is the first letter of a word, or the word itself, whose run then begins with a space.
      first.pieces.push({ ...capital, y: first.y, size: first.size, x0: capital.x0, x1: capital.x1 });
      row.pieces = [];
    }
  }
}

function splitRow(row: Row, index: number, into: Fragment[]): void {
  const sorted = row.pieces.toSorted((a, b) => a.x0 - b.x0 || a.x1 - b.x1);
  let current: Piece[] = [];
  let end = Number.NEGATIVE_INFINITY;
  for (const piece of sorted) {
    const previous = current.at(-1);
    if (previous !== undefined) {
      const em = Math.max(previous.size, piece.size);
      const gap = piece.x0 - end;
      const onlyMark = current.length === 1 && judgeMark(previous.text) !== 'none';
      if (gap > (onlyMark ? 4 : CELL_GAP_EM) * em) {
        into.push(toFragment(current, index, row.y));
        current = [];
        end = Number.NEGATIVE_INFINITY;
      }
    }
    current.push(piece);
    end = Math.max(end, piece.x1);
  }
  if (current.length > 0) {
    into.push(toFragment(current, index, row.y));
  }
}

function toFragment(pieces: readonly Piece[], row: number, y: number): Fragment {
  let chars = 0;
  let x1 = Number.NEGATIVE_INFINITY;
  for (const piece of pieces) {
    chars += piece.text.length;
    x1 = Math.max(x1, piece.x1);
  }
  return { pieces, row, x0: pieces[0]?.x0 ?? 0, x1, y, size: dominantSize(pieces), chars };
}

/** The font size of most characters. */
export function dominantSize(pieces: readonly Piece[]): number {
  const first = pieces[0];
  if (first === undefined || pieces.length === 1) {
    return first?.size ?? 0;
  }
  const weights = new Map<number, number>();
  let best = first.size;
  let bestWeight = 0;
  for (const piece of pieces) {
    const weight = (weights.get(piece.size) ?? 0) + piece.text.length;
    weights.set(piece.size, weight);
    if (weight > bestWeight) {
      best = piece.size;
      bestWeight = weight;
    }
  }
  return best;
}
