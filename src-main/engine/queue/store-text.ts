import type { DatabaseSync } from 'node:sqlite';
import type { Block } from '../../contract/extraction.ts';
import type { Chunk, ChunkSettings } from '../chunking/chunk.ts';
import { createChunker } from '../chunking/create-chunker.ts';
import { inTransaction } from '../library/statements.ts';
import { deleteText, finishText, insertChunks, insertText, type TextTotals } from '../library/texts.ts';

/** Chunks in memory at the most, about 3 MB of text; a longer document is written in slices of so many. */
const SLICE_CHUNKS = 2000;

export interface TextStore {
  /** Takes blocks as they come and writes full slices, which nobody sees yet. */
  readonly add: (blocks: readonly Block[]) => void;
  /** Writes what is left and gives the id of the finished text. Call inside a transaction, which then shows it. */
  readonly finish: (pages: number) => { readonly textId: number; readonly totals: TextTotals };
  /** Removes what was written. */
  readonly discard: () => void;
}

/** Chunks the blocks of one document and writes them to the library, a short document in one go. */
export const createTextStore = (database: DatabaseSync, settings: ChunkSettings, fingerprint: string): TextStore => {
  const chunker = createChunker(settings);
  let textId: number | undefined;
  let waiting: Chunk[] = [];
  let chunkCount = 0;

  const writeWaiting = (): number => {
    textId ??= insertText(database, fingerprint);
    insertChunks(database, textId, waiting);
    chunkCount += waiting.length;
    waiting = [];
    return textId;
  };

  return {
    add: (blocks) => {
      for (const block of blocks) {
        for (const chunk of chunker.add(block)) waiting.push(chunk);
        if (waiting.length >= SLICE_CHUNKS) inTransaction(database, writeWaiting);
      }
    },
    finish: (pages) => {
      waiting.push(...chunker.finish());
      const finished = writeWaiting();
      const totals = { pages, characters: chunker.characters, chunks: chunkCount };
      finishText(database, finished, totals);
      return { textId: finished, totals };
    },
    discard: () => {
      const written = textId;
      if (written !== undefined) inTransaction(database, () => deleteText(database, written));
    },
  };
};
