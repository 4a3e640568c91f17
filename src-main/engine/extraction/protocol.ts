import { z } from 'zod';
import { documentKindSchema, extractionOutcomeSchema, extractionPartSchema } from '../../contract/extraction.ts';
import { FAILURE_CODE_NAMES } from '../../contract/failure-codes.ts';

/** What the engine asks of the extractor: read one file; go on after a part; look at one file without reading it. */
export const extractorRequestSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('extract'), path: z.string() }),
  z.object({ type: z.literal('continue') }),
  z.object({ type: z.literal('inspect'), path: z.string() }),
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

/** What a file is, as far as a look at its first and last bytes can tell. */
export const inspectionSchema = z.object({
  /** Absent when the file cannot be opened or is no format of ours; `failure` then says why. */
  kind: documentKindSchema.optional(),
  failure: z.object({ code: z.enum(FAILURE_CODE_NAMES), message: z.string().min(1) }).optional(),
  encrypted: z.enum(['yes', 'no', 'unknown']),
  /** Plain sentences for an admin. */
  warnings: z.array(z.string()),
});
export type Inspection = Readonly<z.infer<typeof inspectionSchema>>;

/** The answer to `inspect`; none that a lane for extraction ever gets. */
export const inspectedMessageSchema = z.object({ type: z.literal('inspected'), inspection: inspectionSchema });
export type InspectedMessage = Readonly<z.infer<typeof inspectedMessageSchema>>;
