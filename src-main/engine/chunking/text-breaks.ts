import { beforePair } from './code-points.ts';

// One fixed locale: the same text must be cut alike on every workstation.
const SENTENCES = new Intl.Segmenter('en', { granularity: 'sentence' });
const WORDS = new Intl.Segmenter('en', { granularity: 'word' });
const GRAPHEMES = new Intl.Segmenter('en', { granularity: 'grapheme' });

const OPENING = /^[\p{Ps}\p{Pi}]$/u;

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

/** Breaks of wrapped lines: before a small letter, or after a long line that ends in one or in a comma. */
const WRAPS = /\n(?=\p{Lowercase})|(?<=[^\n]{50}[\p{Lowercase},])\n/gu;

/** Full stops that end no sentence, though a capital follows: of a title and of a number in a numbered list. */
const INNER_STOPS =
  /(?<=\b(?:Dr|Mr|Mrs|Ms|Prof|St|Fig|Figs|Eq|Vol|vs|cf|pp))\.(?= )|(?<=[.!?:;]["”)]?\s\d{1,3})\.(?=\s)/gu;

/** The text, place by place, with what would mislead a sentence segmenter (Unicode Standard Annex 29) made harmless. */
const withoutFalseStops = (text: string): string => {
  const unwrapped = text.includes('\n') ? text.replace(WRAPS, ' ') : text;
  return unwrapped.replace(INNER_STOPS, ',');
};

/**
 * The place before the opening brackets and quotes right before `at`: Annex 29 leaves them with the sentence before
 * when no space stands between.
 */
const beforeOpening = (text: string, at: number, low: number): number => {
  let place = at;
  while (place > low && OPENING.test(text.charAt(place - 1))) place -= 1;
  return place;
};

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
  const found = segmenter.segment(segmenter === SENTENCES ? withoutFalseStops(view) : view).containing(at - viewStart);
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
  return place >= low && !isSpace(text, place) ? beforeOpening(text, place, low) : undefined;
};

const lastLineStart = (text: string, low: number, limit: number): number | undefined => {
  const lineBreak = text.lastIndexOf('\n', limit - 1);
  const place = skipSpaces(text, lineBreak + 1, limit);
  return lineBreak + 1 >= low && !isSpace(text, place) ? place : undefined;
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
 * inside a surrogate pair): the last start of a sentence, else of a line, else of a word, else of a grapheme, else `limit` itself.
 * White space stays with the text before it. Reads only the text around that range, so its cost does not grow with
 * the text.
 */
export const lastBreak = (text: string, low: number, limit: number): number =>
  lastSentenceStart(text, low, limit) ??
  lastLineStart(text, low, limit) ??
  lastSpacedWordStart(text, low, limit) ??
  // Scripts without spaces: ICU knows the words of Chinese, Japanese, Thai, Lao, Khmer and Burmese.
  lastStart(WORDS, text, low, limit) ??
  lastStart(GRAPHEMES, text, low, limit) ??
  limit;

const firstSentenceStart = (text: string, low: number, end: number): number | undefined => {
  const { start, end: next } = segmentAround(SENTENCES, text, low, low - CONTEXT, end);
  const place = start === low ? low : next;
  return place === undefined ? undefined : beforeOpening(text, skipSpaces(text, place, end), low);
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
