import { noKnownWords, type KnownWords } from './undo-hyphenation.ts';
import type { Line } from './text-run.ts';

/** What the builder learns of a document while it goes through the pages: the body's font, and its words. */
export interface DocumentStyle {
  readonly charsBySize: Map<number, number>;
  readonly charsByFont: Map<string, number>;
  readonly words: KnownWords;
}

// Small print can be half of a form; what is set larger and is a good part of the text is the body, not headings.
const BODY_SHARE = 0.3;

/** Nothing known yet. */
export function newDocumentStyle(): DocumentStyle {
  return { charsBySize: new Map(), charsByFont: new Map(), words: noKnownWords() };
}

/** Adds a line's characters to what is known of sizes and fonts. */
export function observeLine(style: DocumentStyle, line: Line): void {
  const size = roundSize(line.size);
  style.charsBySize.set(size, (style.charsBySize.get(size) ?? 0) + line.text.length);
  const font = fontKey(line.font, size);
  style.charsByFont.set(font, (style.charsByFont.get(font) ?? 0) + line.text.length);
}

/** The size and font of the document's body so far; size 0 when there was no text. */
export function bodyOf(style: DocumentStyle): { size: number; font: string } {
  const total = [...style.charsBySize.values()].reduce((sum, chars) => sum + chars, 0);
  const common = [...style.charsBySize].filter(([, chars]) => chars >= BODY_SHARE * total).map(([size]) => size);
  const size = common.length > 0 ? Math.max(...common) : (mostFrequent(style.charsBySize) ?? 0);
  const ofSize = [...style.charsByFont].filter(([key]) => key.startsWith(`${size} `));
  return { size, font: (mostFrequent(new Map(ofSize)) ?? ' ').slice(`${size} `.length) };
}

const fontKey = (font: string, size: number): string => `${size} ${font}`;

const roundSize = (size: number): number => Math.round(size * 2) / 2;

function mostFrequent<Key>(counts: ReadonlyMap<Key, number>): Key | undefined {
  let best: Key | undefined;
  let bestCount = -1;
  for (const [key, count] of counts) {
    if (count > bestCount) {
      best = key;
      bestCount = count;
    }
  }
  return best;
}
