import type { Block } from '../../../../src-main/contract/extraction.ts';
import type { Chunk, ChunkSettings } from '../../../../src-main/engine/chunking/chunk.ts';
import { createChunker } from '../../../../src-main/engine/chunking/create-chunker.ts';

/** All chunks of a document at once. */
export const chunksOf = (blocks: readonly Block[], settings: ChunkSettings): Chunk[] => {
  const chunker = createChunker(settings);
  const chunks = blocks.flatMap((block) => chunker.add(block));
  return [...chunks, ...chunker.finish()];
};

export interface PlacedBlock {
  readonly block: Block;
  /** Code points before the block in the normalised text. */
  readonly start: number;
}

export interface NormalisedDocument {
  readonly codePoints: readonly string[];
  readonly placed: readonly PlacedBlock[];
}

const JOINED_BY_ONE_BREAK: readonly Block['kind'][] = ['list_item', 'table_row'];

/** The normalised text after the rule in words, held whole: what the streaming chunker is compared with. */
export const normalise = (blocks: readonly Block[]): NormalisedDocument => {
  const placed: PlacedBlock[] = [];
  let codePoints: string[] = [];
  for (const block of blocks.filter(({ text }) => text.trim() !== '')) {
    const before = placed.at(-1)?.block.kind;
    if (before !== undefined) {
      const close = before === block.kind && JOINED_BY_ONE_BREAK.includes(before);
      codePoints = codePoints.concat(close ? ['\n'] : ['\n', '\n']);
    }
    placed.push({ block, start: codePoints.length });
    codePoints = codePoints.concat(Array.from(block.text));
  }
  return { codePoints, placed };
};
