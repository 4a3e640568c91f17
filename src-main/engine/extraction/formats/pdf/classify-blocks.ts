import type { Block } from '../../../../contract/extraction.ts';
import { joinPieces } from './join-pieces.ts';
import { splitMark } from './list-marks.ts';
import type { Fragment } from './text-run.ts';
import type { LineGroup } from './build-paragraphs.ts';
import { mendWords, joinLines, type KnownWords } from './undo-hyphenation.ts';

/** What classifyBlocks must know of the document and of the region's place. */
export interface ClassifyContext {
  readonly body: { readonly size: number; readonly font: string };
  readonly words: KnownWords;
  readonly page: number;
  readonly mirrored: boolean;
  /** Turned text has no headings: it is a stamp, a watermark or a label. */
  readonly upright: boolean;
  /** Below this y small print with a mark is a note. */
  readonly notesFrom: number;
}

// Sizes of headings relative to the body, largest first: the index is the level less one.
const HEADING_RATIOS = [1.5, 1.25, 1.1] as const;
const MAX_HEADING_CHARS = 200;
const DROPPED_MARK =
  /^[\u2022\u25E6\u25AA\u25AB\u2023\u25CF\u25CB\u25A0\u25A1\u27A2\u25BA\u25B6\u2043\u274F\u2756\u00B7\u2013\u2014-]$/u;

/** Turns the groups of one region into blocks; a block's text is never empty. */
export function classifyBlocks(groups: readonly LineGroup[], context: ClassifyContext): Block[] {
  const firstNote = findFirstNote(groups, context);
  const blocks: Block[] = [];
  let itemStarts: number[] = [];
  groups.forEach((group, index) => {
    const { page } = context;
    const push = (block: Block): void => {
      if (block.text !== '') {
        blocks.push(block);
      }
    };
    if (group.kind === 'row') {
      itemStarts = [];
      push({ kind: 'table_row', text: mendWords(rowText(group, context)), page });
      return;
    }
    const text = mendWords(
      group.lines.reduce((joined, line) => joinLines(joined, line.text, context.words), ''),
    ).trim();
    if (index >= firstNote) {
      push({ kind: 'note', text, page });
      return;
    }
    const level = headingLevel(groups, index, text, context);
    if (level !== undefined) {
      itemStarts = [];
      push({ kind: 'heading', text, page, level });
      return;
    }
    if (group.kind === 'item') {
      const x = group.lines[0]?.x0 ?? 0;
      const size = group.lines[0]?.size ?? 1;
      itemStarts = [...itemStarts.filter((start) => start < x - 0.6 * size), x];
      const { mark, rest } = splitMark(text);
      push({
        kind: 'list_item',
        text: DROPPED_MARK.test(mark) && rest !== '' ? rest : text,
        page,
        level: itemStarts.length - 1,
      });
      return;
    }
    itemStarts = [];
    push({ kind: 'paragraph', text, page });
  });
  return blocks;
}

function rowText(group: LineGroup, context: ClassifyContext): string {
  const [first, ...wraps] = group.lines;
  if (first === undefined) {
    return '';
  }
  const cells = first.cells.map((cell) => ({ cell, text: joinPieces(cell.pieces, context.mirrored) }));
  for (const wrap of wraps) {
    const home = nearestCell(cells, wrap.x0);
    if (home !== undefined) {
      home.text = joinLines(home.text, wrap.text, context.words);
    }
  }
  return cells.map((cell) => cell.text).join('\t');
}

function nearestCell(
  cells: readonly { cell: Fragment; text: string }[],
  x: number,
): { cell: Fragment; text: string } | undefined {
  return cells.reduce<{ cell: Fragment; text: string } | undefined>(
    (best, cell) => (best === undefined || Math.abs(cell.cell.x0 - x) < Math.abs(best.cell.x0 - x) ? cell : best),
    undefined,
  );
}

function headingLevel(
  groups: readonly LineGroup[],
  index: number,
  text: string,
  context: ClassifyContext,
): number | undefined {
  const group = groups[index];
  const first = group?.lines[0];
  if (group === undefined || first === undefined || context.body.size <= 0 || !context.upright) {
    return undefined;
  }
  const ratio = first.size / context.body.size;
  const words = text.match(/\p{L}{2,}|[\u3040-\u9FFF]/gu)?.length ?? 0;
  if (
    words === 0 ||
    text.length > MAX_HEADING_CHARS ||
    group.lines.length > (ratio >= 1.5 ? 5 : 3) ||
    /[,;]$/u.test(text)
  ) {
    return undefined;
  }
  const mark = splitMark(text);
  if (mark.kind === 'sure') {
    return undefined;
  }
  const level = HEADING_RATIOS.findIndex((least) => ratio >= least);
  const sameFont = first.font === context.body.font && !first.bold;
  if (level === 2 && sameFont && ratio < 1.18) {
    return undefined;
  }
  if (level >= 0) {
    return level === 2 && /[.:]$/u.test(text) && group.lines.length > 1 ? undefined : level + 1;
  }
  if (isCapitals(groups, index, text)) {
    return numberedLevel(text);
  }
  return isSetApart(groups, index, text, ratio, context) ? numberedLevel(text) : undefined;
}

/** A short line in another font than the body's, with the body after it: a heading of the body's size. */
function isSetApart(
  groups: readonly LineGroup[],
  index: number,
  text: string,
  ratio: number,
  context: ClassifyContext,
): boolean {
  const group = groups[index];
  const first = group?.lines[0];
  const after = groups.slice(index + 1, index + 3).find((next) => next.lines[0]?.font === context.body.font);
  if (group === undefined || first === undefined || ratio < 0.95 || group.lines.length > 2 || text.length > 120) {
    return false;
  }
  const otherFont = first.font !== context.body.font && context.body.font !== '' && !first.monospace;
  const distinct = group.lines.every((line) => line.oneFont && line.font === first.font && (line.bold || otherFont));
  if (!distinct || (after === undefined && !first.bold) || group.gapEm < 1.3) {
    return false;
  }
  const letters = text.match(/[\p{L}\s]/gu)?.length ?? 0;
  return (
    letters >= 0.7 * text.length &&
    /^[\p{Lu}\p{Lo}\p{N}]/u.test(text) &&
    !/[.:,;=]$/u.test(text) &&
    /\p{L}{3}|[\u3040-\u9FFF]/u.test(text)
  );
}

/** "II. METHODS" above a paragraph, in whatever font. */
function isCapitals(groups: readonly LineGroup[], index: number, text: string): boolean {
  const group = groups[index];
  const after = groups[index + 1];
  return (
    group !== undefined &&
    after !== undefined &&
    after.kind === 'text' &&
    after.lines.reduce((sum, line) => sum + line.text.length, 0) > 80 &&
    group.gapEm >= 1.3 &&
    text.length <= 120 &&
    !/[.:,;=]$|\p{Ll}/u.test(text) &&
    (text.match(/\p{Lu}/gu)?.length ?? 0) >= Math.max(4, 0.6 * text.length)
  );
}

function numberedLevel(text: string): number {
  const number = /^\d+(?:\.\d+)*/u.exec(text)?.[0];
  return number === undefined ? 3 : Math.min(6, 2 + number.split('.').length);
}

/** Small print at a column's foot that begins with a mark; a page number may follow it. */
function findFirstNote(groups: readonly LineGroup[], context: ClassifyContext): number {
  const none = groups.length;
  let first = none;
  let skipped = 0;
  for (let index = groups.length - 1; index > 0; index -= 1) {
    const group = groups[index];
    const line = group?.lines[0];
    if (group === undefined || line === undefined || group.kind === 'row' || line.y < context.notesFrom) {
      break;
    }
    if (line.size > 0.93 * context.body.size) {
      skipped += 1;
      if (skipped > 1 || first !== none || line.text.length > 60) {
        break;
      }
      continue;
    }
    if (line.startsRaised || /^(?:[*†‡§¶∗]|\d{1,2}\)?\s\p{L})/u.test(line.text)) {
      first = index;
    }
  }
  // Small print that no body stands above is a region of small print: references, a form's explanations.
  const above = groups[first - 1]?.lines[0];
  return above !== undefined && above.size > 0.93 * context.body.size ? first : none;
}
