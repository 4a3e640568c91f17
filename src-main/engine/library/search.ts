import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import type { SearchHit } from '../../contract/search.ts';
import type { MetadataFilter } from './browse.ts';
import { chunkText } from './texts.ts';
import { findPhrases, matchExpression } from './cut-words.ts';
import { statement } from './statements.ts';

const SNIPPET_BEFORE = 80;
const SNIPPET_LENGTH = 240;

/**
 * Of a word that more passages have, the newest so many are ranked: to rank all of 100,000 takes 65 ms, these 12 ms.
 */
const MOST_RANKED = 20_000;

/**
 * The first passage of a text that is being written: no document shows it yet, and it can have more passages than are
 * ranked. One document is loaded at a time, so it is the newest text.
 */
const FIRST_UNSEEN = `
  SELECT min(chunk_key) FROM chunks
  WHERE text_id = (SELECT max(text_id) FROM texts)
    AND NOT EXISTS (SELECT 1 FROM documents WHERE documents.text_id = chunks.text_id)`;

const passagesOf = (ranked: string, where: string): string => `
  SELECT documents.document_id, documents.filename, chunks.text_id, chunks.chunk_index, chunks.page, chunks.heading
  FROM (${ranked}) AS ranked
  CROSS JOIN chunks ON chunks.chunk_key = ranked.chunk_key
  CROSS JOIN documents ON documents.text_id = chunks.text_id
  WHERE ${where} LIMIT ?2`;
/** The inner rows come in the order of their rank, and CROSS JOIN keeps it (https://www.sqlite.org/optoverview.html). */
const SEARCH = passagesOf(
  `SELECT chunk_key FROM (
    SELECT rowid AS chunk_key, bm25(chunk_words) AS score FROM chunk_words
    WHERE chunk_words MATCH ?1 AND rowid < coalesce((${FIRST_UNSEEN}), ${Number.MAX_SAFE_INTEGER})
    ORDER BY rowid DESC LIMIT ${MOST_RANKED}) ORDER BY score, chunk_key LIMIT -1`,
  'true',
);
const SEARCH_WITH_VALUE = passagesOf(
  'SELECT rowid AS chunk_key FROM chunk_words WHERE chunk_words MATCH ?1 ORDER BY rank LIMIT -1',
  `EXISTS (SELECT 1 FROM document_values
    WHERE field = ?3 AND value = ?4 AND document_values.document_id = documents.document_id)`,
);

const searchRowSchema = z.object({
  document_id: z.string(),
  filename: z.string(),
  text_id: z.int(),
  chunk_index: z.int(),
  page: z.int(),
  heading: z.string(),
});
const searchRowsSchema = z.array(searchRowSchema);

/** The place itself, or the one before it when it lies inside a surrogate pair. */
const outsidePair = (text: string, place: number): number => {
  const unit = text.charCodeAt(place);
  return unit >= 0xdc00 && unit <= 0xdfff ? place - 1 : place;
};

const wordStartBefore = (text: string, place: number): number => {
  if (place <= 0) return 0;
  const space = text.lastIndexOf(' ', place);
  return place - space < SNIPPET_BEFORE / 2 ? space + 1 : outsidePair(text, place);
};

const wordEndAfter = (text: string, place: number): number => {
  if (place >= text.length) return text.length;
  const space = text.indexOf(' ', place);
  return space !== -1 && space - place < SNIPPET_BEFORE / 2 ? space : outsidePair(text, place);
};

/** A passage of about 240 characters around the first place where the words stand, with the places inside it. */
export const makeSnippet = (text: string, words: string): Pick<SearchHit, 'snippet' | 'highlights'> => {
  const oneLine = text.replace(/\s/gu, ' ');
  const found = findPhrases(oneLine, words);
  const from = wordStartBefore(oneLine, (found[0]?.[0] ?? 0) - SNIPPET_BEFORE);
  const to = wordEndAfter(oneLine, Math.max(from + SNIPPET_LENGTH, found[0]?.[1] ?? 0));
  const lead = from > 0 ? '… ' : '';
  const shift = lead.length - from;
  return {
    snippet: `${lead}${oneLine.slice(from, to)}${to < oneLine.length ? ' …' : ''}`.toWellFormed(),
    highlights: found
      .filter(([start, end]) => start >= from && end <= to)
      .map(([start, end]) => [start + shift, end + shift]),
  };
};

/**
 * Finds the passages that contain every word of a query, best first (bm25).
 *
 * @param words words or "quoted phrases"; case, accents and width do not matter
 * @param limit how many passages at the most
 * @param filter a metadata value that the documents must have
 */
export const searchLibrary = (
  database: DatabaseSync,
  words: string,
  limit: number,
  filter?: MetadataFilter,
): SearchHit[] => {
  const expression = matchExpression(words);
  if (expression === '') return [];
  const all =
    filter === undefined
      ? statement(database, SEARCH).all(expression, limit)
      : statement(database, SEARCH_WITH_VALUE).all(expression, limit, filter.field, filter.value);
  const rows = searchRowsSchema.parse(all);
  return rows.map((row) => ({
    document_id: row.document_id,
    filename: row.filename,
    ...(row.page > 0 && { page: row.page }),
    ...(row.heading !== '' && { heading: row.heading }),
    chunk: row.chunk_index,
    ...makeSnippet(chunkText(database, row.text_id, row.chunk_index), words),
  }));
};
