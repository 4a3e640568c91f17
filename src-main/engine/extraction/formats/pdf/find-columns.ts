import type { Fragment } from './text-run.ts';

interface Band {
  readonly left: Fragment[];
  readonly right: Fragment[];
}

/** What a band of fragments is when a gutter is laid through it: in order from top to bottom. */
interface Section {
  readonly spanning: Fragment[];
  readonly band: Band | undefined;
}

const MAX_DEPTH = 5;
// Fragments of a row are at least 0.8 em apart already; this only forbids touching the line itself.
const HALF_GUTTER_EM = 0.1;
const MIN_GUTTER_EM = 0.4;
// Three or four loosely justified lines can have a gap in the same place by chance.
const MIN_LINES = 5;
const PROSE_CHARS = 15;
const STRICT_CHARS = 8;

/**
 * Orders the fragments of a page as a reader would: looks for the gutter that divides most lines into a left and a right
 * side; what crosses it (titles, abstracts, wide figures' captions) ends one pair of columns and begins the next.
 * Each region that comes back is one column of one such band. Tables are left whole: their cells are short and share
 * baselines, which columns of prose do not do for long.
 */
export function findColumns(fragments: readonly Fragment[], depth = 0): Fragment[][] {
  if (depth >= MAX_DEPTH || fragments.length < 2 * MIN_LINES) {
    return fragments.length === 0 ? [] : [[...fragments]];
  }
  const sorted = fragments.toSorted((a, b) => a.y - b.y || a.x0 - b.x0);
  const em = medianOf(sorted.map((fragment) => fragment.size));
  const gutter = findGutter(sorted, em);
  if (gutter === undefined) {
    return [sorted];
  }
  const regions: Fragment[][] = [];
  for (const section of divide(sorted, gutter, em)) {
    if (section.band === undefined) {
      regions.push(...findColumns(section.spanning, depth + 1));
      continue;
    }
    const { head, left, right, foot } = takeMargins(section.band, em);
    regions.push(...[head].filter((row) => row.length > 0));
    regions.push(...findColumns(left, depth + 1), ...findColumns(right, depth + 1));
    regions.push(...[foot].filter((row) => row.length > 0));
  }
  return regions;
}

function findGutter(sorted: readonly Fragment[], em: number): number | undefined {
  const start = Math.min(...sorted.map((fragment) => fragment.x0));
  const end = Math.max(...sorted.map((fragment) => fragment.x1));
  let bestScore = 0;
  let best: { x: number; width: number } | undefined;
  for (const stretch of quietStretches(sorted, start + 2 * em, end - 2 * em, em)) {
    const score = scoreGutter(sorted, stretch.x, em, bestScore);
    if (score > bestScore || (score === bestScore && score > 0 && stretch.width > (best?.width ?? 0))) {
      bestScore = score;
      best = stretch;
    }
  }
  return best?.x;
}

/** The stretches of x, wide enough for a gutter, in which no fragment begins or ends: one place in each is enough to try. */
function quietStretches(
  sorted: readonly Fragment[],
  from: number,
  to: number,
  em: number,
): { x: number; width: number }[] {
  const edges = sorted.flatMap((fragment) => [fragment.x0, fragment.x1]).filter((x) => x > from && x < to);
  edges.push(from, to);
  edges.sort((a, b) => a - b);
  const stretches: { x: number; width: number }[] = [];
  for (let index = 1; index < edges.length; index += 1) {
    const [left, right] = [edges[index - 1] ?? 0, edges[index] ?? 0];
    if (right - left >= MIN_GUTTER_EM * em) {
      stretches.push({ x: (left + right) / 2, width: right - left });
    }
  }
  return stretches;
}

/** How many fragments stand in bands that the gutter divides into columns. */
function scoreGutter(sorted: readonly Fragment[], x: number, em: number, atLeast: number): number {
  let left = 0;
  for (const fragment of sorted) {
    left += fragment.x1 <= x - HALF_GUTTER_EM * em ? 1 : 0;
  }
  if (left < MIN_LINES || 2 * Math.min(left, sorted.length - left) + sorted.length < atLeast) {
    return 0;
  }
  let score = 0;
  for (const { band } of divideRaw(sorted, x, em)) {
    const [lefts, rights] = [band?.left ?? [], band?.right ?? []];
    if (countRows(lefts) >= MIN_LINES && countRows(rights) >= MIN_LINES && areColumns(lefts, rights, em)) {
      score += lefts.length + rights.length;
    }
  }
  return score;
}

function divideRaw(sorted: readonly Fragment[], x: number, em: number): Section[] {
  const sections: Section[] = [];
  let spanning: Fragment[] = [];
  let band: Band = { left: [], right: [] };
  const closeBand = (): void => {
    if (band.left.length + band.right.length > 0) {
      sections.push({ spanning: [], band });
      band = { left: [], right: [] };
    }
  };
  for (const fragment of sorted) {
    if (fragment.x1 <= x - HALF_GUTTER_EM * em) {
      band.left.push(fragment);
    } else if (fragment.x0 >= x + HALF_GUTTER_EM * em) {
      band.right.push(fragment);
    } else {
      closeBand();
      spanning = [fragment];
      sections.push({ spanning, band: undefined });
      continue;
    }
  }
  closeBand();
  return sections;
}

function divide(sorted: readonly Fragment[], x: number, em: number): Section[] {
  const merged: Section[] = [];
  for (const section of divideRaw(sorted, x, em)) {
    const { band } = section;
    const enough =
      band !== undefined &&
      band.left.length > 0 &&
      band.right.length > 0 &&
      areColumns(band.left, band.right, em, countRows(band.left) < MIN_LINES || countRows(band.right) < MIN_LINES);
    if (enough) {
      merged.push(section);
      continue;
    }
    const loose =
      band === undefined
        ? section.spanning
        : [...band.left, ...band.right].toSorted((a, b) => a.y - b.y || a.x0 - b.x0);
    const last = merged.at(-1);
    if (last !== undefined && last.band === undefined) {
      last.spanning.push(...loose);
    } else {
      merged.push({ spanning: [...loose], band: undefined });
    }
  }
  return merged;
}

function areColumns(left: readonly Fragment[], right: readonly Fragment[], em: number, strict = false): boolean {
  const prose = isProse(left) && isProse(right);
  if (prose || strict) {
    return (
      prose &&
      isSideBySide(left, right, em) &&
      (!strict || [...left, ...right].every((fragment) => fragment.chars >= STRICT_CHARS))
    );
  }
  const few = left.length <= right.length ? left : right;
  const many = few === left ? right : left;
  if (few.length < 5 || !isSideBySide(left, right, em)) {
    return false;
  }
  const rows = new Set(many.map((fragment) => fragment.row));
  const shared = few.filter(
    (fragment) => rows.has(fragment.row) || many.some((other) => Math.abs(other.y - fragment.y) < 0.12 * em),
  ).length;
  return shared < 0.4 * few.length;
}

/** Columns stand beside each other; a left block above a right one is only an indentation. */
function isSideBySide(left: readonly Fragment[], right: readonly Fragment[], em: number): boolean {
  const top = Math.max(left[0]?.y ?? 0, right[0]?.y ?? 0);
  const bottom = Math.min(left.at(-1)?.y ?? 0, right.at(-1)?.y ?? 0);
  const rise = Math.min((left.at(-1)?.y ?? 0) - (left[0]?.y ?? 0), (right.at(-1)?.y ?? 0) - (right[0]?.y ?? 0));
  return bottom - top >= 0.5 * rise - 0.5 * em && bottom - top > -0.5 * em;
}

/** Lines of prose fill most of their column and have more than a few characters. */
function isProse(side: readonly Fragment[]): boolean {
  const start = Math.min(...side.map((fragment) => fragment.x0));
  const end = Math.max(...side.map((fragment) => fragment.x1));
  const rows = new Map<number, { x0: number; x1: number; chars: number; cells: number }>();
  for (const fragment of side) {
    const row = rows.get(fragment.row);
    rows.set(fragment.row, {
      x0: Math.min(fragment.x0, row?.x0 ?? fragment.x0),
      x1: Math.max(fragment.x1, row?.x1 ?? fragment.x1),
      chars: fragment.chars + (row?.chars ?? 0),
      cells: 1 + (row?.cells ?? 0),
    });
  }
  let full = 0;
  for (const row of rows.values()) {
    full += row.x1 - row.x0 >= 0.6 * (end - start) && row.chars >= PROSE_CHARS && row.chars >= 8 * row.cells ? 1 : 0;
  }
  return full >= 0.45 * rows.size;
}

/** A running head or foot that stands clear of both columns belongs to neither. */
function takeMargins(
  band: Band,
  em: number,
): { head: Fragment[]; left: Fragment[]; right: Fragment[]; foot: Fragment[] } {
  const all = [...band.left, ...band.right].toSorted((a, b) => a.y - b.y || a.x0 - b.x0);
  const first = all[0];
  const last = all.at(-1);
  const isHead = (fragment: Fragment): boolean => first !== undefined && fragment.y < first.y + 0.5 * em;
  const isFoot = (fragment: Fragment): boolean => last !== undefined && fragment.y > last.y - 0.5 * em;
  const head = all.filter(isHead);
  const foot = all.filter(isFoot);
  const afterHead = all.find((fragment) => !isHead(fragment));
  const beforeFoot = all.findLast((fragment) => !isFoot(fragment));
  const keepHead =
    afterHead !== undefined && first !== undefined && afterHead.y - first.y > 2.2 * em && head.length <= 4;
  const keepFoot =
    beforeFoot !== undefined && last !== undefined && last.y - beforeFoot.y > 2.2 * em && foot.length <= 4;
  const inBody = (fragment: Fragment): boolean => !(keepHead && isHead(fragment)) && !(keepFoot && isFoot(fragment));
  return {
    head: keepHead ? head : [],
    left: band.left.filter(inBody),
    right: band.right.filter(inBody),
    foot: keepFoot ? foot : [],
  };
}

/** A loosely justified line is several fragments, but still one line. */
function countRows(side: readonly Fragment[]): number {
  return new Set(side.map((fragment) => fragment.row)).size;
}

/** The middle value; 0 for none. */
export function medianOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
