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
const TOKEN = /[\p{L}\p{N}\p{M}\p{Co}\u00ad]+/gu;
const QUERY_PART = /"([^"]*)"|(\S+)/gu;

/**
 * What a reader may leave out: accents (of Greek and Cyrillic too, which unicode61 keeps), Hebrew points, Arabic vowel
 * signs and tatweel, and soft hyphens. Marks that make another letter, such as those of Kana and Devanagari, stay.
 */
const OPTIONAL_MARKS =
  // eslint-disable-next-line no-misleading-character-class -- they are meant one by one
  /[\u00ad\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed]/gu;
/**
 * Scripts with optional marks, and the marks. Of the Latin letters only ǡ, ǣ, ǯ, ǽ and ǿ: all others are folded by
 * unicode61 in the same way.
 */
// eslint-disable-next-line no-misleading-character-class -- they are meant one by one
const MAY_HAVE_OPTIONAL_MARKS = /[\u00ad\u01e0-\u01e3\u01ee\u01ef\u01fc-\u01ff\u0300-\u06ff\u1f00-\u1fff]/u;
/** A quick look, surrogates included, since the search for runs costs ten times as much. */
const MAY_HAVE_UNSPACED_RUNS = /[\u0e00-\u1fff\u2e80-\uffff]/;

const withoutOptionalMarks = (text: string): string =>
  text.normalize('NFKD').replace(OPTIONAL_MARKS, '').normalize('NFC');

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

const cutRun = (run: string): string => ` ${Array.from(graphemes.segment(run), ({ segment }) => segment).join(' ')} `;

/** Text as the full-text index takes it: compatibility forms and optional marks folded, unspaced scripts cut apart. */
export const cutWords = (text: string): string => {
  const compatible = text.normalize('NFKC');
  const folded = MAY_HAVE_OPTIONAL_MARKS.test(compatible) ? withoutOptionalMarks(compatible) : compatible;
  return MAY_HAVE_UNSPACED_RUNS.test(folded) ? folded.replace(UNSPACED_RUN, cutRun) : folded;
};

/** A token as the index has it, so that what is marked is what was found. unicode61 folds a final sigma like any other. */
const foldToken = (token: string): string =>
  /^[a-z0-9]*$/u.test(token) ? token : withoutOptionalMarks(token).toLowerCase().replaceAll('ς', 'σ');

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
