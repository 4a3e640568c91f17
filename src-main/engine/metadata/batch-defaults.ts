import { failed, failure, succeeded, type Result } from '../../contract/failure.ts';
import type { MappingValue, MetadataSchema } from '../../contract/metadata.ts';
import { bindColumns } from './bind-columns.ts';
import { coerceValue } from './coerce-value.ts';
import { columnKey } from './mapping-key.ts';

/** Values for all documents of a batch, by the name of the field as the admin wrote it. */
export type BatchDefaults = ReadonlyMap<string, MappingValue>;

const invalid = (message: string): ReturnType<typeof failed> => failed(failure('INVALID_REQUEST', 'metadata', message));

/**
 * Parses defaults as the command line takes them, `author=Jane`. Everything behind the first `=` is the value.
 *
 * @returns INVALID_REQUEST for a text without `=`, without a name, or with a name given twice
 */
export const parseBatchDefaults = (texts: readonly string[]): Result<BatchDefaults> => {
  const defaults = new Map<string, MappingValue>();
  const seen = new Set<string>();
  for (const text of texts) {
    const at = text.indexOf('=');
    const name = text.slice(0, Math.max(at, 0)).trim();
    if (name === '') return invalid(`A default is written FIELD=VALUE, e.g. author=Jane, not '${text}'.`);
    if (seen.has(columnKey(name))) return invalid(`The default for '${name}' is given twice.`);
    seen.add(columnKey(name));
    defaults.set(name, text.slice(at + 1));
  }
  return succeeded(defaults);
};

/**
 * Checks batch defaults against the schema once, before a run, instead of failing every document. Dates are ISO here:
 * a format of the schema is for columns of a mapping.
 *
 * @returns INVALID_REQUEST that names the field
 */
export const checkBatchDefaults = (schema: MetadataSchema, defaults: BatchDefaults): Result<undefined> => {
  const names = [...defaults.keys()];
  for (const { column, field } of bindColumns(schema, names)) {
    if (field === undefined) {
      if (schema.unknown_columns === 'refuse')
        return invalid(`The default '${column}' is not a field of the metadata schema.`);
      continue;
    }
    const { format: _, ...isoField } = field;
    const coerced = coerceValue(isoField, defaults.get(column) ?? '');
    if ('problem' in coerced) return invalid(`The default for '${field.name}' ${coerced.problem}.`);
  }
  return succeeded(undefined);
};
