import { z } from 'zod';
import { batchDocumentSchema, batchStatusSchema } from './batch.ts';
import { preflightFileSchema } from './preflight.ts';

/**
 * What the engine broadcasts: state, never commands. `sequence` counts up by one; a gap means that the listener
 * must take a new snapshot.
 */
export const engineEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('batch'), sequence: z.int().positive(), batch: batchStatusSchema }),
  z.object({
    type: z.literal('document'),
    sequence: z.int().positive(),
    batch_id: z.uuid(),
    position: z.int().nonnegative(),
    document: batchDocumentSchema,
  }),
  /** A preflight has checked another file; the answer of the command has all of them. */
  z.object({
    type: z.literal('preflight'),
    sequence: z.int().positive(),
    checked_count: z.int().positive(),
    total_documents: z.int().positive(),
    file: preflightFileSchema,
  }),
]);
export type EngineEvent = Readonly<z.infer<typeof engineEventSchema>>;
