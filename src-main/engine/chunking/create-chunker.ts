import type { Block } from '../../contract/extraction.ts';
import { chunkSettingsSchema, type Chunk, type ChunkSettings } from './chunk.ts';
import { backwards, countCodePoints, forwards } from './code-points.ts';
import { firstBreak, lastBreak } from './text-breaks.ts';

export interface Chunker {
  /** Takes the next block and gives the chunks that are complete now, often none. */
  readonly add: (block: Block) => Chunk[];
  /** Gives the remaining chunks; the chunker is then used up. */
  readonly finish: () => Chunk[];
  /** Code points of the normalised text so far. */
  readonly characters: number;
}

/** Where a block begins in the pending text, and the nearest heading there. */
interface Mark {
  readonly at: number;
  readonly kind: Block['kind'];
  readonly page?: number;
  readonly heading?: string;
}

/** A heading goes into every chunk under it; a page of text taken for a heading must not. */
const LONGEST_HEADING_CHARACTERS = 200;

const headingLabel = (text: string): string => {
  const line = text
    .slice(0, LONGEST_HEADING_CHARACTERS * 4)
    .replaceAll(/\s+/gu, ' ')
    .trim();
  const end = forwards(line, 0, LONGEST_HEADING_CHARACTERS - 1);
  return countCodePoints(line) > LONGEST_HEADING_CHARACTERS ? `${line.slice(0, end)}…` : line;
};

/** What stands between two blocks in the normalised text. */
export const separatorBetween = (before: Block['kind'], after: Block['kind']): '\n' | '\n\n' =>
  before === after && (before === 'list_item' || before === 'table_row') ? '\n' : '\n\n';

const LONGEST_SEPARATOR = 2;

/**
 * Cuts a document into chunks while its blocks arrive. It holds at most one block and about one and a quarter chunks,
 * and its time is linear in the text, also for blocks of many chunks. The same blocks always give the same chunks.
 *
 * The normalised text is the blocks' texts with separatorBetween them; blocks of white space alone are left out. The
 * chunks cover it without a hole, none is longer than `sizeCharacters`, and the `ownText`s joined are that text. A
 * chunk repeats at most `overlapCharacters`, all from the `ownText` of the chunk before it.
 *
 * - A chunk ends at the last end of a block in the second half of its room, else of a sentence, of a line, of a word,
 *   of a grapheme, and only for want of all these at the limit.
 * - A heading begins a chunk, without overlap, unless what comes before it would be a chunk of less than a quarter of
 *   the size: such a short section goes along with the next. A chunk never ends with a heading whose text follows in
 *   the next, unless headings fill it. For the same reason the last cut of a section leaves a quarter to the last chunk.
 * - A table row that fits into one chunk is not cut, unless it follows a heading and does not fit together with it.
 * - The overlap begins with a sentence when that gives at least a quarter of what is asked for, else with a word.
 *
 * Throws on settings that break chunkSettingsSchema: they are checked where they enter.
 */
export const createChunker = (settings: ChunkSettings): Chunker => {
  const { sizeCharacters, overlapCharacters } = chunkSettingsSchema.parse(settings);
  const leastCharacters = Math.floor(sizeCharacters / 4);
  const halfCharacters = Math.ceil(sizeCharacters / 2);

  // The pending text begins where the next chunk starts; its first `repeated` units are that chunk's overlap.
  let pending = '';
  let repeated = 0;
  let marks: Mark[] = [];
  let pendingCharacters = 0;
  let startCharacters = 0;
  let index = 0;

  // Most text has no surrogate pair in sight: then places are code points, and nothing needs to be counted.
  const isPlain = (): boolean => pendingCharacters === pending.length;
  const count = (from: number, to: number): number => (isPlain() ? to - from : countCodePoints(pending, from, to));
  const after = (from: number, characters: number): number =>
    isPlain() ? Math.min(from + characters, pending.length) : forwards(pending, from, characters);
  const before = (from: number, characters: number): number =>
    isPlain() ? Math.max(from - characters, 0) : backwards(pending, from, characters);

  const isHeading = (place: number): boolean => marks[place]?.kind === 'heading';
  const placeOf = (at: number): number => marks.findLastIndex((mark) => mark.at <= at);
  const startsAt = (at: number): Mark | undefined => marks.find((mark) => mark.at === at);

  /** Code points of the block at a place with the separator after it, which is not there yet for the last block. */
  const roomOf = (place: number): number => {
    const start = marks[place]?.at ?? 0;
    const end = marks[place + 1]?.at;
    return end === undefined ? count(start, pending.length) + LONGEST_SEPARATOR : count(start, end);
  };

  const chooseCut = (limitCharacters: number): number => {
    const lowCharacters = Math.max(halfCharacters, count(0, repeated) + leastCharacters);
    const low = after(0, lowCharacters);
    const limit = after(low, limitCharacters - lowCharacters);
    for (let place = placeOf(limit); place > 0 && (marks[place]?.at ?? 0) >= low; place -= 1) {
      if (!isHeading(place - 1)) return marks[place]?.at ?? limit;
    }
    let place = placeOf(limit - 1);
    const blockStart = marks[place]?.at ?? 0;
    const followsHeading = isHeading(place - 1);
    if (isHeading(place)) {
      while (isHeading(place - 1)) place -= 1;
      const runStart = marks[place]?.at ?? 0;
      return runStart > repeated ? runStart : lastBreak(pending, low, limit);
    }
    if (marks[place]?.kind === 'table_row') {
      if (blockStart > repeated && !followsHeading && roomOf(place) <= sizeCharacters) return blockStart;
      const rowEnd = marks[place + 1]?.at;
      if (rowEnd !== undefined && rowEnd <= after(0, sizeCharacters)) return rowEnd;
    }
    return lastBreak(pending, followsHeading ? Math.max(low, after(blockStart, 1)) : low, limit);
  };

  const chooseNextStart = (cut: number): number => {
    const next = startsAt(cut);
    if (overlapCharacters === 0 || cut === pending.length || next?.kind === 'heading') return cut;
    let room = overlapCharacters;
    if (next?.kind === 'table_row') {
      const rowCharacters = roomOf(marks.indexOf(next));
      if (rowCharacters <= sizeCharacters) room = Math.min(room, sizeCharacters - rowCharacters);
    }
    const heading = marks.findLastIndex((mark) => mark.kind === 'heading' && mark.at < cut);
    const afterHeading = heading < 0 ? 0 : (marks[heading + 1]?.at ?? cut);
    const low = Math.max(before(cut, room), repeated, after(0, 1), afterHeading);
    return low < cut ? firstBreak(pending, low, cut, Math.ceil(overlapCharacters / 4)) : cut;
  };

  const takeChunk = (cut: number): Chunk => {
    const first = marks[Math.max(0, placeOf(0))];
    const characters = count(0, cut);
    const chunk: Chunk = {
      index,
      start: startCharacters,
      end: startCharacters + characters,
      text: pending.slice(0, cut),
      ownText: pending.slice(repeated, cut),
      ...(first?.page === undefined ? {} : { page: first.page }),
      ...(first?.heading === undefined ? {} : { heading: first.heading }),
    };
    const nextStart = chooseNextStart(cut);
    const passed = characters - count(nextStart, cut);
    marks = marks.slice(Math.max(0, placeOf(nextStart))).map((mark) => ({ ...mark, at: mark.at - nextStart }));
    pending = pending.slice(nextStart);
    repeated = cut - nextStart;
    pendingCharacters -= passed;
    startCharacters += passed;
    index += 1;
    return chunk;
  };

  const append = (text: string): void => {
    pending += text;
    pendingCharacters += countCodePoints(text);
  };

  /** Cuts until the pending text fits into one chunk, and leaves that one at least a quarter of text of its own. */
  const settle = (): Chunk[] => {
    const chunks: Chunk[] = [];
    while (pendingCharacters > sizeCharacters) {
      chunks.push(takeChunk(chooseCut(Math.min(sizeCharacters, pendingCharacters - leastCharacters))));
    }
    return chunks;
  };

  const closeSection = (): Chunk[] => {
    const chunks = settle();
    if (count(repeated, pending.length) >= Math.max(1, leastCharacters)) chunks.push(takeChunk(pending.length));
    return chunks;
  };

  const add = (block: Block): Chunk[] => {
    if (block.text.trim() === '') return [];
    const chunks: Chunk[] = [];
    const last = marks.at(-1);
    if (last !== undefined) append(separatorBetween(last.kind, block.kind));
    const heading = block.kind === 'heading' ? headingLabel(block.text) : last?.heading;
    marks.push({
      at: pending.length,
      kind: block.kind,
      ...(block.page === undefined ? {} : { page: block.page }),
      ...(heading === undefined ? {} : { heading }),
    });
    if (block.kind === 'heading' && last?.kind !== 'heading') chunks.push(...closeSection());
    append(block.text);
    while (pendingCharacters > sizeCharacters + leastCharacters) chunks.push(takeChunk(chooseCut(sizeCharacters)));
    return chunks;
  };

  const finish = (): Chunk[] => {
    const chunks = settle();
    if (pending.length > repeated) chunks.push(takeChunk(pending.length));
    return chunks;
  };

  return {
    add,
    finish,
    get characters() {
      return startCharacters + pendingCharacters;
    },
  };
};
