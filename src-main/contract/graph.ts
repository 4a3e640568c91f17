import { z } from 'zod';
import { batchStatusNameSchema } from './batch.ts';

/** Where the graph is not what the library says, in a plain sentence. */
export const graphDifferenceSchema = z.object({ document_id: z.string(), filename: z.string(), what: z.string() });
export type GraphDifference = Readonly<z.infer<typeof graphDifferenceSchema>>;

export const verificationSchema = z.object({
  documents_count: z.int().nonnegative(),
  chunks_count: z.int().nonnegative(),
  differences: z.array(graphDifferenceSchema),
});

/** What undoing a batch removed from the graph, or would remove. */
export const undoReportSchema = z.object({
  documents_removed: z.int().nonnegative(),
  chunks_removed: z.int().nonnegative(),
  sources_removed: z.int().nonnegative(),
  /** Documents of this batch that another batch loaded too: they stay. */
  documents_kept: z.int().nonnegative(),
  /** The same in plain sentences, with what cannot be brought back. */
  sentences: z.array(z.string()),
});
export type UndoReport = Readonly<z.infer<typeof undoReportSchema>>;

/** A batch as the graph shows it, of any workstation. Times are ISO 8601 in UTC. */
export const graphBatchSchema = z.object({
  batch_id: z.string(),
  series_id: z.string().optional(),
  workstation: z.string(),
  status: batchStatusNameSchema,
  total_documents: z.int().nonnegative(),
  processed_count: z.int().nonnegative(),
  failed_count: z.int().nonnegative(),
  cancelled_count: z.int().nonnegative(),
  created_at: z.string(),
  completed_at: z.string().optional(),
});
export type GraphBatch = Readonly<z.infer<typeof graphBatchSchema>>;
