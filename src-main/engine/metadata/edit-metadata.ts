import { failed, failure, succeeded, type Result } from '../../contract/failure.ts';
import type { EditableField } from '../../contract/library.ts';
import type {
  Metadata,
  MetadataField,
  MetadataFieldType,
  MetadataSchema,
  MetadataValue,
} from '../../contract/metadata.ts';
import { coerceValue } from './coerce-value.ts';
import type { GraphFields } from './graph-fields.ts';

/** Metadata as they are stored with a document. */
export interface StoredMetadata {
  readonly metadata: Metadata;
  readonly graphFields: GraphFields;
}

const typeOf = (name: string, value: MetadataValue, { dates }: GraphFields): MetadataFieldType => {
  if (dates.includes(name)) return 'date';
  if (typeof value === 'number') return 'number';
  if (typeof value === 'boolean') return 'boolean';
  return typeof value === 'string' ? 'text' : 'list';
};

/** A field that the schema does not have keeps the type of its value. */
const fieldOfValue = (name: string, value: MetadataValue, graphFields: GraphFields): MetadataField => ({
  name,
  label: name,
  type: typeOf(name, value, graphFields),
  required: false,
  node: graphFields.nodes.includes(name),
});

const fieldsOf = ({ metadata, graphFields }: StoredMetadata, schema: MetadataSchema): readonly MetadataField[] => {
  const known = new Set(schema.fields.map(({ name }) => name));
  const others = Object.entries(metadata).filter(([name]) => !known.has(name));
  return [...schema.fields, ...others.map(([name, value]) => fieldOfValue(name, value, graphFields))];
};

const textOf = (value: MetadataValue | undefined): string =>
  value === undefined ? '' : typeof value === 'object' ? value.join(', ') : String(value);

/** The fields that a document has or could have, with their values as a person types them. Pure. */
export const editableFields = (stored: StoredMetadata, schema: MetadataSchema): EditableField[] =>
  fieldsOf(stored, schema).map(({ name, label, required }) => ({
    name,
    label,
    required,
    text: textOf(Object.hasOwn(stored.metadata, name) ? stored.metadata[name] : undefined),
  }));

/**
 * Metadata with some values typed anew; an empty text takes a value away. What is not named stays as it is. Pure.
 *
 * @param cells texts by the name of their field; dates as YYYY-MM-DD, lists with commas
 * @returns METADATA_INVALID with all that is wrong in one sentence, or INVALID_REQUEST for a field that is not there
 */
export const editMetadata = (
  stored: StoredMetadata,
  cells: Readonly<Record<string, string>>,
  schema: MetadataSchema,
): Result<StoredMetadata> => {
  const fields = fieldsOf(stored, schema);
  const unknown = Object.keys(cells).find((name) => fields.every((field) => field.name !== name));
  if (unknown !== undefined) {
    return failed(failure('INVALID_REQUEST', 'metadata', `The document has no field '${unknown}'.`));
  }
  const problems: string[] = [];
  const kept: (readonly [MetadataField, MetadataValue])[] = [];
  for (const field of fields) {
    const { name, required } = field;
    const before = Object.hasOwn(stored.metadata, name) ? stored.metadata[name] : undefined;
    const { format: _, ...isoField } = field;
    const typed = Object.hasOwn(cells, name) ? coerceValue(isoField, cells[name] ?? '') : { value: before };
    if ('problem' in typed) problems.push(`Field '${name}' ${typed.problem}`);
    else if (typed.value !== undefined) kept.push([field, typed.value]);
    else if (required && Object.hasOwn(cells, name)) problems.push(`Missing required field '${name}'`);
  }
  if (problems.length > 0) {
    const message = `Metadata validation failed: ${problems.join('; ')}`;
    return failed(failure('METADATA_INVALID', 'metadata', message, 'Correct the value and save again.'));
  }
  return succeeded({
    metadata: Object.fromEntries(kept.map(([{ name }, value]) => [name, value])),
    graphFields: {
      dates: kept.filter(([{ type }]) => type === 'date').map(([{ name }]) => name),
      nodes: kept.filter(([{ node }]) => node).map(([{ name }]) => name),
    },
  });
};
