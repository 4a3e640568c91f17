import { z } from 'zod';

/** Nodes of another tool that stand in the way of one of our constraints. */
export const targetConflictSchema = z.object({ label: z.string(), property: z.string(), message: z.string() });
export type TargetConflict = Readonly<z.infer<typeof targetConflictSchema>>;

/** What a test of the connection to a Neo4j database found. */
export const targetReportSchema = z.object({
  /** Never with a user or a password in it. */
  uri: z.string(),
  username: z.string(),
  version: z.string(),
  edition: z.string(),
  database: z.string(),
  /** The database's own id. */
  database_id: z.string(),
  /** Of one round trip, in milliseconds. */
  latency_ms: z.number().nonnegative(),
  may_read: z.boolean(),
  may_write: z.boolean(),
  /** Our constraints and indexes: `missing` ones are made with the first connection that publishes. */
  indexes: z.array(z.object({ name: z.string(), label: z.string(), property: z.string(), state: z.string() })),
  conflicts: z.array(targetConflictSchema),
  documents_count: z.int().nonnegative(),
  chunks_count: z.int().nonnegative(),
});
export type TargetReport = Readonly<z.infer<typeof targetReportSchema>>;
