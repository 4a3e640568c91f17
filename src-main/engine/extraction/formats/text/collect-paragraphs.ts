import type { Block } from '../../../../contract/extraction.ts';
import { joinLines, LONGEST_WRAPPED_LINE } from './join-lines.ts';
import { LONGEST_LINE } from './split-lines.ts';

export interface ParagraphCollector {
  readonly push: (lines: readonly string[]) => Block[];
  readonly end: () => Block[];
}

const ATX_HEADING = /^ {0,3}(#{1,6})[ \t]+(.*)$/u;
const CLOSING_MARKS = /(?:^|[ \t])#+$/u;
const FENCE = /^ {0,3}(?:```|~~~)/u;

/**
 * Gathers lines into paragraphs: blank lines part them, and a line longer than anyone wraps is one by itself. Text
 * without blank lines is parted every 64 K characters, at a line end.
 *
 * @param headings reads lines like `## Title` outside code fences as headings (Markdown too large for its parser)
 */
export const createParagraphCollector = ({ headings }: { readonly headings: boolean }): ParagraphCollector => {
  let lines: string[] = [];
  let length = 0;
  let inFence = false;

  const take = (): Block[] => {
    const text = joinLines(lines);
    lines = [];
    length = 0;
    return text === '' ? [] : [{ kind: 'paragraph', text }];
  };

  const headingOf = (line: string): Block | undefined => {
    if (FENCE.test(line)) inFence = !inFence;
    const [, marks, content] = inFence ? [] : (ATX_HEADING.exec(line) ?? []);
    const text = content?.trim().replace(CLOSING_MARKS, '').trim();
    return marks === undefined || text === undefined || text === ''
      ? undefined
      : { kind: 'heading', level: marks.length, text };
  };

  const pushLine = (line: string): Block[] => {
    if (line.trim() === '') return take();
    const heading = headings ? headingOf(line) : undefined;
    if (heading !== undefined) return [...take(), heading];
    if (line.length > LONGEST_WRAPPED_LINE) return [...take(), { kind: 'paragraph', text: line.trim() }];
    const before = length + line.length > LONGEST_LINE ? take() : [];
    lines.push(line.trimEnd());
    length += line.length + 1;
    return before;
  };

  return { push: (pushed) => pushed.flatMap(pushLine), end: take };
};
