import { createHash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { Block } from '../../src-main/contract/extraction.ts';
import { DEFAULT_CHUNK_SETTINGS, type Chunk, type ChunkSettings } from '../../src-main/engine/chunking/chunk.ts';
import { createChunker } from '../../src-main/engine/chunking/create-chunker.ts';
import { moveSource, showDocument } from '../../src-main/engine/library/documents.ts';
import { inTransaction } from '../../src-main/engine/library/statements.ts';
import { finishText, insertChunks, insertText } from '../../src-main/engine/library/texts.ts';

export const idOf = (name: string): string => createHash('sha256').update(name).digest('hex');

/** Blocks as chunks, by the real chunker. */
export const chunksOf = (blocks: readonly Block[], settings: ChunkSettings = DEFAULT_CHUNK_SETTINGS): Chunk[] => {
  const chunker = createChunker(settings);
  return [...blocks.flatMap((block) => chunker.add(block)), ...chunker.finish()];
};

export const paragraphs = (...texts: string[]): Block[] => texts.map((text) => ({ kind: 'paragraph', text }));

/** Writes a text that no document shows yet; gives its id. */
export const storeText = (database: DatabaseSync, chunks: readonly Chunk[]): number =>
  inTransaction(database, () => {
    const textId = insertText(database, 'fingerprint');
    insertChunks(database, textId, chunks);
    finishText(database, textId, { pages: 0, characters: chunks.at(-1)?.end ?? 0, chunks: chunks.length });
    return textId;
  });

/** Stores a document of paragraphs under a name, with the file of that name as its source; gives the text's id. */
export const storeDocument = (database: DatabaseSync, name: string, ...texts: string[]): number => {
  const textId = storeText(database, chunksOf(paragraphs(...texts)));
  inTransaction(database, () => {
    const at = '2025-01-01T00:00:00.000Z';
    const documentId = idOf(name);
    showDocument(database, { documentId, textId, kind: 'text', sizeBytes: 1, filename: name, warnings: [], at });
    const source = { workstation: 'here', uri: `file:///${name}`, path: `/${name}`, filename: name };
    moveSource(database, source, documentId, at);
  });
  return textId;
};
