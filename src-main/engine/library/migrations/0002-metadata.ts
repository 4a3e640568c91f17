/**
 * Metadata of documents, retries and what was done about failures.
 *
 * The resolved metadata of every document is stored when a batch starts; resuming never reads the mapping again.
 * `original_cells` are the cells of the mapping row, so that an export of failures is a mapping again.
 */
export const METADATA_MIGRATION = `
ALTER TABLE batches ADD COLUMN retry_of TEXT NOT NULL DEFAULT '';
ALTER TABLE batches ADD COLUMN mapping_columns TEXT NOT NULL DEFAULT '[]';
ALTER TABLE batches ADD COLUMN metadata_schema TEXT NOT NULL DEFAULT '';
ALTER TABLE batches ADD COLUMN metadata_defaults TEXT NOT NULL DEFAULT '[]';
ALTER TABLE batches ADD COLUMN warnings TEXT NOT NULL DEFAULT '[]';

ALTER TABLE batch_documents ADD COLUMN metadata TEXT NOT NULL DEFAULT '{}';
ALTER TABLE batch_documents ADD COLUMN metadata_source TEXT NOT NULL DEFAULT 'none';
ALTER TABLE batch_documents ADD COLUMN metadata_failure TEXT NOT NULL DEFAULT '';
ALTER TABLE batch_documents ADD COLUMN metadata_warnings TEXT NOT NULL DEFAULT '[]';
ALTER TABLE batch_documents ADD COLUMN original_cells TEXT NOT NULL DEFAULT '[]';
ALTER TABLE batch_documents ADD COLUMN metadata_only INTEGER NOT NULL DEFAULT 0;
ALTER TABLE batch_documents ADD COLUMN dealt_how TEXT NOT NULL DEFAULT '';
ALTER TABLE batch_documents ADD COLUMN dealt_at TEXT NOT NULL DEFAULT '';
ALTER TABLE batch_documents ADD COLUMN dealt_note TEXT NOT NULL DEFAULT '';
CREATE INDEX batches_by_retry ON batches (retry_of);
`;
