const SEARCH_BACK = 4096;
const SENTENCE_ENDS = ['. ', '! ', '? ', '。', '！', '？', '; '] as const;
const LONGEST_GRAPHEME = 64;
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

const lastOf = (window: string, marks: readonly string[]): number =>
  Math.max(...marks.map((mark) => (window.includes(mark) ? window.lastIndexOf(mark) + mark.length : -1)));

/** The last edge between two graphemes at or before `limit`; between two code points when a grapheme has no end. */
const graphemeEdge = (text: string, limit: number): number => {
  const start = Math.max(0, limit - LONGEST_GRAPHEME);
  let edge = 0;
  for (const { index } of graphemes.segment(text.slice(start, limit + LONGEST_GRAPHEME))) {
    if (start + index > limit) break;
    edge = index;
  }
  // The first edge may be an artefact of where the window begins.
  if (edge > LONGEST_GRAPHEME / 2) return start + edge;
  const low = text.charCodeAt(limit);
  return low >= 0xdc00 && low <= 0xdfff ? limit - 1 : limit;
};

/**
 * Where to cut a text that is longer than `limit` UTF-16 units: after a sentence if one ends in the last 4096 units
 * before the limit, else at white space, else between two graphemes. Gives an index from 1 to `limit`.
 */
export const cutIndex = (text: string, limit: number): number => {
  const start = Math.max(0, limit - Math.min(SEARCH_BACK, Math.floor(limit / 2)));
  const window = text.slice(start, limit);
  const sentence = lastOf(window, SENTENCE_ENDS);
  if (sentence > 0) return start + sentence;
  const space = window.search(/\s\S*$/u);
  if (space >= 0) return start + space + 1;
  return graphemeEdge(text, limit);
};
