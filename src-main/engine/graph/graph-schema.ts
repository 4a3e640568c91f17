/** What marks the nodes that we made: we change and delete no others. */
export const LOADER = 'stevedore';

/** A uniqueness constraint that the graph needs; each statement can run again. */
export interface GraphConstraint {
  readonly name: string;
  readonly label: string;
  readonly property: string;
  readonly create: string;
  /** Finds a value that several nodes have. */
  readonly findDuplicate: string;
}

/** The keys of all nodes (docs/graph-model.md). */
export const CONSTRAINTS: readonly GraphConstraint[] = [
  {
    name: 'stevedore_document_id',
    label: 'Document',
    property: 'id',
    create: 'CREATE CONSTRAINT stevedore_document_id IF NOT EXISTS FOR (n:Document) REQUIRE n.id IS UNIQUE',
    findDuplicate:
      'MATCH (n:Document) WITH n.id AS value, count(*) AS nodes WHERE nodes > 1 AND value IS NOT NULL RETURN value LIMIT 1',
  },
  {
    name: 'stevedore_chunk_id',
    label: 'Chunk',
    property: 'id',
    create: 'CREATE CONSTRAINT stevedore_chunk_id IF NOT EXISTS FOR (n:Chunk) REQUIRE n.id IS UNIQUE',
    findDuplicate:
      'MATCH (n:Chunk) WITH n.id AS value, count(*) AS nodes WHERE nodes > 1 AND value IS NOT NULL RETURN value LIMIT 1',
  },
  {
    name: 'stevedore_source_key',
    label: 'Source',
    property: 'key',
    create: 'CREATE CONSTRAINT stevedore_source_key IF NOT EXISTS FOR (n:Source) REQUIRE n.key IS UNIQUE',
    findDuplicate:
      'MATCH (n:Source) WITH n.key AS value, count(*) AS nodes WHERE nodes > 1 AND value IS NOT NULL RETURN value LIMIT 1',
  },
  {
    name: 'stevedore_batch_id',
    label: 'Batch',
    property: 'id',
    create: 'CREATE CONSTRAINT stevedore_batch_id IF NOT EXISTS FOR (n:Batch) REQUIRE n.id IS UNIQUE',
    findDuplicate:
      'MATCH (n:Batch) WITH n.id AS value, count(*) AS nodes WHERE nodes > 1 AND value IS NOT NULL RETURN value LIMIT 1',
  },
  {
    name: 'stevedore_tag_name',
    label: 'Tag',
    property: 'name',
    create: 'CREATE CONSTRAINT stevedore_tag_name IF NOT EXISTS FOR (n:Tag) REQUIRE n.name IS UNIQUE',
    findDuplicate:
      'MATCH (n:Tag) WITH n.name AS value, count(*) AS nodes WHERE nodes > 1 AND value IS NOT NULL RETURN value LIMIT 1',
  },
  {
    name: 'stevedore_category_name',
    label: 'Category',
    property: 'name',
    create: 'CREATE CONSTRAINT stevedore_category_name IF NOT EXISTS FOR (n:Category) REQUIRE n.name IS UNIQUE',
    findDuplicate:
      'MATCH (n:Category) WITH n.name AS value, count(*) AS nodes WHERE nodes > 1 AND value IS NOT NULL RETURN value LIMIT 1',
  },
  {
    name: 'stevedore_author_name',
    label: 'Author',
    property: 'name',
    create: 'CREATE CONSTRAINT stevedore_author_name IF NOT EXISTS FOR (n:Author) REQUIRE n.name IS UNIQUE',
    findDuplicate:
      'MATCH (n:Author) WITH n.name AS value, count(*) AS nodes WHERE nodes > 1 AND value IS NOT NULL RETURN value LIMIT 1',
  },
  {
    name: 'stevedore_department_name',
    label: 'Department',
    property: 'name',
    create: 'CREATE CONSTRAINT stevedore_department_name IF NOT EXISTS FOR (n:Department) REQUIRE n.name IS UNIQUE',
    findDuplicate:
      'MATCH (n:Department) WITH n.name AS value, count(*) AS nodes WHERE nodes > 1 AND value IS NOT NULL RETURN value LIMIT 1',
  },
  {
    name: 'stevedore_metadata_value_key',
    label: 'MetadataValue',
    property: 'key',
    create:
      'CREATE CONSTRAINT stevedore_metadata_value_key IF NOT EXISTS FOR (n:MetadataValue) REQUIRE n.key IS UNIQUE',
    findDuplicate:
      'MATCH (n:MetadataValue) WITH n.key AS value, count(*) AS nodes WHERE nodes > 1 AND value IS NOT NULL RETURN value LIMIT 1',
  },
];

/** The full-text index that searches and neo4j-graphrag's hybrid retrievers read. */
export const FULL_TEXT_INDEX = {
  name: 'stevedore_chunk_text',
  label: 'Chunk',
  property: 'text',
  create: 'CREATE FULLTEXT INDEX stevedore_chunk_text IF NOT EXISTS FOR (n:Chunk) ON EACH [n.text]',
} as const;

/** Finds the drafts of a long document while it is being written. */
export const DRAFT_INDEX = {
  name: 'stevedore_chunk_draft_id',
  label: 'ChunkDraft',
  property: 'id',
  create: 'CREATE INDEX stevedore_chunk_draft_id IF NOT EXISTS FOR (n:ChunkDraft) ON (n.id)',
} as const;
