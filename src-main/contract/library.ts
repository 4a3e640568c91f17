import { z } from 'zod';
import { batchStatusNameSchema } from './batch.ts';
import { documentKindSchema } from './extraction.ts';
import { metadataSchema } from './metadata.ts';

/** What became of a document in the current Neo4j target. */
export const publicationStateSchema = z.enum(['pending', 'published', 'rejected']);
export type PublicationState = z.infer<typeof publicationStateSchema>;

/** A document as the library lists it. */
export const libraryDocumentSchema = z.object({
  document_id: z.string(),
  filename: z.string(),
  kind: documentKindSchema,
  size_bytes: z.int().nonnegative(),
  pages: z.int().nonnegative(),
  chunks: z.int().nonnegative(),
  metadata: metadataSchema,
  loaded_at: z.iso.datetime(),
  /** Absent as long as no Neo4j target was ever reached. */
  publication: publicationStateSchema.optional(),
});
export type LibraryDocument = Readonly<z.infer<typeof libraryDocumentSchema>>;

/** The most frequent values of a metadata field. */
export const facetSchema = z.object({
  field: z.string(),
  values: z.array(z.object({ value: z.string(), documents_count: z.int().positive() })),
});
export type Facet = Readonly<z.infer<typeof facetSchema>>;

/** A field that a document has or could have, with its value as a person types it. */
export const editableFieldSchema = z.object({
  name: z.string(),
  label: z.string(),
  required: z.boolean(),
  text: z.string(),
});
export type EditableField = Readonly<z.infer<typeof editableFieldSchema>>;

/** What became of a document in the graph when it was removed from the library. */
export const removedFromGraphSchema = z.enum(['untouched', 'removed', 'provided_elsewhere', 'not_there']);
export type RemovedFromGraph = z.infer<typeof removedFromGraphSchema>;

/** All that is known of a document beside its text. */
export const documentDetailsSchema = libraryDocumentSchema.extend({
  warnings: z.array(z.string()),
  sources: z.array(z.object({ workstation: z.string(), path: z.string(), filename: z.string() })),
  batches: z.array(z.object({ batch_id: z.string(), created_at: z.iso.datetime(), status: batchStatusNameSchema })),
});
export type DocumentDetails = Readonly<z.infer<typeof documentDetailsSchema>>;

/** A passage as a reader shows it. */
export const shownChunkSchema = z.object({
  index: z.int().nonnegative(),
  text: z.string(),
  page: z.int().positive().optional(),
  heading: z.string().optional(),
});
export type ShownChunk = Readonly<z.infer<typeof shownChunkSchema>>;
