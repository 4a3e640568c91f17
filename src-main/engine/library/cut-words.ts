/**
 * The one cutter that documents and queries pass before the full-text index.
 *
 * SQLite's unicode61 tokenizer splits at spaces and punctuation, so it takes a whole Chinese, Japanese or Thai
 * sentence for one word. Runs of scripts that are written without spaces are therefore cut into grapheme clusters,
 * and a query becomes a phrase of them: every substring is found, whatever a dictionary would have made of its
 * neighbours (docs/adr/0003-graphemes-in-the-index.md).
 */
const UNSPACED_RUN =
  /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}]+/gu;
const TOKEN = /[\p{L}\p{N}\p{M}\p{Co}]+/gu;
const QUERY_PART = /"([^"]*)"|(\S+)/gu;

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

const cutRun = (run: string): string => ` ${Array.from(graphemes.segment(run), ({ segment }) => segment).join(' ')} `;

/** Text as the full-text index takes it: compatibility forms folded, unspaced scripts cut apart. */
export const cutWords = (text: string): string => text.normalize('NFKC').replace(UNSPACED_RUN, cutRun);

const foldToken = (token: string): string =>
  token.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().normalize('NFC');

const isToken = (text: string): boolean => /[\p{L}\p{N}\p{Co}]/u.test(text);

/** What a person typed, as phrases of tokens: each word, or each part in double quotes, is one phrase. */
export const queryPhrases = (words: string): string[][] =>
  Array.from(words.matchAll(QUERY_PART), ([, quoted, word]) =>
    (cutWords(quoted ?? word ?? '').match(TOKEN) ?? []).filter(isToken),
  ).filter((phrase) => phrase.length > 0);

/** The FTS5 expression that finds chunks with every phrase; '' when there is nothing to look for. */
export const matchExpression = (words: string): string =>
  queryPhrases(words)
    .map((phrase) => `"${phrase.join(' ')}"`)
    .join(' AND ');

interface PlacedToken {
  readonly folded: string;
  readonly start: number;
  readonly end: number;
}

const placeTokens = (text: string): PlacedToken[] => {
  const placed: PlacedToken[] = [];
  const place = (token: string, start: number) => {
    if (isToken(token)) placed.push({ folded: foldToken(token), start, end: start + token.length });
  };
  for (const found of text.matchAll(TOKEN)) {
    let spacedFrom = 0;
    for (const run of found[0].matchAll(UNSPACED_RUN)) {
      if (run.index > spacedFrom) place(found[0].slice(spacedFrom, run.index), found.index + spacedFrom);
      for (const { segment, index } of graphemes.segment(run[0])) place(segment, found.index + run.index + index);
      spacedFrom = run.index + run[0].length;
    }
    if (spacedFrom < found[0].length) place(found[0].slice(spacedFrom), found.index + spacedFrom);
  }
  return placed;
};

/** Where the phrases of a query stand in a text: [start, end) ranges in UTF-16 code units, in order, not overlapping. */
export const findPhrases = (text: string, words: string): [number, number][] => {
  const tokens = placeTokens(text);
  const ranges: [number, number][] = [];
  for (const phrase of queryPhrases(words).map((tokensOfPhrase) => tokensOfPhrase.map(foldToken))) {
    tokens.forEach((first, at) => {
      const last = tokens[at + phrase.length - 1];
      if (last !== undefined && phrase.every((folded, offset) => tokens[at + offset]?.folded === folded)) {
        ranges.push([first.start, last.end]);
      }
    });
  }
  ranges.sort((one, other) => one[0] - other[0] || other[1] - one[1]);
  let lastEnd = 0;
  return ranges.filter(([start, end]) => {
    if (start < lastEnd) return false;
    lastEnd = end;
    return true;
  });
};
