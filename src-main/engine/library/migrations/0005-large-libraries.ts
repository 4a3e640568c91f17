/**
 * What a library of 100,000 documents needs to answer while one types.
 *
 * `document_values` has each value of each metadata field, the items of a list one by one: what the facets count and
 * filter by. It derives from `documents.metadata`, and triggers keep it so.
 * `batch_documents_by_name` has all that the history counts and searches.
 */
export const LARGE_LIBRARIES_MIGRATION = `
CREATE TABLE document_values (
  field TEXT NOT NULL,
  value TEXT NOT NULL,
  document_id TEXT NOT NULL,
  PRIMARY KEY (field, value, document_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX document_values_by_document ON document_values (document_id);

CREATE VIEW values_of_metadata AS
SELECT DISTINCT field.key AS field, coalesce(item.value, field.value) AS value, document_id
FROM documents, json_each(documents.metadata) AS field
LEFT JOIN json_each(iif(field.type = 'array', field.value, '[]')) AS item
WHERE coalesce(item.value, field.value) <> '[]';
INSERT INTO document_values (field, value, document_id) SELECT field, value, document_id FROM values_of_metadata;

CREATE TRIGGER document_values_inserted AFTER INSERT ON documents BEGIN
  INSERT INTO document_values (field, value, document_id)
  SELECT field, value, document_id FROM values_of_metadata WHERE document_id = new.document_id;
END;
CREATE TRIGGER document_values_updated AFTER UPDATE OF metadata ON documents BEGIN
  DELETE FROM document_values WHERE document_id = new.document_id;
  INSERT INTO document_values (field, value, document_id)
  SELECT field, value, document_id FROM values_of_metadata WHERE document_id = new.document_id;
END;
CREATE TRIGGER document_values_deleted AFTER DELETE ON documents BEGIN
  DELETE FROM document_values WHERE document_id = old.document_id;
END;

CREATE INDEX documents_by_time ON documents (loaded_at DESC, document_id);
CREATE INDEX batch_documents_by_name ON batch_documents (batch_id, filename, status, dealt_how);
CREATE INDEX batch_documents_by_document ON batch_documents (document_id);
`;
