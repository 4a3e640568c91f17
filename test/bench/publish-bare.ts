import neo4j, { type Driver } from 'neo4j-driver';

/** Everything of one document that the graph gets. */
export interface BareDocument {
  readonly properties: Readonly<Record<string, unknown>>;
  readonly chunks: readonly Readonly<Record<string, unknown>>[];
  readonly source: Readonly<Record<string, unknown>>;
  readonly author: string;
  readonly tags: readonly string[];
}

const GROUP_DOCUMENTS = 200;

const DOCUMENTS = 'UNWIND $documents AS row CREATE (d:Document) SET d = row.properties';
const CHUNKS = `
  UNWIND $documents AS row
  MATCH (d:Document {id: row.properties.id})
  UNWIND row.chunks AS chunk
  CREATE (c:Chunk)-[:FROM_DOCUMENT]->(d)
  SET c = chunk
  WITH d, collect(c) AS chunks
  UNWIND range(0, size(chunks) - 2) AS at
  WITH chunks[at] AS earlier, chunks[at + 1] AS later
  CREATE (earlier)-[:NEXT_CHUNK]->(later)`;
const SOURCES = `
  UNWIND $documents AS row
  MATCH (d:Document {id: row.properties.id})
  MERGE (s:Source {key: row.source.key}) SET s = row.source
  MERGE (s)-[:PROVIDES]->(d)`;
const AUTHORS = `
  UNWIND $documents AS row
  MATCH (d:Document {id: row.properties.id})
  MERGE (a:Author {name: row.author})
  CREATE (d)-[:AUTHORED_BY]->(a)`;
const TAGS = `
  UNWIND $documents AS row
  MATCH (d:Document {id: row.properties.id})
  UNWIND row.tags AS name
  MERGE (t:Tag {name: name})
  CREATE (d)-[:HAS_TAG]->(t)`;
const BATCH = `
  MERGE (b:Batch {id: $batch})
  WITH b
  UNWIND $documents AS row
  MATCH (d:Document {id: row.properties.id})
  CREATE (b)-[:INGESTED {at: datetime()}]->(d)`;

/** The graph of a publish, by the driver alone, from memory: nothing is looked up, compared or noted. */
export const publishBare = async (driver: Driver, documents: readonly BareDocument[]): Promise<void> => {
  const session = driver.session();
  for (let from = 0; from < documents.length; from += GROUP_DOCUMENTS) {
    const group = documents.slice(from, from + GROUP_DOCUMENTS);
    await session.executeWrite(async (transaction) => {
      for (const statement of [DOCUMENTS, CHUNKS, SOURCES, AUTHORS, TAGS, BATCH]) {
        await transaction.run(statement, { documents: group, batch: `bare ${neo4j.int(from).toString()}` });
      }
    });
  }
  await session.close();
};
