/**
 * Publishing to Neo4j.
 *
 * Whether a document is published is a fact of its own, one row for each document and target; no row means pending. A
 * target is known by the id that the database itself has, so that another address of it changes nothing.
 * `prepared_status` is what a prepared document becomes when the target has committed it. `graph_fields` says which
 * metadata are dates and which become nodes; its default is what the default metadata schema says.
 * `publish_again` is 1 when what the target has is to be written anew, whatever it is.
 * `graph_due` is 1 when a batch has ended and the target does not know it yet.
 */
export const PUBLISHING_MIGRATION = `
CREATE TABLE targets (
  target_id TEXT PRIMARY KEY,
  uri TEXT NOT NULL,
  database_name TEXT NOT NULL,
  connected_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE publications (
  document_id TEXT NOT NULL,
  target_id TEXT NOT NULL,
  state TEXT NOT NULL,
  code TEXT NOT NULL DEFAULT '',
  message TEXT NOT NULL DEFAULT '',
  decided_at TEXT NOT NULL,
  PRIMARY KEY (document_id, target_id)
) STRICT, WITHOUT ROWID;

ALTER TABLE documents ADD COLUMN graph_fields TEXT NOT NULL
  DEFAULT '{"dates":["date_created"],"nodes":["author","department","category","tags"]}';

ALTER TABLE batch_documents ADD COLUMN prepared_status TEXT NOT NULL DEFAULT '';

ALTER TABLE batches ADD COLUMN state_code TEXT NOT NULL DEFAULT '';
ALTER TABLE batches ADD COLUMN graph_due INTEGER NOT NULL DEFAULT 0;
ALTER TABLE batches ADD COLUMN publish_asked_at TEXT NOT NULL DEFAULT '';
ALTER TABLE batches ADD COLUMN publish_again INTEGER NOT NULL DEFAULT 0;
ALTER TABLE batches ADD COLUMN publish_code TEXT NOT NULL DEFAULT '';
ALTER TABLE batches ADD COLUMN publish_reason TEXT NOT NULL DEFAULT '';
CREATE INDEX batches_to_publish ON batches (publish_asked_at) WHERE publish_asked_at <> '';
CREATE INDEX batches_due_in_graph ON batches (graph_due) WHERE graph_due = 1;
`;
