import { rightToLeftBalance } from './characters.ts';
import { cleanText } from './clean-text.ts';
import type { Piece, TextRun } from './text-run.ts';

/** Pieces that share a reading direction, in a frame where they run along x. */
export interface Frame {
  readonly pieces: readonly Piece[];
  /** The text runs right to left and x is mirrored, so that the first column and the line's start are at small x. */
  readonly mirrored: boolean;
  readonly chars: number;
}

interface Draft {
  text: string;
  x0: number;
  x1: number;
  y: number;
  size: number;
  font: string;
  bold: boolean;
  monospace: boolean;
  spaceLeft: boolean;
  spaceRight: boolean;
}

// Turned text of a chart has many slightly different angles; a scan's text layer is often askew by a degree or two.
const ANGLE_STEP_DEGREES = 5;
const MIN_GARBLED = 20;

/**
 * Cleans the runs of a page, drops overprinted copies and divides them by reading direction, each direction in a frame
 * of its own, the one with most text first: turned text can then never get between the lines of the body.
 * `unreadable` counts characters that no character set knows.
 */
export function prepareFrames(runs: readonly TextRun[]): { frames: Frame[]; unreadable: number } {
  const groups = new Map<string, Draft[]>();
  const { cleaned, garbled, unreadable } = cleanRuns(runs);
  for (const { run, text } of cleaned) {
    if (!isPlaced(run) || garbled.has(run.fontName ?? '')) {
      continue;
    }
    const step = (Math.round((run.angle ?? 0) / ANGLE_STEP_DEGREES) * ANGLE_STEP_DEGREES + 360) % 360;
    const key = run.vertical === true ? `v${step}` : `${step}`;
    const group = groups.get(key) ?? [];
    groups.set(key, group);
    addDraft(group, run, text, run.vertical === true ? step + 90 : step);
  }
  const frames = [...groups.values()]
    .map(toFrame)
    .filter((frame) => frame.pieces.length > 0)
    .toSorted((a, b) => b.chars - a.chars);
  return { frames, unreadable };
}

/**
 * Fonts that say for most of their glyphs no character, or a control, say nonsense for the rest: the numbers of glyphs
 * that happen to be punctuation. All they wrote on this page counts as unreadable.
 */
function cleanRuns(runs: readonly TextRun[]): {
  cleaned: { run: TextRun; text: string }[];
  garbled: ReadonlySet<string>;
  unreadable: number;
} {
  const byFont = new Map<string, { readable: number; unreadable: number }>();
  const cleaned: { run: TextRun; text: string }[] = [];
  for (const run of runs) {
    const { text, unreadable } = cleanText(run.text);
    const font = byFont.get(run.fontName ?? '') ?? { readable: 0, unreadable: 0 };
    byFont.set(run.fontName ?? '', font);
    font.unreadable += unreadable;
    font.readable += text.replaceAll(' ', '').length;
    if (text !== '') {
      cleaned.push({ run, text });
    }
  }
  let total = 0;
  const garbled = new Set<string>();
  for (const [name, font] of byFont) {
    const isGarbled = font.unreadable >= MIN_GARBLED && font.unreadable > 0.7 * font.readable;
    total += font.unreadable + (isGarbled ? font.readable : 0);
    if (isGarbled) {
      garbled.add(name);
    }
  }
  return { cleaned, garbled, unreadable: total };
}

function isPlaced(run: TextRun): boolean {
  return (
    Number.isFinite(run.x) &&
    Number.isFinite(run.y) &&
    Number.isFinite(run.width) &&
    run.fontSize > 0 &&
    run.fontSize < 1e5
  );
}

function addDraft(group: Draft[], run: TextRun, text: string, turnDegrees: number): void {
  const turn = (turnDegrees * Math.PI) / 180;
  const [cos, sin] = turnDegrees % 360 === 0 ? [1, 0] : [Math.cos(turn), Math.sin(turn)];
  const x = run.x * cos + run.y * sin;
  const y = run.y * cos - run.x * sin;
  const trimmed = text.trim();
  const width = Math.max(0, run.width);
  if (trimmed === '') {
    hintSpace(group.at(-1), x, width, y);
    if (text.includes('\u3000') && group.length > 0) {
      const last = group.at(-1);
      if (last !== undefined && Math.abs(last.y - y) < last.size * 0.3) {
        last.spaceRight = true;
      }
    }
    return;
  }
  const lead = text.length - text.trimStart().length;
  const tail = text.length - text.trimEnd().length;
  // A space is about half as wide as the mean glyph.
  const perUnit = width / (trimmed.length + (lead + tail) * 0.5);
  group.push({
    text: trimmed.replace(/ {2,}/g, ' '),
    x0: x + lead * 0.5 * perUnit,
    x1: x + width - tail * 0.5 * perUnit,
    y,
    size: run.fontSize,
    font: run.fontName ?? '',
    bold: run.bold ?? false,
    monospace: run.monospace ?? false,
    spaceLeft: lead > 0,
    spaceRight: tail > 0,
  });
}

function hintSpace(last: Draft | undefined, x: number, width: number, y: number): void {
  if (last === undefined || Math.abs(last.y - y) > last.size * 0.3) {
    return;
  }
  if (Math.abs(x - last.x1) < last.size * 0.5) {
    last.spaceRight = true;
  } else if (Math.abs(x + width - last.x0) < last.size * 0.5) {
    last.spaceLeft = true;
  }
}

function toFrame(drafts: readonly Draft[]): Frame {
  const pieces = dropOverprinted(drafts);
  let balance = 0;
  let chars = 0;
  for (const piece of pieces) {
    balance += rightToLeftBalance(piece.text);
    chars += piece.text.length;
  }
  if (balance <= 0) {
    return { pieces, mirrored: false, chars };
  }
  const mirror = (piece: Piece): Piece => ({
    ...piece,
    x0: -piece.x1,
    x1: -piece.x0,
    spaceLeft: piece.spaceRight,
    spaceRight: piece.spaceLeft,
  });
  return { pieces: pieces.map(mirror), mirrored: true, chars };
}

/** Programs without a bold font print a text twice, a hair apart; a shadow is the same. */
function dropOverprinted(drafts: readonly Draft[]): Draft[] {
  const seen = new Map<string, Draft[]>();
  const kept: Draft[] = [];
  for (const draft of drafts) {
    const same = seen.get(draft.text);
    if (same === undefined) {
      seen.set(draft.text, [draft]);
      kept.push(draft);
      continue;
    }
    const near = Math.min(0.25 * draft.size, 0.5 * Math.max(draft.x1 - draft.x0, 0.1 * draft.size));
    const copy = same.some(
      (other) =>
        Math.abs(other.x0 - draft.x0) < near &&
        Math.abs(other.y - draft.y) < near &&
        Math.abs(other.size - draft.size) < 0.1 * draft.size,
    );
    if (!copy) {
      same.push(draft);
      kept.push(draft);
    }
  }
  return kept;
}
