import { failed, failure, succeeded, type Result } from '../../contract/failure.ts';
import {
  RESERVED_METADATA_NAMES,
  type MappingProblem,
  type MetadataField,
  type MetadataSchema,
} from '../../contract/metadata.ts';
import { coerceValue } from './coerce-value.ts';
import type { Mapping } from './mapping.ts';
import { columnKey } from './mapping-key.ts';
import { addProblem, createProblemList, problemsFailure } from './mapping-problems.ts';

/** What a column of a mapping means: a field of the schema, or an unknown name under which its text is kept. */
export interface ColumnBinding {
  readonly column: string;
  readonly name: string;
  readonly field?: MetadataField;
}

/** The name under which an unknown column is kept: its own, unless the document itself has a property of that name. */
const unknownName = (column: string): string => {
  const name = column.trim().normalize('NFC');
  return RESERVED_METADATA_NAMES.some((reserved) => reserved === columnKey(name)) ? `column_${name}` : name;
};

/**
 * Binds columns to the fields of a schema, by the field's name or its label, in any case, with spaces, hyphens or
 * underscores: `Date Created` is `date_created`.
 */
export const bindColumns = (schema: MetadataSchema, columns: readonly string[]): readonly ColumnBinding[] => {
  const fields = new Map<string, MetadataField>();
  for (const field of schema.fields) for (const word of [field.label, field.name]) fields.set(columnKey(word), field);
  return columns.map((column): ColumnBinding => {
    const field = fields.get(columnKey(column));
    return field === undefined ? { column, name: unknownName(column) } : { column, name: field.name, field };
  });
};

const findClash = (bindings: readonly ColumnBinding[]): string | undefined => {
  const columnByName = new Map<string, string>();
  for (const { column, name } of bindings) {
    const earlier = columnByName.get(name);
    if (earlier !== undefined) return `The columns '${earlier}' and '${column}' of the mapping both mean '${name}'.`;
    columnByName.set(name, column);
  }
  return undefined;
};

/** What a mapping's columns mean under a schema, for the eye before the run. */
export interface ColumnReport {
  readonly warnings: readonly MappingProblem[];
  /** Columns that are no field of the schema. */
  readonly unknownColumns: readonly string[];
}

const checkChosenFormats = (mapping: Mapping, schema: MetadataSchema): Result<undefined> => {
  const problems = createProblemList();
  const bindingsOf = new Map(mapping.shapes.map((shape) => [shape, bindColumns(schema, shape)]));
  for (const { fields, values, line } of mapping.rows)
    bindingsOf.get(fields)?.forEach(({ field, column }, at) => {
      if (field?.format === undefined) return;
      const coerced = coerceValue(field, values[at] ?? '');
      if ('problem' in coerced) addProblem(problems, { line, column, message: `${coerced.problem}.` });
    });
  if (problems.count === 0) return succeeded(undefined);
  const hint =
    'The format chosen for a column must be true of every row: correct these rows, or the format in the schema.';
  return problemsFailure('MAPPING_INVALID', problems, hint);
};

/**
 * Checks a mapping as a whole against a schema: no two columns mean one field, and where the schema chooses a format
 * for dates, every row follows it. One day written otherwise means that the choice is wrong (10/16/2025 in DD/MM/YYYY)
 * and that all the others would silently be read wrong.
 *
 * @returns what the columns mean, or MAPPING_INVALID with the columns or the lines
 */
export const checkMappingColumns = (mapping: Mapping, schema: MetadataSchema): Result<ColumnReport> => {
  const unknown = new Set<string>();
  for (const shape of mapping.shapes) {
    const bindings = bindColumns(schema, shape);
    const clash = findClash(bindings);
    if (clash !== undefined) return failed(failure('MAPPING_INVALID', 'metadata', clash));
    for (const { column, field } of bindings) if (field === undefined) unknown.add(column);
  }
  if (schema.fields.some(({ format }) => format !== undefined)) {
    const checked = checkChosenFormats(mapping, schema);
    if (!checked.ok) return checked;
  }
  const unknownColumns = [...unknown];
  const warnings = unknownColumns.map((column): MappingProblem => {
    const name = unknownName(column);
    const kept = schema.unknown_columns === 'keep' ? `its values are kept as text` : 'its values are refused';
    const renamed = name === column || schema.unknown_columns === 'refuse' ? '' : ` under the name '${name}'`;
    return { column, message: `The column '${column}' is not in the metadata schema; ${kept}${renamed}.` };
  });
  return succeeded({ warnings, unknownColumns });
};
