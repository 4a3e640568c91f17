import { beforePair } from './code-points.ts';

// One fixed locale: the same text must be cut alike on every workstation.
const SENTENCES = new Intl.Segmenter('en', { granularity: 'sentence' });
const WORDS = new Intl.Segmenter('en', { granularity: 'word' });
const GRAPHEMES = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** UTF-16 units that a segmenter sees around a place: longer than any common word or emoji sequence. */
const CONTEXT = 64;

/** Where a line may break; no-break spaces hold words together (Unicode Standard Annex 14, class GL). */
const isSpace = (text: string, at: number): boolean => {
  const unit = text.charCodeAt(at);
  if (unit < 0x1680) return unit === 0x20 || (unit >= 0x09 && unit <= 0x0d) || unit === 0x85;
  return (
    unit === 0x1680 ||
    (unit >= 0x2000 && unit <= 0x200a && unit !== 0x2007) ||
    unit === 0x2028 ||
    unit === 0x2029 ||
    unit === 0x205f ||
    unit === 0x3000
  );
};

const skipSpaces = (text: string, from: number, to: number): number => {
  let at = from;
  while (at < to && isSpace(text, at)) at += 1;
  return at;
};

/** A line break before a small letter comes from a wrapped line: it ends no sentence. */
const unwrapLines = (text: string): string => (text.includes('\n') ? text.replace(/\n(?=\p{Lowercase})/gu, ' ') : text);

interface Segment {
  readonly start: number;
  readonly end: number;
}

/**
 * The segment around `at`, seen in the text from `from` to `to`; an end that is only the edge of that view, not a
 * boundary of the text, is undefined.
 */
const segmentAround = (
  segmenter: Intl.Segmenter,
  text: string,
  at: number,
  from: number,
  to: number,
): Partial<Segment> => {
  const viewStart = beforePair(text, Math.max(0, from));
  const viewEnd = beforePair(text, Math.min(text.length, to));
  const view = text.slice(viewStart, viewEnd);
  const found = segmenter.segment(segmenter === SENTENCES ? unwrapLines(view) : view).containing(at - viewStart);
  if (found === undefined) return {};
  const start = viewStart + found.index;
  const end = start + found.segment.length;
  return {
    ...(start > viewStart || start === 0 ? { start } : {}),
    ...(end < viewEnd || end === text.length ? { end } : {}),
  };
};

const lastSentenceStart = (text: string, low: number, limit: number): number | undefined => {
  let at = limit;
  while (at > low && isSpace(text, at)) at -= 1;
  const { start } = segmentAround(SENTENCES, text, at, low - CONTEXT, limit + CONTEXT);
  if (start === undefined) return undefined;
  const place = skipSpaces(text, start, at);
  return place >= low && !isSpace(text, place) ? place : undefined;
};

const lastSpacedWordStart = (text: string, low: number, limit: number): number | undefined => {
  for (let at = limit; at >= low; at -= 1) {
    if (isSpace(text, at - 1) && !isSpace(text, at)) return at;
  }
  return undefined;
};

const lastStart = (segmenter: Intl.Segmenter, text: string, low: number, limit: number): number | undefined => {
  const { start } = segmentAround(segmenter, text, limit, limit - CONTEXT, limit + CONTEXT);
  return start !== undefined && start >= low ? start : undefined;
};

/**
 * The best place to end a chunk, from `low` to `limit` (UTF-16 indexes, 0 < low <= limit < text.length, neither
 * inside a surrogate pair): the last start of a sentence, else of a word, else of a grapheme, else `limit` itself.
 * White space stays with the text before it. Reads only the text around that range, so its cost does not grow with
 * the text.
 */
export const lastBreak = (text: string, low: number, limit: number): number =>
  lastSentenceStart(text, low, limit) ??
  lastSpacedWordStart(text, low, limit) ??
  // Scripts without spaces: ICU knows the words of Chinese, Japanese, Thai, Lao, Khmer and Burmese.
  lastStart(WORDS, text, low, limit) ??
  lastStart(GRAPHEMES, text, low, limit) ??
  limit;

const firstSentenceStart = (text: string, low: number, end: number): number | undefined => {
  const { start, end: next } = segmentAround(SENTENCES, text, low, low - CONTEXT, end);
  const place = start === low ? low : next;
  return place === undefined ? undefined : skipSpaces(text, place, end);
};

const firstSpacedWordStart = (text: string, low: number, end: number): number | undefined => {
  for (let at = low; at < end; at += 1) {
    if ((at === 0 || isSpace(text, at - 1)) && !isSpace(text, at)) return at;
  }
  return undefined;
};

const firstStart = (segmenter: Intl.Segmenter, text: string, low: number): number | undefined => {
  const { start, end } = segmentAround(segmenter, text, low, low - CONTEXT, low + CONTEXT);
  return start === low ? low : end;
};

/**
 * The best place to begin an overlap that ends at `end`, from `low` on (UTF-16 indexes, 0 <= low < end, neither
 * inside a surrogate pair): the first start of a sentence, else of a word, else of a grapheme. A sentence or a
 * spaced word that leaves less than `leastUnits` is passed over. Gives `end` where nothing can be repeated whole.
 */
export const firstBreak = (text: string, low: number, end: number, leastUnits: number): number => {
  const candidates = [
    () => firstSentenceStart(text, low, end),
    () => firstSpacedWordStart(text, low, end),
    () => firstStart(WORDS, text, low),
    () => firstStart(GRAPHEMES, text, low),
  ];
  for (const candidate of candidates) {
    const place = candidate();
    if (place !== undefined && place < end && end - place >= leastUnits) return place;
  }
  return end;
};
