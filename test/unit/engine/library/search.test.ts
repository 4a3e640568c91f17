import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findPhrases, matchExpression } from '../../../../src-main/engine/library/cut-words.ts';
import { makeSnippet, searchLibrary } from '../../../../src-main/engine/library/search.ts';
import { chunksOf, paragraphs, storeDocument, storeText } from '../../../support/store-document.ts';
import { memoryLibrary } from '../../../support/test-library.ts';

const NIQQUD = '\u05e9\u05c1\u05b8\u05dc\u05d5\u05b9\u05dd'; // shalom, with points
const HARAKAT = '\u0645\u064f\u062d\u064e\u0645\u0651\u064e\u062f'; // Muhammad, with vowel signs

/** Stores the text, searches it, and gives the highlighted pieces of the first hit; undefined when nothing is found. */
const highlighted = (text: string, query: string): string[] | undefined => {
  const database = memoryLibrary();
  storeDocument(database, 'a.txt', text);
  const [hit] = searchLibrary(database, query, 5);
  return hit?.highlights.map(([start, end]) => hit.snippet.slice(start, end));
};

describe('a text that is being written', () => {
  it('is not found, and takes no place of what is', () => {
    const database = memoryLibrary();
    storeDocument(database, 'a.txt', 'the crane of the harbour');
    for (let at = 0; at < 3; at += 1) storeText(database, chunksOf(paragraphs('crane crane', 'crane')));
    storeDocument(database, 'b.txt', 'a crane on the quay, and much else that makes this passage longer');
    storeText(database, chunksOf(paragraphs(...Array.from({ length: 50 }, () => 'crane '.repeat(100)))));
    const found = searchLibrary(database, 'crane', 2).map(({ filename }) => filename);
    expect(found.toSorted()).toEqual(['a.txt', 'b.txt']);
  });
});

describe('searchLibrary finds', () => {
  it.each([
    ['a two-character word inside a Chinese sentence', '我们在北京大学学习历史。', '北京', ['北京']],
    ['two characters that a dictionary would part', '我们在北京大学学习历史。', '京大', ['京大']],
    ['one character', '我们在北京大学学习历史。', '历', ['历']],
    ['Japanese in three scripts', '東京タワーはとても高いです。', 'タワー', ['タワー']],
    ['hiragana inside a sentence', '東京タワーはとても高いです。', 'とても', ['とても']],
    ['Japanese beside Latin letters', 'これはABC株式会社です', 'ABC', ['ABC']],
    ['half-width katakana by full-width', 'ﾄｳｷｮｳ ﾀﾜｰ', 'タワー', ['ﾀﾜｰ']],
    ['Thai', 'ภาษาไทยเป็นภาษาที่สวยงาม', 'ไทย', ['ไทย']],
    ['Korean', '서울은 한국의 수도이다', '한국의', ['한국의']],
    ['Arabic', 'قرأت كتاب جميل', 'كتاب', ['كتاب']],
    ['Arabic with vowel signs by a word without', `قال ${HARAKAT} شيئا`, 'محمد', [HARAKAT]],
    ['Arabic without vowel signs by a word with them', 'قال محمد شيئا', HARAKAT, ['محمد']],
    ['Hebrew', 'אמר שלום לכולם', 'שלום', ['שלום']],
    ['Hebrew with points by a word without', `אמר ${NIQQUD} לכולם`, 'שלום', [NIQQUD]],
    ['Greek with accents by a word without', 'Η σοφία των Ελλήνων', 'ΣΟΦΙΑ', ['σοφία']],
    ['a Greek final sigma by capitals', 'ο λόγος είναι', 'ΛΟΓΟΣ', ['λόγος']],
    ['Russian ё by е', 'Всё хорошо', 'все', ['Всё']],
    ['Hindi', 'यह एक किताब है', 'किताब', ['किताब']],
    ['umlauts with dots', 'Die Größe der Tür', 'größe', ['Größe']],
    ['umlauts without dots', 'Die Größe der Tür', 'tur', ['Tür']],
    ['a plain word by one with dots', 'Turandot und tur', 'tür', ['tur']],
    ['decomposed umlauts', 'Die Gro\u0308ße', 'Größe', ['Gro\u0308ße']],
    ['Vietnamese', 'Việt Nam đất nước', 'viet', ['Việt']],
    ['capitals', 'BATCH INGESTION', 'batch', ['BATCH']],
    ['full-width letters', 'Ｂａｔｃｈ　ｏｎｅ', 'batch', ['Ｂａｔｃｈ']],
    ['ligatures', 'the ﬁrst oﬃce', 'office', ['oﬃce']],
    ['words with soft hyphens', 'Donau\u00addampf\u00adschiff', 'Donaudampfschiff', ['Donau\u00addampf\u00adschiff']],
    ['numbers', 'Paragraph 1234 applies', '1234', ['1234']],
    ['emoji between words', 'yes 🎉 party', 'party', ['party']],
    ['words with hyphens, dots and apostrophes', "the e-mail of O'Brien", "e-mail o'brien", ['e-mail', "O'Brien"]],
    ['a phrase in quotes', 'big red dog and red big dog', '"red big dog"', ['red big dog']],
    ['an unclosed quote', 'big red dog', '"red dog', ['red', 'dog']],
    ['all words wherever they stand', 'alpha beta gamma', 'gamma alpha', ['alpha', 'gamma']],
    ['words that are operators of FTS5', 'this AND that OR NOT NEAR', 'NOT AND near', ['AND', 'NOT', 'NEAR']],
  ])('%s', (_what, text, query, expected) => {
    expect(highlighted(text, query)).toEqual(expected);
  });

  it('a very long word', () => {
    const long = 'x'.repeat(1400);
    expect(highlighted(`before ${long} after`, long)).toEqual([long]);
  });
});

describe('searchLibrary does not find', () => {
  it.each([
    ['part of a word', 'notable words', 'table'],
    ['words in another order than the phrase', 'red big dog', '"big red"'],
    ['a passage with only one of the words', 'alpha beta', 'alpha delta'],
    ['a letter with other sound marks in Japanese', 'かき', 'がき'],
    ['another vowel in Hindi', 'की', 'कि'],
    ['anything for punctuation alone', 'what? - "ever" *', '?! - "" * ()'],
    ['anything for white space', 'what ever', ' \n\t '],
  ])('%s', (_what, text, query) => {
    expect(highlighted(text, query)).toBeUndefined();
  });

  it('a text that no document shows any more', () => {
    const database = memoryLibrary();
    storeDocument(database, 'a.txt', 'dolphins');
    database.exec('PRAGMA foreign_keys = OFF; DELETE FROM documents');
    expect(searchLibrary(database, 'dolphins', 5)).toEqual([]);
  });
});

describe('searchLibrary', () => {
  it('marks nothing but the word: not its likes that differ in a sound mark or a vowel', () => {
    expect(highlighted('かき がき かき', 'がき')).toEqual(['がき']);
    expect(highlighted('की कि की', 'कि')).toEqual(['कि']);
  });

  it('puts the passage that says it more often first and keeps to the limit', () => {
    const database = memoryLibrary();
    storeDocument(database, 'once.txt', 'whale and many other animals of the sea and of the land');
    storeDocument(database, 'often.txt', 'whale whale whale');
    storeDocument(database, 'never.txt', 'dolphin');
    expect(searchLibrary(database, 'whale', 5).map(({ filename }) => filename)).toEqual(['often.txt', 'once.txt']);
    expect(searchLibrary(database, 'whale', 1)).toHaveLength(1);
  });

  it('takes any text for a query, and gives highlights that lie in the snippet', () => {
    const database = memoryLibrary();
    storeDocument(database, 'a.txt', 'alpha beta (gamma) "delta" NEAR AND OR NOT 北京 Größe a:b c^d e* -f');
    const token = fc.constantFrom('"', '*', '^', '(', ')', ':', '-', '+', ' ', 'NEAR', 'AND', 'OR', 'NOT', 'words', '北', 'ö', 'a', '\0', '\ud800', '{', '}', '\u0301', '\u20dd'); // prettier-ignore
    const query = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(token, { maxLength: 12 }).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(query, (words) => {
        for (const { snippet, highlights } of searchLibrary(database, words, 5)) {
          expect(snippet.isWellFormed()).toBe(true);
          expect(highlights.filter(([start, end]) => start >= end || end > snippet.length)).toEqual([]);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('finds every Latin letter by itself and by its base letter', () => {
    const letters = Array.from({ length: 0x2c00 }, (_, codePoint) => String.fromCodePoint(codePoint)).filter(
      (letter) => /^[\p{Script=Latin}&&\p{L}]$/v.test(letter) && letter !== 'ŉ',
    );
    expect(letters.length).toBeGreaterThan(700);
    const database = memoryLibrary();
    storeDocument(database, 'latin.txt', letters.join(' '));
    // Beside a Greek word our folding does what unicode61 does without it: both must come to the same letter.
    storeDocument(database, 'mixed.txt', `λόγος ${letters.join(' ')}`);
    const base = (letter: string) => letter.normalize('NFKD').replace(/\p{M}/gu, '');
    const find = database.prepare(
      'SELECT count(DISTINCT text_id) AS found FROM chunk_words JOIN chunks ON chunk_key = chunk_words.rowid WHERE chunk_words MATCH ?',
    );
    const lost = letters.filter((letter) =>
      [letter, base(letter)].some((word) => find.get(matchExpression(word))?.['found'] !== 2),
    );
    expect(lost).toEqual([]);
  });

  it('finds every word of a text in that text', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 8 }),
        (words) => {
          const database = memoryLibrary();
          const text = words.join(' ').trim();
          if (text === '') return;
          storeDocument(database, 'a.txt', text);
          for (const word of words) {
            if (
              /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Han}\p{Script=Hebrew}\p{Nd}]+$/u.test(word) &&
              /\p{L}/u.test(word)
            ) {
              expect(searchLibrary(database, word, 5)).toHaveLength(1);
            }
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('findPhrases', () => {
  it('gives ranges inside the text, in order and apart', () => {
    const piece = fc.constantFrom('a', 'b', 'ä', '北', '京', ' ', '.', 'ก', '\u0301', '\u00ad', '👩‍👩‍👧', 'か', '\u3099');
    const text = fc.array(piece, { maxLength: 60 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, text, (given, words) => {
        let last = 0;
        for (const [start, end] of findPhrases(given, words)) {
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeGreaterThan(start);
          last = end;
        }
        expect(last).toBeLessThanOrEqual(given.length);
      }),
      { numRuns: 500 },
    );
  });

  it('prefers the longer of two that begin together', () => {
    expect(findPhrases('new york times', 'new "new york"')).toEqual([[0, 8]]);
  });
});

describe('matchExpression', () => {
  it.each([
    ['two words', '"two" AND "words"'],
    ['"one phrase" word', '"one phrase" AND "word"'],
    ['北京', '"北 京"'],
    ['* ^ ( )', ''],
    ['', ''],
  ])('%s -> %s', (words, expected) => {
    expect(matchExpression(words)).toBe(expected);
  });
});

describe('makeSnippet', () => {
  const far = `${'filler words '.repeat(50)}needle${' more filler'.repeat(50)}`;

  it('shows about 240 characters around the word, cut between words and marked as cut', () => {
    const { snippet, highlights } = makeSnippet(far, 'needle');
    expect(snippet.length).toBeLessThan(300);
    expect(snippet).toMatch(/^… (?:filler|words) .* (?:more|filler) …$/u);
    expect(highlights.map(([start, end]) => snippet.slice(start, end))).toEqual(['needle']);
  });

  it('shows a short text whole and on one line', () => {
    expect(makeSnippet('one\ntwo\u2028three', 'two')).toEqual({ snippet: 'one two three', highlights: [[4, 7]] });
  });

  it('never cuts a character in half', () => {
    for (let shift = 0; shift < 4; shift += 1) {
      const { snippet } = makeSnippet(`${'x'.repeat(shift)}${'😀'.repeat(200)} needle ${'😀'.repeat(200)}`, 'needle');
      expect(snippet.isWellFormed()).toBe(true);
      expect(snippet).not.toContain('\ufffd');
    }
  });
});
