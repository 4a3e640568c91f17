import { z } from 'zod';

/** A value as it stands in a mapping, before the schema gives it a type: text, or a list of texts (JSON only). */
export type MappingValue = string | readonly string[];

/** A value of a document's metadata. A date is the text YYYY-MM-DD, never an instant. */
export const metadataValueSchema = z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]);
export type MetadataValue = string | number | boolean | readonly string[];

/** The metadata of one document: plain JSON, in the order of the schema. It may have a field named `__proto__`. */
export type Metadata = Readonly<Record<string, MetadataValue>>;

const isMetadata = (value: unknown): value is Metadata =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  Object.values(value).every((entry) => metadataValueSchema.safeParse(entry).success);

/** z.record() drops a key named `__proto__`, so the object is checked and passed on as it is. */
export const metadataSchema = z.custom<Metadata>(isMetadata, 'must be an object of texts, numbers, booleans and lists');

export const METADATA_FIELD_TYPES = ['text', 'date', 'number', 'boolean', 'list', 'one_of'] as const;
export type MetadataFieldType = (typeof METADATA_FIELD_TYPES)[number];

/**
 * Names a metadata field cannot have: they are properties of the Document node itself
 * (docs/graph-model.md), or the column that says which file a row belongs to.
 */
export const RESERVED_METADATA_NAMES = ['id', 'path', 'filename', 'loader', 'complete'] as const;

/** One field as the file of a metadata schema states it; what is left out comes from the default schema. */
export const metadataFieldFileSchema = z.strictObject({
  type: z.enum(METADATA_FIELD_TYPES).optional(),
  label: z.string().trim().min(1).max(100).optional(),
  required: z.boolean().optional(),
  default: z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]).optional(),
  /** Whether the value becomes a node of its own in the graph. */
  node: z.boolean().optional(),
  /** The allowed values; only with the type `one_of`, and then needed. */
  values: z.array(z.string().trim().min(1)).min(1).optional(),
  /** How dates are written in the mapping, e.g. `DD.MM.YYYY`; only with the type `date`. */
  format: z.string().optional(),
});
export type MetadataFieldFile = Readonly<z.infer<typeof metadataFieldFileSchema>>;

export const UNKNOWN_COLUMN_RULES = ['keep', 'refuse'] as const;

/** The head of a metadata schema file; each field is parsed by `metadataFieldFileSchema`, `null` takes a default away. */
export const metadataSchemaFileSchema = z.strictObject({
  fields: z.custom<Readonly<Record<string, unknown>>>(
    (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  ),
  unknown_columns: z.enum(UNKNOWN_COLUMN_RULES).optional(),
});

/** One field of a metadata schema, complete. `default` has its type already. */
export const metadataFieldSchema = z.object({
  name: z.string().min(1),
  type: z.enum(METADATA_FIELD_TYPES),
  label: z.string().min(1),
  required: z.boolean(),
  default: metadataValueSchema.optional(),
  node: z.boolean(),
  values: z.array(z.string()).optional(),
  format: z.string().optional(),
});
export interface MetadataField {
  readonly name: string;
  readonly type: MetadataFieldType;
  readonly label: string;
  readonly required: boolean;
  readonly default?: MetadataValue;
  readonly node: boolean;
  readonly values?: readonly string[];
  readonly format?: string;
}

/** A field as somebody typed it in: what the engine does not accept is refused with SCHEMA_INVALID, which names the field. */
export const metadataFieldInputSchema = metadataFieldFileSchema.extend({ name: z.string().max(200) });
export type MetadataFieldInput = Readonly<z.infer<typeof metadataFieldInputSchema>>;

/** A metadata schema, complete: plain JSON that can be stored with a batch and shown by every face. */
export const resolvedMetadataSchemaSchema = z.object({
  fields: z.array(metadataFieldSchema),
  unknown_columns: z.enum(UNKNOWN_COLUMN_RULES),
});
export interface MetadataSchema {
  readonly fields: readonly MetadataField[];
  readonly unknown_columns: (typeof UNKNOWN_COLUMN_RULES)[number];
}

/**
 * Something about a mapping file that a person should know: `line` is the line of the file (from 1), `column` the name
 * of the column or field, `position` the character in the line where JSON stops being JSON (from 1).
 */
export const mappingProblemSchema = z.object({
  line: z.int().positive().optional(),
  column: z.string().optional(),
  position: z.int().positive().optional(),
  message: z.string().min(1),
});
export type MappingProblem = Readonly<z.infer<typeof mappingProblemSchema>>;

/** A problem of one document's metadata. `line` and `column` point into the mapping, where the value came from there. */
export const metadataProblemSchema = z.object({
  field: z.string(),
  kind: z.enum(['missing_required', 'invalid_value', 'unknown_column']),
  message: z.string().min(1),
  line: z.int().positive().optional(),
  column: z.string().optional(),
});
export type MetadataProblem = Readonly<z.infer<typeof metadataProblemSchema>>;

/** The strongest thing that spoke for a document's metadata; a `row` or a `batch_default` replaces what is stored. */
export const METADATA_SOURCES = ['row', 'batch_default', 'schema_default', 'none'] as const;
export const metadataSourceSchema = z.enum(METADATA_SOURCES);
export type MetadataSource = z.infer<typeof metadataSourceSchema>;
