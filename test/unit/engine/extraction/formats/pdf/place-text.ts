import {
  layOutPage,
  makeBlocks,
  observePage,
} from '../../../../../../src-main/engine/extraction/formats/pdf/build-page.ts';
import { newDocumentStyle } from '../../../../../../src-main/engine/extraction/formats/pdf/document-style.ts';
import type { TextRun } from '../../../../../../src-main/engine/extraction/formats/pdf/text-run.ts';
import type { Block } from '../../../../../../src-main/contract/extraction.ts';

const SIZE = 10;

/** A run whose glyphs are half an em wide. */
export function run(text: string, x: number, y: number, more: Partial<TextRun> = {}): TextRun {
  const fontSize = more.fontSize ?? SIZE;
  return { text, x, y, width: [...text].length * 0.5 * fontSize, fontSize, fontName: 'body', ...more };
}

/** Lines of runs below each other, 1.2 em apart. */
export function column(lines: readonly string[], x: number, y: number, more: Partial<TextRun> = {}): TextRun[] {
  return lines.map((text, index) => run(text, x, y + index * 1.2 * (more.fontSize ?? SIZE), more));
}

/** The blocks of one page on its own. */
export function blocksOf(runs: readonly TextRun[]): Block[] {
  const style = newDocumentStyle();
  const layout = layOutPage({ runs, width: 600, height: 800 });
  observePage(style, layout);
  return makeBlocks(layout, style, 1);
}

export const textsOf = (runs: readonly TextRun[]): string[] => blocksOf(runs).map((block) => block.text);
