import { z } from 'zod';
import { ignoredFileSchema } from './batch.ts';
import { documentKindSchema } from './extraction.ts';
import { FAILURE_CODE_NAMES } from './failure-codes.ts';
import { metadataSchema, metadataSourceSchema } from './metadata.ts';

/** What will happen to one file, as far as it can be told before a batch. */
export const preflightFileSchema = z.object({
  path: z.string(),
  relative_path: z.string(),
  filename: z.string(),
  size_bytes: z.int().nonnegative(),
  /** Absent when the format cannot be read. */
  kind: documentKindSchema.optional(),
  readable: z.boolean(),
  encrypted: z.enum(['yes', 'no', 'unknown']),
  /** `known`: the library has this content; `twice`: another file of the selection, before this one, has it. */
  content: z.enum(['new', 'known', 'twice']),
  metadata: metadataSchema,
  metadata_source: metadataSourceSchema,
  /** What the document will fail with; the first one counts. */
  errors: z.array(z.object({ code: z.enum(FAILURE_CODE_NAMES), message: z.string(), hint: z.string() })),
  warnings: z.array(z.string()),
  /** Rows of the mapping with nearly this name, for a file without a row. */
  suggestions: z.array(z.string()),
});
export type PreflightFile = Readonly<z.infer<typeof preflightFileSchema>>;

/** The check of a selection and a mapping before a batch. total_documents = ready + failing. */
export const preflightSchema = z.object({
  total_documents: z.int().nonnegative(),
  ready_count: z.int().nonnegative(),
  failing_count: z.int().nonnegative(),
  warning_count: z.int().nonnegative(),
  without_row_count: z.int().nonnegative(),
  size_bytes: z.int().nonnegative(),
  /** The fields of the metadata schema, in its order. */
  fields: z.array(z.object({ name: z.string(), label: z.string(), required: z.boolean() })),
  files: z.array(preflightFileSchema),
  ignored_files: z.array(ignoredFileSchema),
  /** Rows of the mapping that fit no file. */
  rows_without_file: z.array(z.object({ line: z.int().positive(), filename: z.string() })),
  /** About the mapping as a whole. */
  warnings: z.array(z.string()),
});
export type Preflight = Readonly<z.infer<typeof preflightSchema>>;
