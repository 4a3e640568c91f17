import { LONGEST_BLOCK } from '../../shared/blocks-to-parts.ts';
import { cutIndex } from '../../shared/cut-text.ts';

/** UTF-16 units in a line at the most: a file may be one line of 200 MB. */
export const LONGEST_LINE = LONGEST_BLOCK;

// Longest first. Of the rare ones, form feed and paragraph separator end a paragraph, the others a line (UAX #14, BK).
const LINE_END = /\r\n|[\n\r\v\f\u0085\u2028\u2029]/u;
const PARAGRAPH_END = /[\f\u2029]/gu;

export interface LineSplitter {
  /** The lines that end in this piece of text, without their line ends. */
  readonly push: (piece: string) => string[];
  readonly end: () => string[];
}

/** Splits text that comes in pieces into lines, and overlong lines where a sentence or a word ends. */
export const createLineSplitter = (): LineSplitter => {
  let pending = '';

  const split = (text: string): string[] => {
    const lines: string[] = [];
    for (const line of text.replace(PARAGRAPH_END, '\n\n').split(LINE_END)) {
      let rest = line;
      while (rest.length > LONGEST_LINE) {
        const at = cutIndex(rest, LONGEST_LINE);
        lines.push(rest.slice(0, at));
        rest = rest.slice(at);
      }
      lines.push(rest);
    }
    return lines;
  };

  return {
    push: (piece) => {
      const text = pending + piece;
      // A carriage return at the edge may be half of a line end, and a surrogate half of a character.
      const kept = text.endsWith('\r') ? text.slice(0, -1) : text;
      const lines = split(kept);
      pending = (lines.pop() ?? '') + text.slice(kept.length);
      return lines;
    },
    end: () => {
      const lines = split(pending);
      pending = '';
      return lines;
    },
  };
};
