/**
 * The first shape of the library.
 *
 * A text belongs to no document until its last slice is written: `documents.text_id` then points to it, and only
 * texts that are pointed to can be seen. So a large text appears at once, and a crash leaves an orphan that is swept.
 * `own_text` is what a chunk adds after the end of the chunk before it: the text of a document is stored once.
 * Absent values are '' or 0, so that every column is NOT NULL.
 */
export const INITIAL_MIGRATION = `
CREATE TABLE texts (
  text_id INTEGER PRIMARY KEY,
  fingerprint TEXT NOT NULL,
  pages INTEGER NOT NULL DEFAULT 0,
  characters INTEGER NOT NULL DEFAULT 0,
  chunk_count INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE chunks (
  chunk_key INTEGER PRIMARY KEY,
  text_id INTEGER NOT NULL REFERENCES texts (text_id),
  chunk_index INTEGER NOT NULL,
  range_start INTEGER NOT NULL,
  range_end INTEGER NOT NULL,
  own_text TEXT NOT NULL,
  page INTEGER NOT NULL,
  heading TEXT NOT NULL,
  UNIQUE (text_id, chunk_index)
) STRICT;

CREATE VIRTUAL TABLE chunk_words USING fts5 (
  words,
  content = '',
  contentless_delete = 1,
  tokenize = "unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'"
);

CREATE TABLE documents (
  document_id TEXT PRIMARY KEY,
  text_id INTEGER NOT NULL UNIQUE REFERENCES texts (text_id),
  kind TEXT NOT NULL,
  size_bytes INTEGER NOT NULL,
  filename TEXT NOT NULL,
  metadata TEXT NOT NULL DEFAULT '{}',
  warnings TEXT NOT NULL DEFAULT '[]',
  loaded_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE sources (
  workstation TEXT NOT NULL,
  uri TEXT NOT NULL,
  document_id TEXT NOT NULL REFERENCES documents (document_id),
  path TEXT NOT NULL,
  filename TEXT NOT NULL,
  seen_at TEXT NOT NULL,
  PRIMARY KEY (workstation, uri)
) STRICT, WITHOUT ROWID;
CREATE INDEX sources_by_document ON sources (document_id);

CREATE TABLE batches (
  batch_id TEXT PRIMARY KEY,
  series_id TEXT NOT NULL DEFAULT '',
  target TEXT NOT NULL,
  state TEXT NOT NULL,
  state_reason TEXT NOT NULL DEFAULT '',
  created_at TEXT NOT NULL,
  ended_at TEXT NOT NULL DEFAULT '',
  processing_seconds REAL NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX batches_by_time ON batches (created_at);

CREATE TABLE batch_documents (
  batch_id TEXT NOT NULL REFERENCES batches (batch_id),
  position INTEGER NOT NULL,
  path TEXT NOT NULL,
  relative_path TEXT NOT NULL,
  filename TEXT NOT NULL,
  size_bytes INTEGER NOT NULL,
  status TEXT NOT NULL,
  document_id TEXT NOT NULL DEFAULT '',
  code TEXT NOT NULL DEFAULT '',
  stage TEXT NOT NULL DEFAULT '',
  message TEXT NOT NULL DEFAULT '',
  hint TEXT NOT NULL DEFAULT '',
  warnings TEXT NOT NULL DEFAULT '[]',
  seconds REAL NOT NULL DEFAULT 0,
  pages INTEGER NOT NULL DEFAULT 0,
  characters INTEGER NOT NULL DEFAULT 0,
  chunks INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (batch_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX batch_documents_by_content ON batch_documents (batch_id, document_id);

CREATE TABLE ignored_files (
  batch_id TEXT NOT NULL REFERENCES batches (batch_id),
  position INTEGER NOT NULL,
  path TEXT NOT NULL,
  reason TEXT NOT NULL,
  PRIMARY KEY (batch_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE attempts (
  attempt_id INTEGER PRIMARY KEY,
  batch_id TEXT NOT NULL,
  position INTEGER NOT NULL,
  started_at TEXT NOT NULL,
  ended_at TEXT NOT NULL DEFAULT '',
  outcome TEXT NOT NULL DEFAULT '',
  code TEXT NOT NULL DEFAULT '',
  message TEXT NOT NULL DEFAULT '',
  seconds REAL NOT NULL DEFAULT 0,
  FOREIGN KEY (batch_id, position) REFERENCES batch_documents (batch_id, position)
) STRICT;
CREATE INDEX attempts_by_document ON attempts (batch_id, position);

CREATE TABLE settings (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
`;
