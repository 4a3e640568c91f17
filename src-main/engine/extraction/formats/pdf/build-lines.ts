import { dominantSize } from './group-rows.ts';
import { joinPieces } from './join-pieces.ts';
import type { Fragment, Line, Piece } from './text-run.ts';

/** Makes the lines of one region: fragments of the same row are one line, from top to bottom. */
export function buildLines(region: readonly Fragment[], mirrored: boolean): Line[] {
  const rows = new Map<number, Fragment[]>();
  for (const fragment of region) {
    const row = rows.get(fragment.row);
    if (row === undefined) {
      rows.set(fragment.row, [fragment]);
    } else {
      row.push(fragment);
    }
  }
  return [...rows.values()]
    .map((cells) =>
      toLine(
        cells.toSorted((a, b) => a.x0 - b.x0),
        mirrored,
      ),
    )
    .toSorted((a, b) => a.y - b.y || a.x0 - b.x0);
}

function toLine(cells: readonly Fragment[], mirrored: boolean): Line {
  const pieces = cells.flatMap((cell) => cell.pieces);
  const fonts = new Map<string, number>();
  let chars = 0;
  let boldChars = 0;
  let monospaceChars = 0;
  for (const piece of pieces) {
    const weight = piece.text.length;
    chars += weight;
    boldChars += piece.bold ? weight : 0;
    monospaceChars += piece.monospace ? weight : 0;
    fonts.set(piece.font, (fonts.get(piece.font) ?? 0) + weight);
  }
  const [font, fontChars] = [...fonts].reduce((a, b) => (b[1] > a[1] ? b : a), ['', 0]);
  return {
    cells,
    x0: Math.min(...cells.map((cell) => cell.x0)),
    x1: Math.max(...cells.map((cell) => cell.x1)),
    y: cells[0]?.y ?? 0,
    size: dominantSize(pieces),
    font,
    oneFont: fontChars >= 0.85 * chars,
    bold: boldChars >= 0.85 * chars,
    monospace: monospaceChars >= 0.6 * chars,
    startsRaised: isRaised(pieces[0], dominantSize(pieces), cells[0]?.y ?? 0),
    text: joinCells(cells, mirrored),
  };
}

/** Joins cells by a space: gaps within a line of prose. A letter-spaced line is judged as a whole. */
function joinCells(cells: readonly Fragment[], mirrored: boolean): string {
  const pieces: Piece[] = cells.flatMap((cell) => cell.pieces).toSorted((a, b) => a.x0 - b.x0 || a.x1 - b.x1);
  return joinPieces(pieces, mirrored);
}

function isRaised(first: Piece | undefined, size: number, y: number): boolean {
  return (
    first !== undefined &&
    first.size < 0.87 * size &&
    first.y < y - 0.1 * size &&
    /^[\d*†‡§¶∗a-z]{1,3}$/u.test(first.text)
  );
}
