import { endsInCjk, startsWithCjk } from './characters.ts';

const SOFT_HYPHEN = '\u00AD';
const HYPHEN_END = /(\S*?)([\p{L}\p{M}'’]+)[-\u2010]$/u;
const WORD_START = /^([\p{L}\p{M}'’]+)/u;
// "Haupt- und Nebensätze", "pre- and post-war": the hyphen stands for the word that is left out.
const SUSPENDED = /^(?:and|or|und|oder|bzw|et|ou|y|o|e|en|och|og|to)(?!\p{L})/u;
const COMPOUND_FIRST =
  /^(?:self|well|non|quasi|ex|half|cross|all|high|low|long|short|large|small|so|anti|state|real)$/iu;

/** What the document's own words say about hyphens; see learnWords. */
export interface KnownWords {
  readonly plain: Set<string>;
  readonly hyphenated: Set<string>;
}

const HANGUL = /\p{Script=Hangul}/u;
const END_CHARS = 120;
const MAX_WORDS = 50_000;

/** Starts with no words known. */
export function noKnownWords(): KnownWords {
  return { plain: new Set(), hyphenated: new Set() };
}

/** Takes note of the words inside a line: its last word may be cut. */
export function learnWords(words: KnownWords, line: string): void {
  if (words.plain.size > MAX_WORDS) {
    return;
  }
  const end = line.lastIndexOf(' ');
  for (const match of (end < 0 ? '' : line.slice(0, end)).matchAll(
    /\p{L}[\p{L}\p{M}'’]*(?:[-\u2010]\p{L}[\p{L}\p{M}'’]*)*/gu,
  )) {
    const word = match[0].toLowerCase();
    if (word.includes('-') || word.includes('\u2010')) {
      words.hyphenated.add(word.replaceAll('\u2010', '-'));
    } else if (word.length > 3) {
      words.plain.add(word);
    }
  }
}

/**
 * Joins two lines of one paragraph. A soft hyphen goes. A hyphen between letters goes unless the document writes the
 * compound elsewhere, the next line begins with a capital or a digit, or the hyphen is one of several in the word or of a
 * prefix that English keeps apart. Between words comes a space, between CJK characters nothing.
 */
export function joinLines(first: string, second: string, words: KnownWords): string {
  if (first === '' || second === '') {
    return first + second;
  }
  if (first.endsWith(SOFT_HYPHEN)) {
    return first.slice(0, -1) + second;
  }
  // Only the end is looked at: a paragraph grows line by line.
  const end = first.slice(-END_CHARS);
  if (/[-\u2010\u2011]$/u.test(end)) {
    const head = HYPHEN_END.exec(end);
    if (head !== null) {
      if (SUSPENDED.test(second)) {
        return `${first} ${second}`;
      }
      return (keepsHyphen(head, second, words) ? first : first.slice(0, -1)) + second;
    }
    if (/[\p{L}\p{N}].$/u.test(end) && /^[\p{L}\p{N}]/u.test(second)) {
      return first + second;
    }
  }
  // Addresses are broken after a mark of theirs; an em dash without a space before it has none after it.
  if (/\p{L}\u2014$|(?:^|\s)\S*(?:\/\/|www\.)\S*[/_=&?]$/u.test(end)) {
    return first + second;
  }
  const besideHangul = HANGUL.test(end.slice(-1)) || HANGUL.test(second.slice(0, 1));
  return (endsInCjk(end) || startsWithCjk(second)) && !besideHangul ? first + second : `${first} ${second}`;
}

function keepsHyphen(head: RegExpExecArray, second: string, words: KnownWords): boolean {
  const tail = WORD_START.exec(second)?.[1];
  if (tail === undefined) {
    return true;
  }
  const before = head[1] ?? '';
  const stem = head[2] ?? '';
  const next = /^[\p{L}\p{M}'’]+(?:[-\u2010][\p{L}\p{M}'’]+)*/u.exec(second)?.[0] ?? tail;
  const compound = `${before}${stem}-${next}`
    .replaceAll('\u2010', '-')
    .toLowerCase()
    .replace(/^[^\p{L}]+/u, '');
  if (before === '' && [...stem].length === 1) {
    return true;
  }
  if (words.plain.has((stem + tail).toLowerCase())) {
    return false;
  }
  if (!/^\p{Ll}|^\p{Lo}/u.test(tail)) {
    return true;
  }
  if (words.hyphenated.has(compound) || words.hyphenated.has(`${stem}-${tail}`.toLowerCase())) {
    return true;
  }
  return /[-\u2010]$/u.test(before) || /^[-\u2010]\p{L}/u.test(second.slice(tail.length)) || COMPOUND_FIRST.test(stem);
}

/**
 * Removes soft hyphens inside a text (they are only visible at a line's end), and mends the "ff" of TeX fonts that Apple's
 * Quartz wrote into PDFs as an arrow ("e\u21B5ort").
 */
export function mendWords(text: string): string {
  return text.replaceAll(SOFT_HYPHEN, '').replaceAll(/(?<=\p{L})\u21B5(?=[\p{L}-])/gu, 'ff');
}
