import { z } from 'zod';
import { documentKindSchema, extractionOutcomeSchema, extractionPartSchema } from '../../contract/extraction.ts';

/** What the engine asks of the extractor: read one file; go on after a part. */
export const extractorRequestSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('extract'), path: z.string() }),
  z.object({ type: z.literal('continue') }),
]);
export type ExtractorRequest = Readonly<z.infer<typeof extractorRequestSchema>>;

/**
 * What the extractor answers. After each `part` it waits for `continue`, so that a fast reader never fills the memory
 * of a slow writer. The last message for a file is `end`, with the rest of its text: most documents are one message.
 * `kind` is absent when the type of the file could not be told, or is not one of ours; `part` when nothing is left.
 */
export const extractorMessageSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('part'), part: extractionPartSchema }),
  z.object({
    type: z.literal('end'),
    part: extractionPartSchema.optional(),
    kind: documentKindSchema.optional(),
    outcome: extractionOutcomeSchema,
  }),
]);
export type ExtractorMessage = Readonly<z.infer<typeof extractorMessageSchema>>;
