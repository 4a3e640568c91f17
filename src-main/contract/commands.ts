import { z } from 'zod';
import {
  batchDocumentSchema,
  batchStatusSchema,
  batchSummarySchema,
  ignoredFileSchema,
  targetSchema,
} from './batch.ts';
import { searchHitSchema } from './search.ts';

const batchId = z.object({ batch_id: z.string().min(1) });
/** No system has files with a NUL in their path, and Node throws for one. */
const path = z
  .string()
  .min(1)
  .refine((text) => !text.includes('\0'), 'a path cannot contain NUL');

/**
 * Every command of the engine, declared once: what goes in and what comes out. The faces derive from this table;
 * input is parsed on the way in and output on the way out.
 */
export const COMMANDS = {
  /** Makes a batch of a selection and puts it in the queue. Refused with BATCH_TOO_LARGE or BATCH_EMPTY. */
  'batch.start': {
    input: z.object({ paths: z.array(path).min(1), target: targetSchema.default('library') }),
    output: z.object({
      batch_id: z.uuid(),
      total_documents: z.int().positive(),
      status: z.literal('in_progress'),
      message: z.string(),
      ignored_files: z.array(ignoredFileSchema),
    }),
  },
  'batch.status': { input: batchId, output: batchStatusSchema },
  /** The newest batches first. */
  'batch.history': {
    input: z.object({ limit: z.int().positive().max(1000).default(50), offset: z.int().nonnegative().default(0) }),
    output: z.object({ batches: z.array(batchSummarySchema) }),
  },
  'batch.documents': { input: batchId, output: z.object({ documents: z.array(batchDocumentSchema) }) },
  'batch.ignored': { input: batchId, output: z.object({ ignored_files: z.array(ignoredFileSchema) }) },
  /** Documents that contain all the words, best passages first. */
  'library.search': {
    input: z.object({ words: z.string().min(1), limit: z.int().positive().max(200).default(20) }),
    output: z.object({ hits: z.array(searchHitSchema) }),
  },
  /** A page of a document's text; `next_chunk` is absent at the end. */
  'document.text': {
    input: z.object({ document_id: z.string().min(1), from_chunk: z.int().nonnegative().default(0) }),
    output: z.object({ text: z.string(), next_chunk: z.int().positive().optional() }),
  },
} as const satisfies Record<string, { readonly input: z.ZodType; readonly output: z.ZodType }>;

export type CommandName = keyof typeof COMMANDS;
export type CommandInput<Name extends CommandName> = z.input<(typeof COMMANDS)[Name]['input']>;
export type CommandOutput<Name extends CommandName> = z.output<(typeof COMMANDS)[Name]['output']>;
