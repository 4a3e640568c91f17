import { endsInCjk, hasRightToLeft, rightToLeftBalance, startsWithCjk } from './characters.ts';
import type { Piece } from './text-run.ts';

// pdf.js takes 0.102 em of its own accord; kerning and font changes leave up to 0.1 em.
const WORD_GAP_EM = 0.15;
const CJK_GAP_EM = 0.5;
const OVERLAP_EM = -0.5;
const LETTER_SPACED = /^\p{L}(?: \p{L})*$/u;
const COMBINING: ReadonlyMap<string, string> = new Map([
  ['\u00B4', '\u0301'],
  ['`', '\u0300'],
  ['\u00A8', '\u0308'],
  ['\u02C6', '\u0302'],
  ['\u02DC', '\u0303'],
  ['\u00AF', '\u0304'],
  ['\u02D8', '\u0306'],
  ['\u02D9', '\u0307'],
  ['\u02DA', '\u030A'],
  ['\u02DD', '\u030B'],
  ['\u02C7', '\u030C'],
]);

/**
 * Joins the pieces of one line (sorted by x0) into its text in logical order: a space where there is a gap or where the
 * engine saw one, none inside letter-spaced words and between CJK characters that are merely spread out.
 * `mirrored` says that x grows to the left.
 */
export function joinPieces(pieces: readonly Piece[], mirrored: boolean): string {
  const only = pieces[0];
  if (only === undefined) {
    return '';
  }
  const spaced = pieces.every((piece) => LETTER_SPACED.test(piece.text))
    ? joinLetterSpaced(pieces, mirrored)
    : undefined;
  if (spaced !== undefined) {
    return spaced;
  }
  if (pieces.length === 1) {
    return closeSpreadCjk(only.text);
  }
  const ordered = inLogicalOrder(pieces, mirrored);
  let text = ordered[0]?.text ?? '';
  for (let index = 1; index < ordered.length; index += 1) {
    const previous = ordered[index - 1];
    const piece = ordered[index];
    if (previous === undefined || piece === undefined) {
      continue;
    }
    const accented = composeAccent(text, previous, piece);
    if (accented !== undefined) {
      text = accented;
      continue;
    }
    const afterMark = index === 1 && isNoteMark(previous, piece);
    text += (afterMark || needsSpace(text, previous, piece) ? ' ' : '') + piece.text;
  }
  return closeSpreadCjk(text);
}

/** "1The code is at ...": a note's raised number at the start of its line. */
function isNoteMark(first: Piece, next: Piece): boolean {
  return (
    first.size < 0.87 * next.size && first.y < next.y && /^\d{1,3}$/u.test(first.text) && /^\p{L}/u.test(next.text)
  );
}

function needsSpace(before: string, a: Piece, b: Piece): boolean {
  const [left, right] = a.x0 <= b.x0 ? [a, b] : [b, a];
  const gap = right.x0 - left.x1;
  const em = (left.size + right.size) / 2;
  if (endsInCjk(before) && startsWithCjk(b.text)) {
    return gap > CJK_GAP_EM * em;
  }
  if (left.spaceRight || right.spaceLeft || gap > WORD_GAP_EM * em) {
    return true;
  }
  // Two texts laid over each other are two texts; a lone mark over a letter is an accent.
  return gap < OVERLAP_EM * em && a.text.length > 1 && b.text.length > 1;
}

/** Old TeX fonts print an accent and then, moved back beneath it, the letter. */
function composeAccent(before: string, a: Piece, b: Piece): string | undefined {
  const mark = COMBINING.get(before.at(-1) ?? '');
  const letter = Array.from(b.text.slice(0, 2))[0] ?? '';
  if (mark === undefined || b.x0 > a.x1 - 0.1 * b.size || !/\p{L}/u.test(letter)) {
    return undefined;
  }
  const stem = before.slice(0, -1);
  const joined = stem === '' || b.x0 - a.x1 < WORD_GAP_EM * b.size ? stem : `${stem} `;
  const base = letter === '\u0131' ? 'i' : letter;
  return joined + (base + mark).normalize('NFC') + b.text.slice(letter.length);
}

/** Left to right, with the stretches that run against the line's direction turned round. */
function inLogicalOrder(pieces: readonly Piece[], mirrored: boolean): readonly Piece[] {
  if (!mirrored && !pieces.some((piece) => hasRightToLeft(piece.text))) {
    return pieces;
  }
  const balances = pieces.map((piece) => directionOf(piece.text));
  const total = pieces.reduce((sum, piece) => sum + rightToLeftBalance(piece.text), 0);
  const toLeft = total === 0 ? mirrored : total > 0;
  // Along the line's own direction.
  const along = toLeft === mirrored ? [...pieces] : pieces.toReversed();
  const directions = toLeft === mirrored ? balances : balances.toReversed();
  const against = toLeft ? -1 : 1;
  const result: Piece[] = [];
  for (let index = 0; index < along.length; index += 1) {
    let end = index;
    if (directions[index] === against) {
      for (let next = index + 1; next < along.length && directions[next] !== -against; next += 1) {
        end = directions[next] === against ? next : end;
      }
    }
    result.push(...along.slice(index, end + 1).toReversed());
    index = end;
  }
  return result;
}

/** 1: right to left, -1: left to right (numbers too), 0: takes the direction around it. */
function directionOf(text: string): number {
  const balance = rightToLeftBalance(text);
  return balance === 0 ? (/\p{N}/u.test(text) ? -1 : 0) : Math.sign(balance);
}

/**
 * "L E T T E R S" as one word, if a line is nothing but single letters. Engines put a space where letters stand far apart,
 * so only the gaps between the pieces can still tell words from letters.
 */
function joinLetterSpaced(pieces: readonly Piece[], mirrored: boolean): string | undefined {
  const ordered = mirrored ? inLogicalOrder(pieces, mirrored) : pieces;
  const letters = ordered.map((piece) => piece.text.replaceAll(' ', ''));
  const all = letters.join('');
  const singles = letters.filter((word) => word.length === 1).length;
  if (
    all.length < 5 ||
    isAlphabet(all) ||
    all.length === singles + 1 ||
    letters.some((word, index) => word === ordered[index]?.text && word.length > 1)
  ) {
    return undefined;
  }
  const gaps = ordered.slice(1).map((piece, index) => Math.abs(piece.x0 - (ordered[index]?.x1 ?? piece.x0)));
  if (singles < letters.length) {
    // Some letters came together: then what divides the pieces is wider than what divides letters.
    return letters.join(' ');
  }
  const median = gaps.toSorted((a, b) => a - b)[Math.floor(gaps.length / 2)] ?? 0;
  return letters.reduce((text, letter, index) => {
    const gap = gaps[index - 1] ?? 0;
    return text + (index > 0 && gap > 1.6 * median + 0.05 * (ordered[index]?.size ?? 0) ? ' ' : '') + letter;
  }, '');
}

function isAlphabet(letters: string): boolean {
  const lower = letters.toLowerCase();
  return [...lower].every(
    (letter, index) => index === 0 || (lower.codePointAt(index - 1) ?? 0) < (letter.codePointAt(0) ?? 0),
  );
}

/** Spread-out CJK text: engines see a space between any two characters. */
function closeSpreadCjk(text: string): string {
  if (!text.includes(' ') || !(endsInCjk(text) || /[\u3000-\u9FFF]/u.test(text))) {
    return text;
  }
  const characters = [...text];
  let close = 0;
  let apart = 0;
  characters.forEach((character, index) => {
    const next = characters[index + 1] ?? '';
    const afterNext = characters[index + 2] ?? '';
    if (startsWithCjk(character)) {
      close += startsWithCjk(next) ? 1 : 0;
      apart += next === ' ' && startsWithCjk(afterNext) ? 1 : 0;
    }
  });
  if (apart < 3 || apart <= close) {
    return text;
  }
  return characters
    .filter(
      (character, index) =>
        character !== ' ' || !startsWithCjk(characters[index - 1] ?? '') || !startsWithCjk(characters[index + 1] ?? ''),
    )
    .join('');
}
