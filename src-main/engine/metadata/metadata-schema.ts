import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { z } from 'zod';
import { failed, failure, succeeded, type Result } from '../../contract/failure.ts';
import {
  METADATA_FIELD_TYPES,
  metadataFieldFileSchema,
  metadataSchemaFileSchema,
  RESERVED_METADATA_NAMES,
  UNKNOWN_COLUMN_RULES,
  type MetadataField,
  type MetadataFieldFile,
  type MetadataFieldType,
  type MetadataSchema,
} from '../../contract/metadata.ts';
import { parseDayFormat } from './calendar-day.ts';
import { coerceValue } from './coerce-value.ts';
import { columnKey } from './mapping-key.ts';
import { problemSentence, quoteValue } from './mapping-problems.ts';
import { parseStrictJson } from './scan-json.ts';

const MAX_SCHEMA_SIZE_BYTES = 1024 * 1024;
const MAX_FIELDS = 200;
const NODE_TYPES: ReadonlySet<MetadataFieldType> = new Set(['text', 'list', 'one_of']);

const field = (name: string, label: string, type: MetadataFieldType, node: boolean): MetadataField => ({
  name,
  type,
  label,
  required: false,
  node,
});

/** The schema without a file: five fields, none required; unknown columns are kept as text. */
export const DEFAULT_METADATA_SCHEMA: MetadataSchema = {
  fields: [
    field('author', 'Author', 'text', true),
    field('department', 'Department', 'text', true),
    field('date_created', 'Date created', 'date', false),
    field('tags', 'Tags', 'list', true),
    field('category', 'Category', 'text', true),
  ],
  unknown_columns: 'keep',
};

type Refusal = Extract<Result<never>, { ok: false }>;

const schemaInvalid = (message: string): Refusal => failed(failure('SCHEMA_INVALID', 'metadata', message));

const listWords = (words: readonly string[]): string => words.map((word) => `'${word}'`).join(', ');

/** Our sentence for what zod found wrong with one property of a field. */
const propertyProblem = (issue: z.core.$ZodIssue): string => {
  const [property] = issue.path;
  if (issue.code === 'unrecognized_keys')
    return `${listWords(issue.keys)} ${issue.keys.length === 1 ? 'is not a property' : 'are not properties'} of a field; there are type, label, required, default, node, values and format.`;
  switch (property) {
    case undefined:
      return 'must be an object, e.g. {"type": "text"}.';
    case 'type':
      return `the type must be one of ${listWords(METADATA_FIELD_TYPES)}.`;
    case 'required':
    case 'node':
      return `'${property}' must be true or false.`;
    case 'values':
      return "'values' must be a list of texts, none of them empty.";
    case 'default':
      return "'default' must be a text, a number, true, false or a list of texts.";
    default:
      return `'${String(property)}' must be a text.`;
  }
};

const checkName = (name: string): string | undefined => {
  if (RESERVED_METADATA_NAMES.some((reserved) => reserved === columnKey(name)))
    return 'this name is reserved for the document itself; choose another.';
  return /^[\p{L}_][\p{L}\p{M}\p{N}_ .-]{0,99}$/u.test(name)
    ? undefined
    : 'a name begins with a letter and has at most 100 letters, digits, spaces, points, hyphens and underscores.';
};

const checkField = (type: MetadataFieldType, stated: MetadataFieldFile): string | undefined => {
  if (type === 'one_of' && stated.values === undefined)
    return "the type 'one_of' needs 'values', the list of allowed values.";
  if (type !== 'one_of' && stated.values !== undefined) return "'values' belongs to the type 'one_of' only.";
  if (stated.format !== undefined && type !== 'date') return "'format' belongs to the type 'date' only.";
  if (stated.format !== undefined && parseDayFormat(stated.format) === undefined)
    return `the format ${quoteValue(stated.format)} cannot be read; write it like 'DD.MM.YYYY', 'MM/DD/YYYY' or 'YYYYMMDD', with a year of four digits.`;
  if (stated.node === true && !NODE_TYPES.has(type)) return "only a text, a list or 'one_of' can become a node.";
  return undefined;
};

const completeField = (name: string, value: unknown): Result<MetadataField> => {
  const refuse = (problem: string): Refusal => schemaInvalid(`Field ${quoteValue(name)}: ${problem}`);
  const nameProblem = checkName(name);
  if (nameProblem !== undefined) return refuse(nameProblem);
  const parsed = metadataFieldFileSchema.safeParse(value);
  if (!parsed.success) return refuse(parsed.error.issues.slice(0, 3).map(propertyProblem).join(' '));
  const stated = parsed.data;
  const standard = DEFAULT_METADATA_SCHEMA.fields.find((entry) => entry.name === name);
  const type = stated.type ?? standard?.type;
  if (type === undefined) return refuse(`it has no type; choose one of ${listWords(METADATA_FIELD_TYPES)}.`);
  const problem = checkField(type, stated);
  if (problem !== undefined) return refuse(problem);
  const complete: MetadataField = {
    name,
    type,
    label: stated.label ?? standard?.label ?? name,
    required: stated.required ?? false,
    node: stated.node ?? (standard?.node === true && NODE_TYPES.has(type)),
    ...(stated.values === undefined ? {} : { values: stated.values }),
    ...(stated.format === undefined ? {} : { format: stated.format }),
  };
  if (stated.default === undefined) return succeeded(complete);
  const { format: _, ...isoField } = complete;
  const text = Array.isArray(stated.default) ? stated.default : String(stated.default);
  const coerced = coerceValue(isoField, text);
  if ('problem' in coerced) return refuse(`the default ${coerced.problem}.`);
  return succeeded(coerced.value === undefined ? complete : { ...complete, default: coerced.value });
};

const findNameClash = (fields: readonly MetadataField[]): string | undefined => {
  const owners = new Map<string, string>();
  for (const { name, label } of fields)
    for (const word of new Set([columnKey(name), columnKey(label)])) {
      const owner = owners.get(word);
      if (owner !== undefined) return `The fields '${owner}' and '${name}' have the same name or label.`;
      owners.set(word, name);
    }
  return undefined;
};

/**
 * Parses the text of a metadata schema file.
 *
 * The file states what differs from the default schema: a field of the default schema keeps what is not stated, `null`
 * takes it away, other names are new fields.
 *
 * @returns the complete schema, or SCHEMA_INVALID with a sentence that names the field
 */
export const parseMetadataSchema = (text: string): Result<MetadataSchema> => {
  const json = parseStrictJson(text);
  if ('problem' in json) return schemaInvalid(problemSentence(json.problem));
  const file = metadataSchemaFileSchema.safeParse(json.value);
  if (!file.success) {
    const [issue] = file.error.issues;
    if (issue?.code === 'unrecognized_keys')
      return schemaInvalid(`${listWords(issue.keys)} is not known; a schema has 'fields' and 'unknown_columns'.`);
    return issue?.path[0] === 'unknown_columns'
      ? schemaInvalid(`'unknown_columns' must be one of ${listWords(UNKNOWN_COLUMN_RULES)}.`)
      : schemaInvalid('A schema is an object with \'fields\', e.g. {"fields": {"author": {"required": true}}}.');
  }
  const stated = new Map(Object.entries(file.data.fields));
  const names = [...DEFAULT_METADATA_SCHEMA.fields.map(({ name }) => name), ...stated.keys()];
  const fields: MetadataField[] = [];
  for (const name of new Set(names)) {
    const value = stated.has(name) ? stated.get(name) : {};
    if (value === null) continue;
    const complete = completeField(name, value);
    if (!complete.ok) return complete;
    fields.push(complete.value);
  }
  if (fields.length > MAX_FIELDS)
    return schemaInvalid(`A schema has at most ${MAX_FIELDS} fields; this one has ${fields.length}.`);
  const clash = findNameClash(fields);
  if (clash !== undefined) return schemaInvalid(clash);
  return succeeded({ fields, unknown_columns: file.data.unknown_columns ?? 'keep' });
};

/** Reads a metadata schema file. Failures as in `parseMetadataSchema`, and for a file that cannot be read. */
export const readMetadataSchema = async (path: string): Promise<Result<MetadataSchema>> => {
  const name = basename(path);
  try {
    const stats = await stat(path);
    if (!stats.isFile()) return schemaInvalid(`'${name}' is not a file.`);
    if (stats.size > MAX_SCHEMA_SIZE_BYTES) return schemaInvalid(`'${name}' is too large to be a metadata schema.`);
    const text = new TextDecoder('utf-8', { fatal: true }).decode(await readFile(path));
    return parseMetadataSchema(text);
  } catch (error) {
    if (error instanceof TypeError) return schemaInvalid(`The schema '${name}' must be saved as UTF-8.`);
    if (!(error instanceof Error) || !('code' in error)) throw error;
    return schemaInvalid(
      error.code === 'ENOENT'
        ? `The schema file '${name}' does not exist.`
        : `The schema file '${name}' cannot be read.`,
    );
  }
};
