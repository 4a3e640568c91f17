/**
 * What a PDF engine must say about the text of one page for the builder to work on it.
 *
 * Page units (points), x to the right, y DOWNWARDS from the top left corner of the page as a reader sees it (a page's
 * own rotation is already applied). Nothing here is of pdf.js, so another engine can feed the builder.
 */
export interface TextRun {
  /** Text in logical order; a run of white space only is taken as the engine's word that there is a space. */
  readonly text: string;
  /** Where the first glyph's baseline starts. For vertical writing: the top of the first glyph. */
  readonly x: number;
  readonly y: number;
  /** The advance along the reading direction: to the right, or downwards in vertical writing. */
  readonly width: number;
  readonly fontSize: number;
  /** Any name that tells fonts of one document apart. */
  readonly fontName?: string;
  /** Absent where the engine cannot tell; headings are then told by `fontName`. */
  readonly bold?: boolean;
  readonly monospace?: boolean;
  /** Degrees that the baseline is turned clockwise on the page; 0 or absent is upright. */
  readonly angle?: number;
  /** Written from top to bottom, lines from right to left (CJK). */
  readonly vertical?: boolean;
}

/** All text of one page, in any order. */
export interface PageText {
  readonly runs: readonly TextRun[];
  readonly width: number;
  readonly height: number;
}

/** A cleaned run in the frame of its own reading direction: x along the line, y from line to line. */
export interface Piece {
  readonly text: string;
  readonly x0: number;
  readonly x1: number;
  readonly y: number;
  readonly size: number;
  readonly font: string;
  readonly bold: boolean;
  readonly monospace: boolean;
  /** The engine saw a space on this side; sides are of the frame, not of the text's direction. */
  readonly spaceLeft: boolean;
  readonly spaceRight: boolean;
}

/** Pieces of one row that stand close together: a line of a column, or a cell of a table. */
export interface Fragment {
  /** Sorted by x0. */
  readonly pieces: readonly Piece[];
  /** Fragments of the same row have the same number. */
  readonly row: number;
  readonly x0: number;
  readonly x1: number;
  readonly y: number;
  readonly size: number;
  readonly chars: number;
}

/** A line of one column; more than one cell means that wide gaps divide it. */
export interface Line {
  readonly cells: readonly Fragment[];
  readonly x0: number;
  readonly x1: number;
  readonly y: number;
  readonly size: number;
  /** The font of most of its characters, and whether it is the font of nearly all of them. */
  readonly font: string;
  readonly oneFont: boolean;
  readonly bold: boolean;
  readonly monospace: boolean;
  /** Begins with a small raised mark, as notes do. */
  readonly startsRaised: boolean;
  readonly text: string;
}
