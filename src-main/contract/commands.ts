import { z } from 'zod';
import {
  batchDocumentSchema,
  batchStateSchema,
  batchStatusNameSchema,
  batchStatusSchema,
  batchSummarySchema,
  ignoredFileSchema,
  targetSchema,
} from './batch.ts';
import { FAILURE_CODE_NAMES } from './failure-codes.ts';
import { graphBatchSchema, undoReportSchema, verificationSchema } from './graph.ts';
import {
  metadataFieldInputSchema,
  resolvedMetadataSchemaSchema,
  UNKNOWN_COLUMN_RULES,
  type MetadataSchema,
} from './metadata.ts';
import { preflightSchema } from './preflight.ts';
import {
  documentDetailsSchema,
  editableFieldSchema,
  facetSchema,
  libraryDocumentSchema,
  publicationStateSchema,
  removedFromGraphSchema,
  shownChunkSchema,
} from './library.ts';
import { searchHitSchema } from './search.ts';
import { settingsSchema } from './settings.ts';
import { targetReportSchema } from './target.ts';

/** Files in a series at the most: their names and metadata are in memory together when it starts. */
export const MAX_SERIES_FILES = 100_000;

const batchId = z.object({ batch_id: z.string().min(1) });
/** The id of a batch, or that of a series, which then stands for all of its batches. */
const batchOrSeriesId = batchId;
/** No system has files with a NUL in their path, and Node throws for one. */
const path = z
  .string()
  .min(1)
  .refine((text) => !text.includes('\0'), 'a path cannot contain NUL');

const selection = z.object({
  paths: z.array(path).min(1),
  /** A CSV or JSON file that maps filenames to metadata. */
  mapping: path.optional(),
  /** A JSON file with the metadata schema; that of the workstation when absent. */
  schema: path.optional(),
  /** Metadata for all documents, as FIELD=VALUE. */
  defaults: z.array(z.string()).default([]),
  /** Metadata typed in by hand for single files, as texts; stronger than their rows in the mapping. */
  edits: z.array(z.object({ path, cells: z.record(z.string().min(1), z.string()) })).default([]),
  /** Files of the selection that are not to be loaded. */
  left_out: z.array(path).default([]),
});

const started = z.object({
  batch_id: z.uuid(),
  series_id: z.uuid().optional(),
  /** The batch or series whose failures this one loads again. */
  retry_of: z.uuid().optional(),
  total_documents: z.int().positive(),
  status: z.literal('in_progress'),
  message: z.string(),
  ignored_files: z.array(ignoredFileSchema),
  /** About the mapping as a whole: rows without a file, unknown columns. */
  warnings: z.array(z.string()),
});

/** `series_id` is absent when one batch was enough. */
const startedSeries = z.object({ series_id: z.uuid().optional(), batches: z.array(started).min(1) });

/** The batches that a command moved, in the order of their start, with the state that each is in now. */
const moved = z.object({ batches: z.array(z.object({ batch_id: z.uuid(), state: batchStateSchema })).min(1) });

/** What publishing a batch brings to the target. */
const toPublish = z.object({
  batch_id: z.uuid(),
  documents_count: z.int().nonnegative(),
  chunks_count: z.int().nonnegative(),
});

const metadataFilter = z.object({ field: z.string().min(1), value: z.string().min(1) });

const workstationSchema = z.object({
  schema: z.custom<MetadataSchema>((value) => resolvedMetadataSchemaSchema.safeParse(value).success),
  is_default: z.boolean(),
});

const startSelection = selection.extend({ target: targetSchema.default('library') });

/**
 * Every command of the engine, declared once: what goes in and what comes out. The faces derive from this table;
 * input is parsed on the way in and output on the way out.
 */
export const COMMANDS = {
  /**
   * Makes a batch of a selection and puts it in the queue. Refused whole with BATCH_TOO_LARGE, BATCH_EMPTY,
   * MAPPING_INVALID, MAPPING_AMBIGUOUS, SCHEMA_INVALID or MEMORY_LIMIT_REACHED.
   */
  'batch.start': { input: startSelection, output: started },
  /**
   * Like batch.start for a large selection: as many batches as it needs, which act as one thing. BATCH_TOO_LARGE
   * begins beyond MAX_SERIES_FILES.
   */
  'series.start': { input: startSelection, output: startedSeries },
  /** Tells what batch.start, or with `split` series.start, would do with a selection, and writes nothing. Refused likewise. */
  'batch.preflight': { input: selection.extend({ split: z.boolean().default(false) }), output: preflightSchema },
  /**
   * Makes a new batch or series, linked to the old one, of its open failures: all of them, or those with one of these
   * codes, or those with one of these filenames or paths. Rows of a corrected mapping replace the stored metadata.
   */
  'batch.retry': {
    input: batchOrSeriesId.extend({
      codes: z.array(z.enum(FAILURE_CODE_NAMES)).default([]),
      only: z.array(z.string().min(1)).default([]),
      mapping: path.optional(),
    }),
    output: startedSeries,
  },
  /** Leaves what was not begun for `batch.resume`; the document in hand gets a few seconds to end. */
  'batch.pause': { input: batchOrSeriesId, output: moved },
  /** Ends for good: the document in hand is rolled back, waiting ones are cancelled, processed ones stay. */
  'batch.cancel': { input: batchOrSeriesId, output: moved },
  /** Queues what was paused or interrupted; without an id all of it, the oldest first. */
  'batch.resume': { input: batchOrSeriesId.partial(), output: moved },
  /**
   * Publishes ended batches to Neo4j: the batch or series with this id, or all that have something pending. `again`
   * publishes what is published already too; `dry_run` only counts. Status and counts of a batch stay; its
   * `publication` tells how far it is. A batch that waits for its target tries again at once.
   */
  'batch.publish': {
    input: batchOrSeriesId.partial().extend({ again: z.boolean().default(false), dry_run: z.boolean().default(false) }),
    output: z.object({ batches: z.array(toPublish) }),
  },
  /** Makes the library the target of batches that have not ended: what is prepared ends as processed. */
  'batch.finish_offline': { input: batchOrSeriesId, output: moved },
  /** Reads a batch back from Neo4j and compares it with the library. */
  'batch.verify': { input: batchOrSeriesId, output: verificationSchema },
  /**
   * Removes from Neo4j what only this batch and no other source or batch provides; `dry_run` only tells. The library
   * keeps everything.
   */
  'batch.undo': {
    input: batchId.extend({ dry_run: z.boolean().default(false) }),
    output: undoReportSchema,
  },
  /** Writes ended batches with their documents to one new file, for another workstation. */
  'bundle.write': {
    input: batchOrSeriesId.extend({ file: path }),
    output: z.object({
      documents_count: z.int().nonnegative(),
      chunks_count: z.int().nonnegative(),
      size_bytes: z.int().positive(),
    }),
  },
  /** Brings the batches of a bundle into the library; those that are there already stay as they are. */
  'bundle.import': {
    input: z.object({ file: path }),
    output: z.object({
      /** Where the bundle was written. */
      workstation: z.string(),
      batches: z.array(
        z.object({ batch_id: z.uuid(), documents_count: z.int().nonnegative(), was_there: z.boolean() }),
      ),
      documents_added: z.int().nonnegative(),
    }),
  },
  /** Tests the connection to Neo4j with the settings in force. Writes nothing that stays. */
  'target.test': { input: z.object({}), output: targetReportSchema },
  /** The batches that all workstations have published, the newest first. */
  'target.history': {
    input: z.object({ limit: z.int().positive().max(1000).default(50) }),
    output: z.object({ batches: z.array(graphBatchSchema) }),
  },
  /** Marks the open failures with this filename or path as handled. */
  'failure.handle': {
    input: batchOrSeriesId.extend({ filename: z.string().min(1), note: z.string().default('') }),
    output: z.object({ handled_count: z.int().positive() }),
  },
  /** The failures of a batch or series as a mapping file (CSV) or as JSON, or a report of all of it (HTML). */
  'batch.export': {
    input: batchOrSeriesId.extend({ format: z.enum(['csv', 'json', 'html']) }),
    output: z.object({ content: z.string(), failures_count: z.int().nonnegative() }),
  },
  /** A mapping file (CSV) with a row for each file of a selection, to be filled in. */
  'mapping.template': {
    input: z.object({ paths: selection.shape.paths, schema: path.optional() }),
    output: z.object({ content: z.string(), files_count: z.int().positive() }),
  },
  /** The metadata of a selection as a mapping file (CSV), with what was typed in by hand. */
  'mapping.corrected': {
    input: selection,
    output: z.object({ content: z.string(), files_count: z.int().positive() }),
  },
  'batch.status': { input: batchId, output: batchStatusSchema },
  /** The status of a batch, or of every batch of a series in the order of their start. */
  'batch.statuses': {
    input: batchOrSeriesId,
    output: z.object({ series_id: z.uuid().optional(), batches: z.array(batchStatusSchema).min(1) }),
  },
  /** When a batch, or the last batch of a series, will have been extracted; nothing when it has ended. */
  'batch.estimate': {
    input: batchOrSeriesId,
    output: z.object({ estimated_completion_time: z.iso.datetime().optional() }),
  },
  /** The batches that `batch.resume` would continue, the oldest first. */
  'batch.resumable': { input: z.object({}), output: z.object({ batches: z.array(batchSummarySchema) }) },
  /** The batches that have not ended, in the order of their start, with all that a status tells. */
  'batch.open': { input: z.object({}), output: z.object({ batches: z.array(batchStatusSchema) }) },
  /** The newest batches first: all, or those that everything that is given says something true of. */
  'batch.history': {
    input: z.object({
      limit: z.int().positive().max(1000).default(50),
      offset: z.int().nonnegative().default(0),
      status: batchStatusNameSchema.optional(),
      target: targetSchema.optional(),
      /** Started at this moment or later. */
      from: z.iso.datetime().optional(),
      /** Started before this moment. */
      until: z.iso.datetime().optional(),
      /** Only batches with failures that nobody and no retry has dealt with. */
      open_failures: z.boolean().optional(),
      /** The beginning of a batch or series id, or a part of the name of a file that it has. */
      words: z.string().optional(),
      /** Only retries of this batch or series. */
      retry_of: z.string().optional(),
      /** Whether all batches of a series come with one that fits. */
      whole_series: z.boolean().optional(),
    }),
    output: z.object({ batches: z.array(batchSummarySchema), total: z.int().nonnegative() }),
  },
  /**
   * Deletes ended batches from the history; `dry_run` only tells. What they loaded stays in the library and in Neo4j.
   * Refused with INVALID_STATE while one of them has not ended or is being published.
   */
  'batch.delete': {
    input: batchOrSeriesId.extend({ dry_run: z.boolean().default(false) }),
    output: z.object({
      batches_deleted: z.int().positive(),
      /** Documents that the library keeps. */
      documents_kept: z.int().nonnegative(),
      /** Those of them that the Neo4j target does not have and no other batch would publish. */
      unpublished_count: z.int().nonnegative(),
    }),
  },
  'batch.documents': { input: batchOrSeriesId, output: z.object({ documents: z.array(batchDocumentSchema) }) },
  'batch.ignored': { input: batchOrSeriesId, output: z.object({ ignored_files: z.array(ignoredFileSchema) }) },
  /** Documents that contain all the words, best passages first. */
  'library.search': {
    input: z.object({
      words: z.string().min(1),
      limit: z.int().positive().max(200).default(20),
      /** Only documents whose metadata have this value. */
      filter: metadataFilter.optional(),
    }),
    output: z.object({ hits: z.array(searchHitSchema) }),
  },
  /** How much the library holds. */
  'library.summary': {
    input: z.object({}),
    output: z.object({
      documents_count: z.int().nonnegative(),
      chunks_count: z.int().nonnegative(),
      size_bytes: z.int().nonnegative(),
      /** How many documents are where in the current Neo4j target; absent as long as none was ever reached. */
      publications: z
        .object({ pending: z.int().nonnegative(), published: z.int().nonnegative(), rejected: z.int().nonnegative() })
        .optional(),
    }),
  },
  /** Writes a sound copy of the library to a new file, also while a batch runs. */
  'library.backup': {
    input: z.object({ file: path }),
    output: z.object({ file: z.string(), size_bytes: z.int().positive() }),
  },
  /** How many documents of the library would be extracted again, on their next load, with other chunks. */
  'library.outdated': {
    input: z.object({ chunk_size: z.int().positive(), chunk_overlap: z.int().nonnegative() }),
    output: z.object({ documents_count: z.int().nonnegative() }),
  },
  /** The documents of the library, the newest first. */
  'library.documents': {
    input: z.object({
      limit: z.int().positive().max(1000).default(100),
      offset: z.int().nonnegative().default(0),
      filter: metadataFilter.optional(),
      publication: publicationStateSchema.optional(),
    }),
    output: z.object({ documents: z.array(libraryDocumentSchema), total: z.int().nonnegative() }),
  },
  /** Which values the metadata of the library have, the most frequent first. */
  'library.facets': { input: z.object({}), output: z.object({ facets: z.array(facetSchema) }) },
  /** A document with its metadata, where it came from and which batches loaded it. */
  'document.read': { input: z.object({ document_id: z.string().min(1) }), output: documentDetailsSchema },
  /** The metadata that a document has or could have by the schema of this workstation, as a person types them. */
  'document.fields': {
    input: z.object({ document_id: z.string().min(1) }),
    output: z.object({ fields: z.array(editableFieldSchema) }),
  },
  /**
   * Types some of a document's metadata anew; an empty text takes a value away. It is to be published again then.
   * Refused with METADATA_INVALID, and then nothing is changed.
   */
  'document.edit': {
    input: z.object({ document_id: z.string().min(1), cells: z.record(z.string().min(1), z.string()) }),
    output: documentDetailsSchema,
  },
  /**
   * Removes a document from the library, and with `from_target` first from Neo4j, where it stays while another
   * workstation provides it. The files it came from and the history of its batches stay. Refused with INVALID_STATE
   * while a batch is about to publish it.
   */
  'document.remove': {
    input: z.object({ document_id: z.string().min(1), from_target: z.boolean().default(false) }),
    output: z.object({ graph: removedFromGraphSchema }),
  },
  /** A page of a document's chunks. */
  'document.chunks': {
    input: z.object({
      document_id: z.string().min(1),
      from_chunk: z.int().nonnegative().default(0),
      limit: z.int().positive().max(200).default(50),
    }),
    output: z.object({ chunks: z.array(shownChunkSchema) }),
  },
  /** The settings in force, and which of them come from the environment, where they cannot be changed. */
  'settings.read': {
    input: z.object({}),
    output: z.object({ settings: settingsSchema, from_environment: z.array(z.string()) }),
  },
  /**
   * Changes settings; what is out of bounds is refused with INVALID_REQUEST, which names it, and nothing is changed.
   * Those of Neo4j, of the HTTP API and what is ignored hold at once, the others from the next start on.
   */
  'settings.write': {
    input: z.object({ changes: z.record(z.string(), z.union([z.string(), z.number()])) }),
    output: z.object({ settings: settingsSchema, needs_restart: z.boolean() }),
  },
  /** The metadata schema of this workstation, for every batch that brings none of its own. */
  'schema.read': { input: z.object({}), output: workstationSchema },
  /**
   * Replaces the metadata schema of this workstation; without fields the default one holds again. SCHEMA_INVALID names
   * the field that cannot be used, and nothing is changed. Batches that were started keep the schema they have.
   */
  'schema.write': {
    input: z.object({
      fields: z.array(metadataFieldInputSchema).max(1000).optional(),
      unknown_columns: z.enum(UNKNOWN_COLUMN_RULES).default('keep'),
    }),
    output: workstationSchema,
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
