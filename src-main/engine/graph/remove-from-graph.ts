import type { ManagedTransaction } from 'neo4j-driver';
import { z } from 'zod';
import { succeeded, type Result } from '../../contract/failure.ts';
import type { RemovedFromGraph } from '../../contract/library.ts';
import { LOADER } from './graph-schema.ts';
import type { Neo4jTarget, SourceToPublish } from './graph-types.ts';
import { removeDocument } from './undo-batch.ts';
import { sourceKey } from './write-sources.ts';
import { writeToTarget } from './write-to-target.ts';

/** Writing a property locks the document: no other writer gives it a source between this count and its end. */
const TAKE_SOURCES = `
  MATCH (d:Document {id: $id, loader: $loader})
  SET d.id = d.id
  WITH d
  OPTIONAL MATCH (s:Source {loader: $loader})-[:PROVIDES]->(d) WHERE s.key IN $keys
  DETACH DELETE s
  WITH DISTINCT d
  WITH d, COUNT { (:Source)-[:PROVIDES]->(d) } AS others
  SET d.complete = CASE others WHEN 0 THEN false ELSE d.complete END
  RETURN others`;

const othersSchema = z.array(z.object({ others: z.int() }));

/**
 * Takes the sources of one workstation from a document, and removes the document when no other source provides it.
 * Idempotent: what failed in the middle is removed by the next try.
 */
export const removeFromGraph = async (
  target: Neo4jTarget,
  documentId: string,
  sources: readonly SourceToPublish[],
): Promise<Result<RemovedFromGraph>> => {
  const taken = await writeToTarget(target, async (transaction: ManagedTransaction) => {
    const parameters = { id: documentId, keys: sources.map(sourceKey), loader: LOADER };
    const { records } = await transaction.run(TAKE_SOURCES, parameters);
    return othersSchema.parse(records.map((record) => record.toObject()));
  });
  if (!taken.ok) return taken;
  const [found] = taken.value;
  if (found === undefined) return succeeded('not_there');
  if (found.others > 0) return succeeded('provided_elsewhere');
  const removed = await removeDocument(target, documentId);
  return removed.ok ? succeeded('removed') : removed;
};
