import assert from 'node:assert/strict';
import type { DatabaseSync } from 'node:sqlite';
import { BATCH_STATES, DOCUMENT_STATUSES } from '../../src-main/contract/batch.ts';
import { countDocuments } from '../../src-main/engine/library/batches.ts';
import { listBatches } from '../../src-main/engine/library/history.ts';
import { openLibraryForReading } from '../../src-main/engine/library/open-library.ts';
import { finalState, isFinal } from '../../src-main/engine/queue/batch-state.ts';
import { valueOf } from './unwrap.ts';

const quoted = (names: readonly string[]): string => names.map((name) => `'${name}'`).join(', ');
const ENDED = quoted(['processed', 'unchanged', 'duplicate', 'failed', 'cancelled']);
const STORED = quoted(['processed', 'unchanged', 'duplicate']);
const OWN_ATTEMPTS = 'FROM attempts AS a WHERE a.batch_id = d.batch_id AND a.position = d.position';

/** What must not be there at any moment, even when a process was just killed: a query that gives what is. */
const NEVER: Readonly<Record<string, string>> = {
  'a reference to nothing': 'PRAGMA foreign_key_check',
  'a document in no known state': `SELECT * FROM batch_documents WHERE status NOT IN (${quoted(DOCUMENT_STATUSES)})`,
  'a batch in no known state': `SELECT * FROM batches WHERE state NOT IN (${quoted(BATCH_STATES)})`,
  'a batch without all of its documents': `
    SELECT batch_id FROM batches AS b WHERE (
      SELECT count(*) = 0 OR count(*) <> max(position) + 1 OR min(position) <> 0
      FROM batch_documents AS d WHERE d.batch_id = b.batch_id)`,
  'more than one document in hand': `
    SELECT count(*) AS documents FROM batch_documents WHERE status = 'extracting' HAVING count(*) > 1`,
  'a document in hand without exactly one open attempt': `
    SELECT * FROM batch_documents AS d
    WHERE status = 'extracting' AND (SELECT count(*) ${OWN_ATTEMPTS} AND a.ended_at = '') <> 1`,
  'an open attempt of a document that is not in hand': `
    SELECT * FROM batch_documents AS d
    WHERE status <> 'extracting' AND EXISTS (SELECT 1 ${OWN_ATTEMPTS} AND a.ended_at = '')`,
  'an ended document whose last attempt did not end like it': `
    SELECT * FROM batch_documents AS d WHERE status IN (${STORED}, 'failed') AND status <> coalesce(
      (SELECT outcome ${OWN_ATTEMPTS} ORDER BY attempt_id DESC LIMIT 1), '')`,
  'a document that ended twice': `
    SELECT * FROM batch_documents AS d WHERE (SELECT count(*) ${OWN_ATTEMPTS} AND a.outcome IN (${STORED})) > 1`,
  'a stored document that the library does not have': `
    SELECT * FROM batch_documents WHERE status IN (${STORED}) AND document_id NOT IN (SELECT document_id FROM documents)`,
  'a stored document that its file does not lead to': `
    SELECT * FROM batch_documents AS d WHERE status IN (${STORED}) AND NOT EXISTS (
      SELECT 1 FROM sources WHERE sources.path = d.path AND sources.document_id = d.document_id)`,
  'a source twice': 'SELECT path FROM sources GROUP BY workstation, path HAVING count(*) > 1',
  'a document without a source': 'SELECT * FROM documents WHERE document_id NOT IN (SELECT document_id FROM sources)',
  'a text of two documents': 'SELECT text_id FROM documents GROUP BY text_id HAVING count(*) > 1',
  'a text with a hole, or without all of its chunks': `
    SELECT text_id, chunk_count FROM texts WHERE text_id IN (SELECT text_id FROM documents) AND (
      SELECT count(*) <> chunk_count OR min(chunk_index) <> 0 OR max(chunk_index) <> count(*) - 1
      FROM chunks WHERE chunks.text_id = texts.text_id)`,
  'a batch that counts other chunks than there are': `
    SELECT * FROM batch_documents JOIN documents USING (document_id) JOIN texts USING (text_id)
    WHERE status = 'processed' AND chunks <> chunk_count`,
  'a chunk without words': 'SELECT * FROM chunks WHERE chunk_key NOT IN (SELECT id FROM chunk_words_docsize)',
  'words without a chunk': 'SELECT id FROM chunk_words_docsize WHERE id NOT IN (SELECT chunk_key FROM chunks)',
  'more than one text of no document': `
    SELECT count(*) AS texts FROM texts WHERE text_id NOT IN (SELECT text_id FROM documents) HAVING count(*) > 1`,
};

/** What an engine tidies up when it opens the library. */
const NEVER_AFTER_OPENING: Readonly<Record<string, string>> = {
  'a text of no document': 'SELECT * FROM texts WHERE text_id NOT IN (SELECT text_id FROM documents)',
  'a document in hand although no engine runs': "SELECT * FROM batch_documents WHERE status = 'extracting'",
  'a batch that runs although no engine does': `
    SELECT * FROM batches WHERE state NOT IN ('paused', 'interrupted', 'completed', 'partial_failure', 'failed', 'cancelled')`,
  'a document waiting in a batch that has ended': `
    SELECT * FROM batch_documents AS d JOIN batches AS b USING (batch_id) WHERE ended_at <> '' AND status NOT IN (${ENDED})`,
};

const problemsOf = (database: DatabaseSync, queries: Readonly<Record<string, string>>): string[] =>
  Object.entries(queries).flatMap(([problem, sql]) =>
    database
      .prepare(sql)
      .all()
      .map((row) => `${problem}: ${JSON.stringify(row)}`),
  );

const batchProblems = (database: DatabaseSync): string[] =>
  listBatches(database, 1000, 0).batches.flatMap(({ batch_id, state, ended_at }) => {
    const counts = countDocuments(database, batch_id);
    const { total, processed, failed, cancelled, waiting } = counts;
    const isCounted = total === processed + failed + cancelled + waiting;
    const isEndRight = !isFinal(state) || state === 'cancelled' || (waiting === 0 && state === finalState(counts));
    const problems = [
      ...(isCounted ? [] : ['counts do not add up']),
      ...(isEndRight ? [] : ['another end than its counts say']),
      ...(isFinal(state) === (ended_at !== '') ? [] : ['a time of its end only']),
    ];
    return problems.map((problem) => `${problem}: ${batch_id}, ${state}, ${JSON.stringify(counts)}`);
  });

/**
 * Asserts that a library is whole: each document in exactly one state, nothing lost, nothing twice, every text complete
 * and findable.
 *
 * @param after 'kill' for a library that was left by a killed process, 'opening' once an engine has opened it again
 */
export const assertSoundLibrary = (dataFolder: string, after: 'kill' | 'opening' = 'opening'): void => {
  const database = valueOf(openLibraryForReading(dataFolder));
  try {
    const integrity = database.prepare('PRAGMA integrity_check').all();
    assert.deepEqual(
      integrity.map((row) => row['integrity_check']),
      ['ok'],
    );
    const queries = after === 'kill' ? NEVER : { ...NEVER, ...NEVER_AFTER_OPENING };
    assert.deepEqual([...problemsOf(database, queries), ...batchProblems(database)], []);
  } finally {
    database.close();
  }
};
