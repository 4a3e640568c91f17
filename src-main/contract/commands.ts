import { z } from 'zod';
import {
  batchDocumentSchema,
  batchStatusSchema,
  batchSummarySchema,
  ignoredFileSchema,
  targetSchema,
} from './batch.ts';
import { FAILURE_CODE_NAMES } from './failure-codes.ts';
import { preflightSchema } from './preflight.ts';
import { searchHitSchema } from './search.ts';

const batchId = z.object({ batch_id: z.string().min(1) });
/** No system has files with a NUL in their path, and Node throws for one. */
const path = z
  .string()
  .min(1)
  .refine((text) => !text.includes('\0'), 'a path cannot contain NUL');

const selection = z.object({
  paths: z.array(path).min(1),
  /** A CSV or JSON file that maps filenames to metadata. */
  mapping: path.optional(),
  /** A JSON file with the metadata schema; the default one when absent. */
  schema: path.optional(),
  /** Metadata for all documents, as FIELD=VALUE. */
  defaults: z.array(z.string()).default([]),
});

const started = z.object({
  batch_id: z.uuid(),
  retry_of: z.uuid().optional(),
  total_documents: z.int().positive(),
  status: z.literal('in_progress'),
  message: z.string(),
  ignored_files: z.array(ignoredFileSchema),
  /** About the mapping as a whole: rows without a file, unknown columns. */
  warnings: z.array(z.string()),
});

/**
 * Every command of the engine, declared once: what goes in and what comes out. The faces derive from this table;
 * input is parsed on the way in and output on the way out.
 */
export const COMMANDS = {
  /**
   * Makes a batch of a selection and puts it in the queue. Refused whole with BATCH_TOO_LARGE, BATCH_EMPTY,
   * MAPPING_INVALID, MAPPING_AMBIGUOUS, SCHEMA_INVALID or MEMORY_LIMIT_REACHED.
   */
  'batch.start': { input: selection.extend({ target: targetSchema.default('library') }), output: started },
  /** Tells what batch.start would do with the same selection, and writes nothing. Refused as batch.start is. */
  'batch.preflight': { input: selection, output: preflightSchema },
  /**
   * Makes a new batch, linked to the old one, of its open failures: all of them, or those with one of these codes, or
   * those with one of these filenames or paths. Rows of a corrected mapping replace the stored metadata.
   */
  'batch.retry': {
    input: batchId.extend({
      codes: z.array(z.enum(FAILURE_CODE_NAMES)).default([]),
      only: z.array(z.string().min(1)).default([]),
      mapping: path.optional(),
    }),
    output: started,
  },
  /** Marks the open failures with this filename or path as handled. */
  'failure.handle': {
    input: batchId.extend({ filename: z.string().min(1), note: z.string().default('') }),
    output: z.object({ handled_count: z.int().positive() }),
  },
  /** The failures of a batch as a mapping file (CSV) or as JSON, or a report of the whole batch (HTML). */
  'batch.export': {
    input: batchId.extend({ format: z.enum(['csv', 'json', 'html']) }),
    output: z.object({ content: z.string(), failures_count: z.int().nonnegative() }),
  },
  /** A mapping file (CSV) with a row for each file of a selection, to be filled in. */
  'mapping.template': {
    input: z.object({ paths: selection.shape.paths, schema: path.optional() }),
    output: z.object({ content: z.string(), files_count: z.int().positive() }),
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
