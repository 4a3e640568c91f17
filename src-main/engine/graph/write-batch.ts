import neo4j, { type ManagedTransaction } from 'neo4j-driver';
import { succeeded, type Result } from '../../contract/failure.ts';
import type { BatchToPublish, Neo4jTarget } from './graph-types.ts';
import { LOADER } from './graph-schema.ts';
import { writeToTarget } from './write-to-target.ts';

const MERGE_BATCH = 'MERGE (b:Batch {id: $properties.id}) SET b = $properties';
const INGESTED = `
  MATCH (b:Batch {id: $id})
  UNWIND $documents AS document
  MATCH (d:Document {id: document})
  MERGE (b)-[i:INGESTED]->(d)
  ON CREATE SET i.at = $at`;

const toDateTime = (iso: string): unknown => neo4j.types.DateTime.fromStandardDate(new Date(iso));

const properties = (batch: BatchToPublish): Record<string, unknown> => ({
  id: batch.batchId,
  loader: LOADER,
  workstation: batch.workstation,
  status: batch.status,
  total_documents: neo4j.int(batch.total),
  processed_count: neo4j.int(batch.processed),
  failed_count: neo4j.int(batch.failed),
  cancelled_count: neo4j.int(batch.cancelled),
  created_at: toDateTime(batch.createdAt),
  ...(batch.seriesId !== '' && { series_id: batch.seriesId }),
  ...(batch.endedAt !== '' && { completed_at: toDateTime(batch.endedAt) }),
});

/** Writes the Batch node, and that it has ingested these documents. */
export const writeBatch = async (
  transaction: ManagedTransaction,
  batch: BatchToPublish,
  documentIds: readonly string[],
): Promise<void> => {
  await transaction.run(MERGE_BATCH, { properties: properties(batch) });
  if (documentIds.length === 0) return;
  const at = neo4j.types.DateTime.fromStandardDate(new Date());
  await transaction.run(INGESTED, { id: batch.batchId, documents: documentIds.toSorted(), at });
};

/** Writes the Batch node with its status, counts and times. Fails with what is wrong with the target. */
export const publishBatch = async (target: Neo4jTarget, batch: BatchToPublish): Promise<Result<null>> => {
  const written = await writeToTarget(target, (transaction) => writeBatch(transaction, batch, []));
  return written.ok ? succeeded(null) : written;
};
