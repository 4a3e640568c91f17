import type { Block } from '../../../../contract/extraction.ts';
import { buildLines } from './build-lines.ts';
import { buildParagraphs } from './build-paragraphs.ts';
import { classifyBlocks } from './classify-blocks.ts';
import { detectTables } from './detect-tables.ts';
import { bodyOf, observeLine, type DocumentStyle } from './document-style.ts';
import { findColumns } from './find-columns.ts';
import { groupRows } from './group-rows.ts';
import { prepareFrames } from './prepare-pieces.ts';
import type { Line, PageText } from './text-run.ts';
import { learnWords } from './undo-hyphenation.ts';

/** The lines of a page in reading order, by region; one entry for every reading direction, the main one first. */
export interface PageLayout {
  readonly frames: readonly { readonly mirrored: boolean; readonly regions: readonly (readonly Line[])[] }[];
  /** Characters that no character set knows (private use, U+FFFD), which were left out. */
  readonly unreadable: number;
  readonly chars: number;
}

/**
 * Rebuilds the lines and columns of a page from its runs. Pure; depends on this page alone.
 */
export function layOutPage(page: PageText): PageLayout {
  const { frames, unreadable } = prepareFrames(page.runs);
  return {
    frames: frames.map(({ pieces, mirrored }) => ({
      mirrored,
      regions: findColumns(groupRows(pieces)).map((region) => buildLines(region, mirrored)),
    })),
    unreadable,
    chars: frames.reduce((sum, frame) => sum + frame.chars, 0),
  };
}

/** Adds a page to what is known of the document. Do this for a few pages before the first blocks are made. */
export function observePage(style: DocumentStyle, layout: PageLayout): void {
  for (const line of layout.frames.flatMap((frame) => frame.regions.flat())) {
    observeLine(style, line);
    learnWords(style.words, line.text);
  }
}

/** Makes the blocks of a page, in reading order; turned text comes last. `page` counts from 1. */
export function makeBlocks(layout: PageLayout, style: DocumentStyle, page: number): Block[] {
  const body = bodyOf(style);
  return layout.frames.flatMap(({ mirrored, regions }, frame) => {
    const ys = regions.flat().map((line) => line.y);
    const top = Math.min(...ys);
    const context = {
      body,
      words: style.words,
      page,
      mirrored,
      upright: frame === 0,
      notesFrom: top + 0.5 * (Math.max(...ys) - top),
    };
    return regions.flatMap((lines) => classifyBlocks(buildParagraphs(lines, detectTables(lines)), context));
  });
}
