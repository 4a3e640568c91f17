import type { Block, ExtractionPart } from '../../../contract/extraction.ts';
import { cutIndex } from './cut-text.ts';

/** UTF-16 units in a block at the most. */
export const LONGEST_BLOCK = 64 * 1024;
const PART_CHARACTERS = 128 * 1024;

function* cutBlock(block: Block): Generator<Block> {
  let rest = block.text;
  while (rest.length > LONGEST_BLOCK) {
    const at = cutIndex(rest, LONGEST_BLOCK);
    yield { ...block, text: rest.slice(0, at).trim() };
    rest = rest.slice(at);
  }
  if (rest.trim() !== '') yield { ...block, text: rest };
}

/** Deals blocks out in parts of some 128 K characters, cuts those over 64 K and leaves out the empty ones. */
export function* blocksToParts(blocks: Iterable<Block>): Generator<ExtractionPart> {
  let part: Block[] = [];
  let characters = 0;
  for (const whole of blocks) {
    for (const block of cutBlock(whole)) {
      part.push(block);
      characters += block.text.length;
      if (characters < PART_CHARACTERS) continue;
      yield { blocks: part, warnings: [] };
      part = [];
      characters = 0;
    }
  }
  if (part.length > 0) yield { blocks: part, warnings: [] };
}
