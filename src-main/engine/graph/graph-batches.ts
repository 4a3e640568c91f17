import neo4j from 'neo4j-driver';
import { z } from 'zod';
import { succeeded, type Result } from '../../contract/failure.ts';
import { graphBatchSchema, type GraphBatch } from '../../contract/graph.ts';
import { LOADER } from './graph-schema.ts';
import type { Neo4jTarget } from './graph-types.ts';
import { readFromTarget } from './read-from-target.ts';

const LIST_BATCHES = `
  MATCH (b:Batch {loader: $loader})
  RETURN b.id AS batch_id, b.series_id AS series_id, b.workstation AS workstation, b.status AS status,
    b.total_documents AS total_documents, b.processed_count AS processed_count, b.failed_count AS failed_count,
    b.cancelled_count AS cancelled_count, toString(b.created_at) AS created_at, toString(b.completed_at) AS completed_at
  ORDER BY b.created_at DESC, b.id
  LIMIT $limit`;

const absent = z.string().nullable();
const rowSchema = graphBatchSchema.extend({ series_id: absent, completed_at: absent });

/** The batches of all workstations that the graph shows, the newest first. */
export const listGraphBatches = async (target: Neo4jTarget, limit: number): Promise<Result<readonly GraphBatch[]>> => {
  const read = await readFromTarget(target, (transaction) =>
    transaction.run(LIST_BATCHES, { loader: LOADER, limit: neo4j.int(limit) }),
  );
  if (!read.ok) return read;
  return succeeded(
    read.value.records.map((record) => {
      const { series_id, completed_at, ...batch } = rowSchema.parse(record.toObject());
      return {
        ...batch,
        ...(series_id !== null && { series_id }),
        ...(completed_at !== null && { completed_at }),
      };
    }),
  );
};
