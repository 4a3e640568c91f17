/**
 * Makes a large library as a data folder: `node test/scale/make-library.ts FOLDER [DOCUMENTS]`. Batches of 100 documents,
 * one in 50 failed; words of all frequencies; authors, departments, categories and tags.
 */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { DEFAULT_METADATA_SCHEMA } from '../../src-main/engine/metadata/metadata-schema.ts';
import { beginAttempt, finishDocument } from '../../src-main/engine/library/batch-documents.ts';
import { insertBatch, setBatchState } from '../../src-main/engine/library/batches.ts';
import { moveSource, setMetadata, showDocument } from '../../src-main/engine/library/documents.ts';
import { openLibrary } from '../../src-main/engine/library/open-library.ts';
import { inTransaction } from '../../src-main/engine/library/statements.ts';
import { finishText, insertChunks, insertText } from '../../src-main/engine/library/texts.ts';
import { failure } from '../../src-main/contract/failure.ts';
import { seededNumbers } from '../support/seeded-numbers.ts';
import { chunksOf, idOf, paragraphs } from '../support/store-document.ts';

const BATCH = 100;
const FAILED_EVERY = 50;
const WORDS = 20_000;
const WORDS_OF_A_DOCUMENT = 90;
const SYLLABLES = ['ba', 'cor', 'dun', 'el', 'fra', 'gil', 'ho', 'in', 'jo', 'kes', 'lu', 'mar', 'no', 'or', 'pel'];

/** A word for each number, the same every time. */
const wordOf = (number: number): string => {
  let rest = number + SYLLABLES.length;
  let word = '';
  while (rest > 0) {
    word += SYLLABLES[rest % SYLLABLES.length];
    rest = Math.floor(rest / SYLLABLES.length);
  }
  return word;
};

/** Writes a library with so many documents into a folder, which must not have one yet. */
export const makeLibrary = (dataFolder: string, documents: number): void => {
  mkdirSync(dataFolder, { recursive: true });
  const opened = openLibrary(dataFolder);
  if (!opened.ok) throw new Error(opened.failure.message);
  const database = opened.value;
  const random = seededNumbers(7);
  // Zipf's law: the word of rank n is about n times as rare as the first.
  const someWord = (): string => wordOf(Math.floor(WORDS ** random()) - 1);
  const textOf = (at: number): string =>
    [`harbour document ${at}`, ...Array.from({ length: WORDS_OF_A_DOCUMENT }, someWord)].join(' ');
  for (let first = 0; first < documents; first += BATCH) {
    const at = new Date(Date.UTC(2025, 0, 1) + first * 60_000).toISOString();
    const batchId = `${String(first).padStart(8, '0')}-0000-4000-8000-000000000000`;
    const filenames = Array.from(
      { length: Math.min(BATCH, documents - first) },
      (_, place) => `document-${first + place}.txt`,
    );
    inTransaction(database, () => {
      insertBatch(database, {
        batchId,
        seriesId: '',
        retryOf: '',
        target: 'library',
        createdAt: at,
        files: filenames.map((filename) => ({
          file: { type: 'file', path: `/harbour/${filename}`, relativePath: filename, filename, sizeBytes: 1000 },
          resolved: { metadata: {}, source: 'row', problems: [], warnings: [] },
        })),
        ignored: [],
        schema: DEFAULT_METADATA_SCHEMA,
        mappingColumns: [],
        defaults: [],
        warnings: [],
      });
      filenames.forEach((filename, place) => {
        const attemptId = beginAttempt(database, batchId, place, at);
        const attempt = { attemptId, at, seconds: 0.1 };
        const isFailed = (first + place) % FAILED_EVERY === FAILED_EVERY - 1;
        if (isFailed) {
          const why = failure('NO_TEXT', 'extract');
          const none = { documentId: '', warnings: [], pages: 0, characters: 0, chunks: 0 };
          finishDocument(database, batchId, place, attempt, { ...none, status: 'failed', failure: why }, 'library');
          return;
        }
        const documentId = idOf(filename);
        const chunks = chunksOf(paragraphs(textOf(first + place)));
        const totals = { pages: 0, characters: chunks.at(-1)?.end ?? 0, chunks: chunks.length };
        const textId = insertText(database, 'fingerprint');
        insertChunks(database, textId, chunks);
        finishText(database, textId, totals);
        showDocument(database, { documentId, textId, kind: 'text', sizeBytes: 1000, filename, warnings: [], at });
        const metadata = {
          author: `Author ${Math.floor(random() * 500)}`,
          department: `Department ${Math.floor(random() * 12)}`,
          category: `Category ${Math.floor(random() * 8)}`,
          tags: [`tag ${Math.floor(random() * 40)}`, `tag ${Math.floor(random() * 40)}`],
        };
        setMetadata(database, documentId, metadata, { dates: [], nodes: ['author', 'department', 'category', 'tags'] });
        const file = path.posix.join('/harbour', filename);
        moveSource(database, { workstation: 'here', uri: `file://${file}`, path: file, filename }, documentId, at);
        const outcome = { ...totals, status: 'processed', documentId, warnings: [], metadata } as const;
        finishDocument(database, batchId, place, attempt, outcome, 'library');
      });
      const hasFailed = filenames.some((_, place) => (first + place) % FAILED_EVERY === FAILED_EVERY - 1);
      setBatchState(database, batchId, hasFailed ? 'partial_failure' : 'completed', { reason: '', code: '' }, at);
    });
  }
  database.close();
};

if (process.argv[1] === import.meta.filename) {
  const [folder = '', documents = '100000'] = process.argv.slice(2);
  if (folder === '') throw new Error('Name the folder: node test/scale/make-library.ts FOLDER [DOCUMENTS]');
  makeLibrary(folder, Number(documents));
}
