import { medianOf } from './find-columns.ts';
import { splitMark } from './list-marks.ts';
import type { Line } from './text-run.ts';

/** Lines that belong together. `mark` is set for items of lists. */
export interface LineGroup {
  readonly lines: Line[];
  readonly kind: 'text' | 'item' | 'row';
  /** The distance from the line above it in its region, in em; Infinity for the first. */
  readonly gapEm: number;
}

const SENTENCE_END = /[.!?:;\u3002\uFF01\uFF1F\u2026]["'”’»)\]]*$/u;

/** Groups the lines of one region into paragraphs, list items and table rows (`table` as detectTables gives it). */
export function buildParagraphs(lines: readonly Line[], table: readonly number[]): LineGroup[] {
  const spacing = typicalSpacing(lines);
  const groups: LineGroup[] = [];
  lines.forEach((line, index) => {
    const previous = lines[index - 1];
    const gapEm = previous === undefined ? Number.POSITIVE_INFINITY : (line.y - previous.y) / Math.max(line.size, 0.1);
    const group = groups.at(-1);
    if ((table[index] ?? -1) >= 0) {
      const wraps = group?.kind === 'row' && table[index - 1] === table[index] && isWrappedCell(line, group, spacing);
      if (wraps) {
        group.lines.push(line);
      } else {
        groups.push({ lines: [line], kind: 'row', gapEm });
      }
      return;
    }
    const kind = startsItem(line, previous, group, spacing, lines[index + 1]) ? 'item' : 'text';
    if (
      group === undefined ||
      previous === undefined ||
      group.kind === 'row' ||
      kind === 'item' ||
      breaksHere(lines, index, group, spacing)
    ) {
      groups.push({ lines: [line], kind, gapEm });
    } else {
      group.lines.push(line);
    }
  });
  return groups;
}

/** The usual distance of lines in em, told from full lines; labels of a form stand apart at will. */
function typicalSpacing(lines: readonly Line[]): number {
  const ratios: number[] = [];
  const width = Math.max(...lines.map((line) => line.x1)) - Math.min(...lines.map((line) => line.x0));
  for (let index = 1; index < lines.length; index += 1) {
    const [a, b] = [lines[index - 1], lines[index]];
    if (
      a !== undefined &&
      b !== undefined &&
      Math.abs(a.size - b.size) < 0.1 * a.size &&
      a.x1 - a.x0 > 0.6 * width &&
      a.text.length > 20
    ) {
      const ratio = (b.y - a.y) / b.size;
      if (ratio > 0.7 && ratio < 2.4) {
        ratios.push(ratio);
      }
    }
  }
  return ratios.length < 3 ? 1.25 : Math.min(medianOf(ratios), 2);
}

/** A one-cell line right below a row, under a cell other than the first, goes on with that cell. */
function isWrappedCell(line: Line, group: LineGroup, spacing: number): boolean {
  const above = group.lines.at(-1);
  const first = group.lines[0];
  if (
    above === undefined ||
    first === undefined ||
    line.cells.length !== 1 ||
    (line.y - above.y) / line.size > 1.25 * Math.min(spacing, 1.3)
  ) {
    return false;
  }
  return first.cells.slice(1).some((cell) => Math.abs(cell.x0 - line.x0) < 0.5 * line.size);
}

function startsItem(
  line: Line,
  previous: Line | undefined,
  group: LineGroup | undefined,
  spacing: number,
  next: Line | undefined,
): boolean {
  const { kind, rest } = splitMark(line.text);
  if (kind === 'none' || rest === '') {
    return false;
  }
  if (kind === 'sure' || previous === undefined || group === undefined || group.kind === 'row') {
    return true;
  }
  if (group.kind === 'item' && Math.abs((group.lines[0]?.x0 ?? 0) - line.x0) < 0.3 * line.size) {
    return true;
  }
  if (group.kind === 'item' && line.x0 < (group.lines[0]?.x0 ?? 0) - 0.5 * line.size) {
    return true;
  }
  if ((line.y - previous.y) / line.size > 1.25 * spacing || Math.abs(line.size - previous.size) > 0.08 * line.size) {
    return true;
  }
  // A number at a line's start within a sentence ("in figure / 3. It shows") stands flush and after a full line.
  const moved = Math.abs(line.x0 - previous.x0) > 0.5 * line.size;
  const ended = SENTENCE_END.test(previous.text) || previous.x1 < Math.max(line.x1, next?.x1 ?? 0) - 3 * line.size;
  return ended || (moved && !/^[-\u2013\u2014*]$/u.test(line.text.slice(0, 1)) && line.x0 > previous.x0);
}

function breaksHere(lines: readonly Line[], index: number, group: LineGroup, spacing: number): boolean {
  const line = lines[index];
  const previous = lines[index - 1];
  if (line === undefined || previous === undefined) {
    return true;
  }
  const em = Math.max(line.size, 0.1);
  const gap = (line.y - previous.y) / em;
  const [first, second] = group.lines;
  const own = first !== undefined && second !== undefined ? (second.y - first.y) / em : Math.max(spacing, 1.15);
  if (gap > 1.3 * own + 0.02 || gap > 2.6 || gap < 0.2) {
    return true;
  }
  if (
    Math.abs(line.size - previous.size) > 0.09 * em ||
    (line.startsRaised && first !== undefined && first.startsRaised)
  ) {
    return true;
  }
  const { localLeft, localRight } = localEdges(lines, index, group);
  const width = Math.max(localRight - localLeft, em);
  const remaining = localRight - previous.x1;
  if (
    line.oneFont &&
    previous.oneFont &&
    line.font !== previous.font &&
    remaining > 0.15 * width &&
    (gap > 1.06 * own || remaining > 0.4 * width)
  ) {
    return true;
  }
  if (isCentred(previous, line, localLeft, localRight)) {
    return false;
  }
  if (breaksByIndent(lines, index, group, localRight)) {
    return true;
  }
  const firstWord = line.text.split(' ', 1)[0] ?? '';
  const wordWidth = ((line.x1 - line.x0) * firstWord.length) / Math.max(line.text.length, 1);
  const fitted = remaining > wordWidth + 0.6 * em;
  return (
    fitted &&
    remaining > 0.08 * width &&
    ((SENTENCE_END.test(previous.text) && !/^\p{Ll}/u.test(line.text)) ||
      (remaining > 0.3 * width && !/^\p{Ll}/u.test(line.text)))
  );
}

function localEdges(
  lines: readonly Line[],
  index: number,
  group: LineGroup,
): { localLeft: number; localRight: number } {
  let localLeft = Number.POSITIVE_INFINITY;
  let localRight = Number.NEGATIVE_INFINITY;
  const take = (line: Line): void => {
    localLeft = Math.min(localLeft, line.x0);
    localRight = Math.max(localRight, line.x1);
  };
  group.lines.slice(-4).forEach(take);
  let previous = lines[index];
  for (const line of lines.slice(index, index + 3)) {
    if (
      previous !== undefined &&
      (line.y - previous.y > 1.6 * line.size || Math.abs(line.size - previous.size) > 0.1 * line.size)
    ) {
      break;
    }
    take(line);
    previous = line;
  }
  return { localLeft, localRight };
}

function isCentred(previous: Line, line: Line, left: number, right: number): boolean {
  const em = line.size;
  const middle = (previous.x0 + previous.x1) / 2 - (line.x0 + line.x1) / 2;
  const bothInset = previous.x0 - left > 0.8 * em || line.x0 - left > 0.8 * em;
  const bothShort = right - previous.x1 > 0.8 * em || right - line.x1 > 0.8 * em;
  return Math.abs(middle) < 0.6 * em && bothInset && bothShort;
}

function breaksByIndent(lines: readonly Line[], index: number, group: LineGroup, localRight: number): boolean {
  const line = lines[index];
  const previous = lines[index - 1];
  if (line === undefined || previous === undefined) {
    return true;
  }
  const step = 0.7 * line.size;
  const start = group.lines[0]?.x0 ?? previous.x0;
  if (group.kind === 'item') {
    // Lines of an item stand at its text or at its mark; a first-line indent leads back out in the middle of a sentence.
    const goesOn =
      group.lines.length === 1 && !SENTENCE_END.test(previous.text) && localRight - previous.x1 < 2 * line.size;
    return (line.x0 < start - step && !goesOn) || (line.x0 > previous.x0 + step && group.lines.length > 1);
  }
  if (line.x0 > previous.x0 + step) {
    if (group.lines.length > 1) {
      return true;
    }
    // Either a new paragraph after a one-line one, or the second line of a hanging indent, which follows a full line.
    const next = lines[index + 1];
    const full = localRight - previous.x1 < 2 * line.size;
    const staysIn =
      next === undefined ||
      Math.abs(next.x0 - line.x0) < step ||
      (next.x0 <= previous.x0 + step && !SENTENCE_END.test(previous.text));
    return !(
      full &&
      staysIn &&
      !(
        SENTENCE_END.test(previous.text) &&
        /^\p{Lu}/u.test(line.text) &&
        next !== undefined &&
        next.x0 < line.x0 - step
      )
    );
  }
  if (line.x0 < previous.x0 - step) {
    return group.lines.length > 1 || start < line.x0 - step;
  }
  return false;
}
