import { stripVTControlCharacters } from 'node:util';

/** Characters that a terminal shows in two columns: East Asian wide and full-width ones, and emoji (Unicode UAX 11). */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u4dbf\u4e00-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{1b000}-\u{1b2ff}\u{1f300}-\u{1f64f}\u{1f680}-\u{1f6ff}\u{1f900}-\u{1f9ff}\u{20000}-\u{3fffd}]/u;
const NO_WIDTH = /^[\p{Mn}\p{Me}\p{Cf}]/u;

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const charactersOf = (text: string): string[] => [...segmenter.segment(text)].map(({ segment }) => segment);
const widthOfCharacter = (character: string): number => (WIDE.test(character) ? 2 : NO_WIDTH.test(character) ? 0 : 1);

/** How many columns of a terminal a line takes. */
export const displayWidth = (line: string): number =>
  charactersOf(stripVTControlCharacters(line)).reduce((sum, character) => sum + widthOfCharacter(character), 0);

const takeColumns = (characters: readonly string[], columns: number): string[] => {
  let width = 0;
  const end = characters.findIndex((character) => (width += widthOfCharacter(character)) > columns);
  return end < 0 ? [...characters] : characters.slice(0, end);
};

/** A line of at most so many columns; a longer one ends in an ellipsis. */
export const cutEnd = (line: string, columns: number): string =>
  displayWidth(line) <= columns ? line : `${takeColumns(charactersOf(line), columns - 1).join('')}…`;

/** A line of at most so many columns; of a longer one the middle goes, so that a path keeps its filename's end. */
export const cutMiddle = (line: string, columns: number): string => {
  if (displayWidth(line) <= columns) return line;
  const characters = charactersOf(line);
  const start = takeColumns(characters, Math.floor((columns - 1) / 3));
  const left = columns - 1 - displayWidth(start.join(''));
  const end = takeColumns(characters.toReversed(), left).toReversed();
  return `${start.join('')}…${end.join('')}`;
};

/** Breaks a sentence at its spaces into lines of at most so many columns; a word that is longer stays whole. */
export const wrapText = (text: string, columns: number, indent = ''): string[] => {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? `${indent}${word}` : `${line} ${word}`;
    if (line !== '' && displayWidth(longer) > columns) {
      lines.push(line);
      line = `${indent}${word}`;
    } else {
      line = longer;
    }
  }
  return [...lines, line];
};
