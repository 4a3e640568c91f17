import { failure, type Failure } from '../../contract/failure.ts';
import type {
  MappingValue,
  Metadata,
  MetadataField,
  MetadataProblem,
  MetadataSchema,
  MetadataSource,
  MetadataValue,
} from '../../contract/metadata.ts';
import type { BatchDefaults } from './batch-defaults.ts';
import { bindColumns, type ColumnBinding } from './bind-columns.ts';
import { cleanText, coerceValue, unknownValueText } from './coerce-value.ts';
import type { MappingRow } from './mapping.ts';
import { quoteValue } from './mapping-problems.ts';

/** What is the same for all documents of a batch. Make it with `createMetadataContext`. */
export interface MetadataContext {
  readonly schema: MetadataSchema;
  readonly defaults: BatchDefaults;
  readonly defaultBindings: readonly ColumnBinding[];
  /** What the columns of each shape of rows mean. */
  readonly bindings: WeakMap<readonly string[], readonly ColumnBinding[]>;
}

/** The metadata of one document of a batch. */
export interface ResolvedMetadata {
  /** In the order of the schema, then of the columns; without the values that have a problem. */
  readonly metadata: Metadata;
  /**
   * What spoke for it. A load with `row` or `batch_default` replaces the stored metadata of a document that is known
   * already; one with `schema_default` or `none` leaves them as they are. A row without any value does not speak.
   */
  readonly source: MetadataSource;
  readonly problems: readonly MetadataProblem[];
  /** METADATA_INVALID with all problems in one sentence; absent if there are none. */
  readonly failure?: Failure;
  /** Plain sentences: what looks like an accident although it is valid. */
  readonly warnings: readonly string[];
  /** The cells of its rows as they stand in the mapping, for an export that is a mapping again; absent without a row. */
  readonly originalCells?: readonly (readonly [column: string, text: string])[];
}

/** Prepares a batch: the schema and the defaults that are given for all of it. */
export const createMetadataContext = (schema: MetadataSchema, defaults: BatchDefaults): MetadataContext => ({
  schema,
  defaults,
  defaultBindings: bindColumns(schema, [...defaults.keys()]),
  bindings: new WeakMap(),
});

/** A value before it has its type, and where it came from. */
interface Candidate {
  readonly value: MappingValue;
  readonly column: string;
  readonly field: MetadataField | undefined;
  /** Absent for batch defaults. */
  readonly line?: number;
}

const isEmpty = (value: MappingValue): boolean =>
  typeof value === 'string' ? value.trim() === '' : value.every((item) => item.trim() === '');

const rowBindings = ({ bindings, schema }: MetadataContext, row: MappingRow): readonly ColumnBinding[] => {
  const known = bindings.get(row.fields);
  if (known !== undefined) return known;
  const bound = bindColumns(schema, row.fields);
  bindings.set(row.fields, bound);
  return bound;
};

const collectCandidates = (context: MetadataContext, rows: readonly MappingRow[]): ReadonlyMap<string, Candidate> => {
  const candidates = new Map<string, Candidate>();
  for (const { column, name, field } of context.defaultBindings) {
    const value = context.defaults.get(column) ?? '';
    if (!isEmpty(value)) candidates.set(name, { value, column, field });
  }
  for (const row of rows)
    rowBindings(context, row).forEach(({ column, name, field }, at) => {
      const value = row.values[at] ?? '';
      if (!isEmpty(value)) candidates.set(name, { value, column, field, line: row.line });
    });
  return candidates;
};

/** The line of a row that stands in no file. */
export const EDITED_BY_HAND = 0;

const isInMapping = (line: number | undefined): line is number => line !== undefined && line !== EDITED_BY_HAND;

const place = (line: number | undefined, column: string, field: string): string => {
  if (line === undefined || line === EDITED_BY_HAND) return '';
  return column === field ? ` (line ${line})` : ` (line ${line}, column '${column}')`;
};

const SPREADSHEET_ERROR = /^#(?:N\/A|REF!|NAME\?|VALUE!|DIV\/0!|NUM!|NULL!|NV|BEZUG!|WERT!|ZAHL!)$/u;
const SHORTENED_NUMBER = /^\d(?:[.,]\d+)?E\+\d{2,3}$/u;

const warningsOf = (name: string, { value, column, line }: Candidate): readonly string[] => {
  const texts = typeof value === 'string' ? [cleanText(value)] : value;
  return texts.flatMap((text) => {
    const where = place(line, column, name);
    if (SPREADSHEET_ERROR.test(text)) return [`Field '${name}' holds the error ${text} of a spreadsheet${where}.`];
    return SHORTENED_NUMBER.test(text)
      ? [`Field '${name}' is ${text}: a spreadsheet may have shortened a long number${where}.`]
      : [];
  });
};

type Outcome = { readonly value?: MetadataValue } | { readonly problem: MetadataProblem };

const resolveField = (field: MetadataField, candidate: Candidate | undefined): Outcome => {
  if (candidate === undefined) {
    if (field.default !== undefined) return { value: field.default };
    if (!field.required) return {};
    const message = `Missing required field '${field.name}'`;
    return { problem: { field: field.name, kind: 'missing_required', message } };
  }
  const { format: _, ...isoField } = field;
  const { line, column } = candidate;
  // A chosen format is for columns of a mapping; what a person types in is in ISO form.
  const coerced = coerceValue(isInMapping(line) ? field : isoField, candidate.value);
  if (!('problem' in coerced)) return coerced.value === undefined ? resolveField(field, undefined) : coerced;
  const message = `Field '${field.name}' ${coerced.problem}${place(line, column, field.name)}`;
  return {
    problem: { field: field.name, kind: 'invalid_value', message, ...(isInMapping(line) ? { line, column } : {}) },
  };
};

const resolveUnknown = (name: string, candidate: Candidate, { schema }: MetadataContext): Outcome => {
  if (schema.unknown_columns === 'keep') return { value: unknownValueText(candidate.value) };
  const { line, column } = candidate;
  const message = `${line === undefined ? 'Field' : 'Column'} ${quoteValue(column)} is not in the metadata schema${place(line, column, column)}`;
  return { problem: { field: name, kind: 'unknown_column', message, ...(isInMapping(line) ? { line, column } : {}) } };
};

const originalCells = (rows: readonly MappingRow[]): readonly (readonly [string, string])[] => {
  const cells = new Map<string, string>();
  for (const { fields, values } of rows)
    fields.forEach((column, at) => {
      const value = values[at] ?? '';
      if (!cells.has(column) || !isEmpty(value))
        cells.set(column, typeof value === 'string' ? value : value.join(', '));
    });
  return [...cells];
};

const sourceOf = (candidates: ReadonlyMap<string, Candidate>, metadata: Metadata): MetadataSource => {
  const found = [...candidates.values()];
  if (found.some(({ line }) => line !== undefined)) return 'row';
  if (found.length > 0) return 'batch_default';
  return Object.keys(metadata).length > 0 ? 'schema_default' : 'none';
};

/**
 * Puts the metadata of one document together, field by field: defaults of the schema, then of the batch, then the row
 * by filename, then the row by path, then what was typed in by hand. An empty cell is no value, so what is weaker shows. Then everything is validated.
 *
 * @param rows what `matchMapping` found for the file; neither, for a file without a row
 */
export const resolveMetadata = (
  context: MetadataContext,
  rows: { readonly filenameRow?: MappingRow; readonly pathRow?: MappingRow; readonly editRow?: MappingRow },
): ResolvedMetadata => {
  const found = [rows.filenameRow, rows.pathRow, rows.editRow].filter((row) => row !== undefined);
  const candidates = collectCandidates(context, found);
  const entries: (readonly [string, MetadataValue])[] = [];
  const problems: MetadataProblem[] = [];
  const settle = (name: string, outcome: Outcome): void => {
    if ('problem' in outcome) problems.push(outcome.problem);
    else if (outcome.value !== undefined) entries.push([name, outcome.value]);
  };
  for (const field of context.schema.fields) settle(field.name, resolveField(field, candidates.get(field.name)));
  for (const [name, candidate] of candidates)
    if (candidate.field === undefined) settle(name, resolveUnknown(name, candidate, context));
  const metadata: Metadata = Object.fromEntries(entries);
  const message = `Metadata validation failed: ${problems.map((problem) => problem.message).join('; ')}`;
  return {
    metadata,
    source: sourceOf(candidates, metadata),
    problems,
    ...(problems.length === 0 ? {} : { failure: failure('METADATA_INVALID', 'metadata', message) }),
    warnings: [...candidates].flatMap(([name, candidate]) => warningsOf(name, candidate)),
    ...(found.length === 0 ? {} : { originalCells: originalCells(found) }),
  };
};
