import { z } from 'zod';
import { documentKindSchema, extractionOutcomeSchema, extractionPartSchema } from '../../contract/extraction.ts';

/** What the engine asks of the extractor: read one file; go on after a part. */
export const extractorRequestSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('extract'), path: z.string() }),
  z.object({ type: z.literal('continue') }),
]);
export type ExtractorRequest = Readonly<z.infer<typeof extractorRequestSchema>>;

/**
 * What the extractor answers. After each part it waits for `continue`, so that a fast reader never fills the memory
 * of a slow writer. The last message for a file is `end`.
 */
export const extractorMessageSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('kind'), kind: documentKindSchema }),
  z.object({ type: z.literal('part'), part: extractionPartSchema }),
  z.object({ type: z.literal('end'), outcome: extractionOutcomeSchema }),
]);
export type ExtractorMessage = Readonly<z.infer<typeof extractorMessageSchema>>;
