import { statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { ALIVE_STATES } from './batches.ts';
import { matchExpression } from './cut-words.ts';
import { isLocked } from './lock-library.ts';
import { checkLibrary } from './migrate.ts';
import { BUSY_TIMEOUT_MS, libraryFile } from './open-library.ts';
import { countBrokenReferences, isSound, unlessDamaged } from './soundness.ts';
import { isBusy, isCorrupt, sqliteCode } from './sqlite-errors.ts';
import { chunkText } from './texts.ts';

const SAMPLED_CHUNKS = 200;

const COUNT_DOCUMENTS = 'SELECT count(*) AS n FROM documents';
const COUNT_CHUNKS = 'SELECT count(*) AS n FROM chunks';
/** chunk_words keeps no text; which chunks it knows is in its table of their sizes. */
const WORDS_MISSING = `
  SELECT count(*) AS n FROM chunks WHERE chunk_key NOT IN (SELECT id FROM chunk_words_docsize)`;
const WORDS_LEFT_OVER = `
  SELECT count(*) AS n FROM (SELECT id FROM chunk_words_docsize EXCEPT SELECT chunk_key FROM chunks)`;
const SAMPLE = `
  SELECT chunk_key, text_id, chunk_index FROM chunks
  WHERE chunk_key % (SELECT max(1, max(chunk_key) / ?1) FROM chunks) = 0 ORDER BY chunk_key DESC LIMIT ?1`;
const IS_FOUND = 'SELECT count(*) AS n FROM chunk_words WHERE chunk_words MATCH ? AND rowid = ?';
const ORPHAN_TEXTS = 'SELECT count(*) AS n FROM texts WHERE text_id NOT IN (SELECT text_id FROM documents)';
const INCOMPLETE_DOCUMENTS = `
  SELECT count(*) AS n FROM documents JOIN texts ON texts.text_id = documents.text_id
  WHERE chunk_count <> (SELECT count(*) FROM chunks WHERE chunks.text_id = texts.text_id)`;
const ALIVE = ALIVE_STATES.map((state) => `'${state}'`).join(', ');
const LEFT_BATCHES = `SELECT count(*) AS n FROM batches WHERE state IN (${ALIVE})`;
/** In a batch that nobody runs no document can be in hand: it would wait for ever. */
export const FROM_STUCK_DOCUMENTS = `
  FROM batch_documents JOIN batches ON batches.batch_id = batch_documents.batch_id
  WHERE status IN ('extracting', 'publishing') AND state NOT IN (${ALIVE})`;
const STUCK_DOCUMENTS = `SELECT count(*) AS n ${FROM_STUCK_DOCUMENTS}`;

/** What stands in a library that opens. A count that damage made impossible is undefined. */
export interface LibraryFindings {
  readonly version: number;
  readonly isSound: boolean;
  readonly brokenReferences: number | undefined;
  readonly documents: number | undefined;
  readonly incompleteDocuments: number | undefined;
  readonly chunks: number | undefined;
  readonly wordsMissing: number | undefined;
  readonly wordsLeftOver: number | undefined;
  /** Chunks of a sample that a search for their own words does not find. */
  readonly wordsNotFound: number | undefined;
  /** While an engine runs they may be texts that it is writing. */
  readonly orphanTexts: number | undefined;
  readonly stuckDocuments: number | undefined;
  /** Batches that look alive: while no engine runs, of a process that ended. */
  readonly leftBatches: number | undefined;
}

export type LibraryCondition =
  | { readonly kind: 'none' | 'empty' | 'newer' | 'of_another_program' | 'unreadable' | 'busy' }
  /** Not even what it consists of can be read. */
  | { readonly kind: 'broken' }
  | { readonly kind: 'open'; readonly findings: LibraryFindings };

const WORD = /(?<![\p{L}\p{N}\p{M}\p{Co}\u00ad])[\p{L}\p{N}]{2,40}(?![\p{L}\p{N}\p{M}\p{Co}\u00ad])/u;

const countNotFound = (database: DatabaseSync): number => {
  const isFound = database.prepare(IS_FOUND);
  let notFound = 0;
  for (const { chunk_key, text_id, chunk_index } of database.prepare(SAMPLE).all(SAMPLED_CHUNKS)) {
    const word = WORD.exec(chunkText(database, Number(text_id), Number(chunk_index)))?.[0];
    if (word === undefined) continue;
    // Node binds a number as REAL, and to FTS5 a REAL is no rowid: the number of the row goes as an integer.
    const rowid = BigInt(Number(chunk_key));
    if (isFound.get(matchExpression(word), rowid)?.['n'] !== 1) notFound += 1;
  }
  return notFound;
};

/** What stands in an open library of ours. */
export const lookInto = (database: DatabaseSync, version: number): LibraryFindings => {
  const sound = isSound(database);
  // What is counted in a damaged library says nothing.
  const look = <T>(counted: () => T): T | undefined => (sound ? unlessDamaged(counted) : undefined);
  const count = (sql: string): number | undefined => look(() => Number(database.prepare(sql).get()?.['n']));
  return {
    version,
    isSound: sound,
    brokenReferences: look(() => countBrokenReferences(database)),
    documents: count(COUNT_DOCUMENTS),
    incompleteDocuments: count(INCOMPLETE_DOCUMENTS),
    chunks: count(COUNT_CHUNKS),
    wordsMissing: count(WORDS_MISSING),
    wordsLeftOver: count(WORDS_LEFT_OVER),
    wordsNotFound: look(() => countNotFound(database)),
    orphanTexts: count(ORPHAN_TEXTS),
    stuckDocuments: count(STUCK_DOCUMENTS),
    leftBatches: count(LEFT_BATCHES),
  };
};

const conditionOf = (database: DatabaseSync): LibraryCondition => {
  // One moment of it, also while an engine writes.
  database.exec('BEGIN');
  const checked = checkLibrary(database);
  if (!checked.ok) return { kind: checked.failure.code === 'LIBRARY_NEWER' ? 'newer' : 'of_another_program' };
  if (checked.value === 0) return { kind: 'empty' };
  return { kind: 'open', findings: lookInto(database, checked.value) };
};

const kindOfError = (error: unknown): LibraryCondition => {
  if (isBusy(error)) return { kind: 'busy' };
  if (isCorrupt(error)) return { kind: 'broken' };
  // What else SQLite throws here concerns the file as a whole: rights, a folder in its place, a disk that does not read.
  if (sqliteCode(error) !== undefined) return { kind: 'unreadable' };
  throw error;
};

const look = (file: string, isImmutable: boolean): LibraryCondition => {
  const location = pathToFileURL(file);
  if (isImmutable) location.searchParams.set('immutable', '1');
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(location, { readOnly: true, timeout: BUSY_TIMEOUT_MS });
    return conditionOf(database);
  } catch (error) {
    return kindOfError(error);
  } finally {
    database?.close();
  }
};

const sizeAndTime = (file: string): string => {
  const { size, mtimeMs } = statSync(file);
  return `${size} ${mtimeMs}`;
};

const exists = (file: string): boolean | undefined => {
  try {
    return statSync(file, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return undefined;
  }
};

/**
 * Looks at everything in the library of a data folder, of whatever version, and changes nothing. Blocks for 8 ms for
 * each megabyte.
 */
export const examineLibrary = (dataFolder: string): LibraryCondition => {
  const file = libraryFile(dataFolder);
  const isThere = exists(file);
  if (isThere === undefined) return { kind: 'unreadable' };
  if (!isThere) return { kind: 'none' };
  const isInUse = (): boolean => isLocked(dataFolder) || exists(`${file}-wal`) === true;
  if (isInUse() || exists(`${file}-journal`) === true) return look(file, false);
  // Reading a library in the usual way makes files beside it, which a look must not.
  const before = sizeAndTime(file);
  const condition = look(file, true);
  return isInUse() || sizeAndTime(file) !== before ? look(file, false) : condition;
};
