import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import type { Chunk } from '../chunking/chunk.ts';
import { cutWords } from './cut-words.ts';
import { inTransaction, statement } from './statements.ts';

const INSERT_TEXT = 'INSERT INTO texts (fingerprint) VALUES (?)';
const INSERT_CHUNK = `
  INSERT INTO chunks (text_id, chunk_index, range_start, range_end, own_text, page, heading)
  VALUES (?, ?, ?, ?, ?, ?, ?)`;
const INSERT_WORDS = 'INSERT INTO chunk_words (rowid, words) VALUES (?, ?)';
const FINISH_TEXT = 'UPDATE texts SET pages = ?, characters = ?, chunk_count = ? WHERE text_id = ?';
const DELETE_WORDS = 'DELETE FROM chunk_words WHERE rowid IN (SELECT chunk_key FROM chunks WHERE text_id = ?)';
const DELETE_CHUNKS = 'DELETE FROM chunks WHERE text_id = ?';
const DELETE_TEXT = 'DELETE FROM texts WHERE text_id = ?';
const ORPHANS = 'SELECT text_id FROM texts WHERE text_id NOT IN (SELECT text_id FROM documents)';
const READ_CHUNK_AND_PREVIOUS = `
  SELECT chunk_index, range_start, range_end, own_text FROM chunks
  WHERE text_id = ? AND chunk_index BETWEEN ? - 1 AND ? ORDER BY chunk_index`;
const READ_CHUNKS = `
  SELECT chunk_index, range_start, range_end, own_text, page, heading FROM chunks
  WHERE text_id = ? AND chunk_index >= ? AND chunk_index < ? ORDER BY chunk_index`;
const READ_OWN_TEXTS = `
  SELECT chunk_index, own_text FROM chunks WHERE text_id = ? AND chunk_index >= ? ORDER BY chunk_index LIMIT ?`;

const chunkRowSchema = z.object({
  chunk_index: z.int(),
  range_start: z.int(),
  range_end: z.int(),
  own_text: z.string(),
});
const chunkRowsSchema = z.array(chunkRowSchema);

/** Begins a text that no document shows yet; gives its id. Call inside a transaction. */
export const insertText = (database: DatabaseSync, fingerprint: string): number =>
  Number(statement(database, INSERT_TEXT).run(fingerprint).lastInsertRowid);

/** Puts the words of a chunk into the full-text index. Call inside a transaction. */
export const insertWords = (database: DatabaseSync, chunkKey: number | bigint, text: string): void => {
  statement(database, INSERT_WORDS).run(chunkKey, cutWords(text));
};

/** Appends chunks to a text, with their words in the full-text index. Call inside a transaction. */
export const insertChunks = (database: DatabaseSync, textId: number, chunks: readonly Chunk[]): void => {
  const insertChunk = statement(database, INSERT_CHUNK);
  for (const { index, start, end, text, ownText, page, heading } of chunks) {
    const { lastInsertRowid } = insertChunk.run(textId, index, start, end, ownText, page ?? 0, heading ?? '');
    insertWords(database, lastInsertRowid, text);
  }
};

export interface TextTotals {
  readonly pages: number;
  readonly characters: number;
  readonly chunks: number;
}

/** Writes the totals of a text whose chunks are all there. Call inside a transaction. */
export const finishText = (database: DatabaseSync, textId: number, { pages, characters, chunks }: TextTotals): void => {
  statement(database, FINISH_TEXT).run(pages, characters, chunks, textId);
};

/** Removes a text, its chunks and their words. Call inside a transaction. */
export const deleteText = (database: DatabaseSync, textId: number): void => {
  for (const sql of [DELETE_WORDS, DELETE_CHUNKS, DELETE_TEXT]) statement(database, sql).run(textId);
};

/** Removes the texts that no document shows: what a crash left of a document in several slices. */
export const sweepOrphanTexts = (database: DatabaseSync): void => {
  inTransaction(database, () => {
    for (const { text_id } of statement(database, ORPHANS).all()) deleteText(database, Number(text_id));
  });
};

/** The overlap from the end of the chunk before it, then what the chunk adds. */
const withOverlap = (
  { range_start, own_text }: z.infer<typeof chunkRowSchema>,
  previous: z.infer<typeof chunkRowSchema> | undefined,
): string =>
  previous === undefined || previous.range_end <= range_start
    ? own_text
    : Array.from(previous.own_text)
        .slice(range_start - previous.range_end)
        .join('') + own_text;

const fullChunkRowsSchema = z.array(chunkRowSchema.extend({ page: z.int(), heading: z.string() }));

/** A chunk as it was extracted. */
export type StoredChunk = Omit<Chunk, 'ownText'>;

/** The chunks of a text from an index on, in order, at most `limit`. */
export const readChunks = (database: DatabaseSync, textId: number, fromIndex: number, limit: number): StoredChunk[] => {
  const rows = fullChunkRowsSchema.parse(
    statement(database, READ_CHUNKS).all(textId, Math.max(0, fromIndex - 1), fromIndex + limit),
  );
  return rows.flatMap((row, at) => {
    if (row.chunk_index < fromIndex) return [];
    const { chunk_index, range_start, range_end, page, heading } = row;
    return {
      index: chunk_index,
      text: withOverlap(row, rows[at - 1]),
      start: range_start,
      end: range_end,
      ...(page > 0 && { page }),
      ...(heading !== '' && { heading }),
    };
  });
};

/** The text of one chunk. */
export const chunkText = (database: DatabaseSync, textId: number, index: number): string => {
  const rows = chunkRowsSchema.parse(statement(database, READ_CHUNK_AND_PREVIOUS).all(textId, index, index));
  const chunk = rows.find((row) => row.chunk_index === index);
  if (chunk === undefined) throw new Error(`Text ${textId} has no chunk ${index}`);
  const previous = rows.find((row) => row.chunk_index === index - 1);
  return withOverlap(chunk, previous);
};

/** What `limit` chunks add to the text, from a chunk on: joined in order they are the text, without overlaps. */
export const ownTexts = (database: DatabaseSync, textId: number, fromChunk: number, limit: number): string[] =>
  statement(database, READ_OWN_TEXTS)
    .all(textId, fromChunk, limit)
    .map(({ own_text }) => String(own_text));
