import {
  RESERVED_METADATA_NAMES,
  type MetadataField,
  type MetadataFieldInput,
  type MetadataFieldType,
} from '../../src-main/contract/metadata.ts';
import { messages } from '../messages/messages.ts';

/** A field as it is being typed: all of it text, until it is saved. */
export interface FieldDraft {
  readonly key: number;
  readonly name: string;
  readonly label: string;
  readonly type: MetadataFieldType;
  readonly required: boolean;
  readonly node: boolean;
  readonly standard: string;
  /** The values of a choice, or how dates are written. */
  readonly details: string;
  readonly saved?: MetadataField;
}

/** The part of a draft that a problem belongs to, and its sentence. */
export type DraftProblem = { readonly part: 'name' | 'label' | 'standard' | 'details'; readonly text: string };

const NAME = /^[\p{L}_][\p{L}\p{M}\p{N}_ .-]{0,99}$/u;
const NUMBER = /^[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/u;
const DAY = /^\d{4}-\d{2}-\d{2}$/u;
const BOOLEANS: ReadonlySet<string> = new Set(['true', 'false', 'yes', 'no', '1', '0']);
const DAY_FORMAT = /^(YYYY|MM?|DD?)([./ -]?)(YYYY|MM?|DD?)\2(YYYY|MM?|DD?)$/u;

let nextKey = 0;
const newKey = (): number => (nextKey += 1);

export const hasDetails = (type: MetadataFieldType): boolean => type === 'one_of' || type === 'date';
export const mayBeNode = (type: MetadataFieldType): boolean => ['text', 'list', 'one_of'].includes(type);

const standardText = (value: MetadataField['default']): string =>
  value === undefined ? '' : Array.isArray(value) ? value.join(', ') : String(value);

const detailsOf = ({ type, values = [], format = '' }: MetadataField): string =>
  type === 'one_of' ? values.join('; ') : type === 'date' ? format : '';

export const draftOf = (field: MetadataField): FieldDraft => ({
  key: newKey(),
  name: field.name,
  label: field.label === field.name ? '' : field.label,
  type: field.type,
  required: field.required,
  node: field.node,
  standard: standardText(field.default),
  details: detailsOf(field),
  saved: field,
});

export const emptyDraft = (): FieldDraft => ({
  key: newKey(),
  name: '',
  label: '',
  type: 'text',
  required: false,
  node: false,
  standard: '',
  details: '',
});

/** What nobody touched stays as it is, also a value with a semicolon in it. */
const valuesOf = ({ details, saved }: FieldDraft): readonly string[] =>
  saved?.values !== undefined && detailsOf(saved) === details
    ? saved.values
    : details
        .split(';')
        .map((value) => value.trim())
        .filter((value) => value !== '');

/** A draft as the engine takes it. */
export const inputOf = (draft: FieldDraft): MetadataFieldInput => {
  const { name, label, type, required, node, standard, details } = draft;
  return {
    name: name.trim(),
    type,
    required,
    node: node && mayBeNode(type),
    label: label.trim() === '' ? name.trim() : label.trim(),
    ...(standard.trim() !== '' && { default: standard.trim() }),
    ...(type === 'one_of' && { values: [...valuesOf(draft)] }),
    ...(type === 'date' && details.trim() !== '' && { format: details.trim() }),
  };
};

/** Names are the same without case and with a space, a hyphen or an underscore, as in a mapping. */
const keyOf = (word: string): string =>
  word
    .trim()
    .normalize('NFC')
    .toLowerCase()
    .replace(/[\s_-]+/gu, '_');

const dayFormatFits = (format: string): boolean => {
  const found = DAY_FORMAT.exec(format.trim().toUpperCase());
  return found !== null && new Set([found[1], found[3], found[4]].map((part) => part?.[0])).size === 3;
};

const standardProblem = (draft: FieldDraft): string | undefined => {
  const text = draft.standard.trim();
  const { problems } = messages.schema;
  if (text === '') return undefined;
  if (draft.type === 'number' && !NUMBER.test(text)) return problems.number;
  if (draft.type === 'boolean' && !BOOLEANS.has(text.toLowerCase())) return problems.boolean;
  if (draft.type === 'date' && !DAY.test(text)) return problems.day;
  const fits = (value: string) => keyOf(value) === keyOf(text);
  return draft.type === 'one_of' && !valuesOf(draft).some(fits) ? problems.choice : undefined;
};

/** What is wrong with a field as it is typed; the engine looks at all of it again when it is saved. */
export const problemsOf = (draft: FieldDraft, all: readonly FieldDraft[]): readonly DraftProblem[] => {
  const { problems } = messages.schema;
  const name = draft.name.trim();
  const found: DraftProblem[] = [];
  const own = new Set([keyOf(name), keyOf(draft.label === '' ? name : draft.label)]);
  const isTaken = all.some(
    (one) => one.key !== draft.key && [one.name, one.label].some((word) => own.has(keyOf(word))),
  );
  if (name === '') found.push({ part: 'name', text: problems.nameMissing });
  else if (RESERVED_METADATA_NAMES.some((reserved) => reserved === keyOf(name)))
    found.push({ part: 'name', text: problems.reserved });
  else if (!NAME.test(name)) found.push({ part: 'name', text: problems.name });
  else if (isTaken) found.push({ part: 'name', text: problems.taken });
  if (draft.label.trim().length > 100) found.push({ part: 'label', text: problems.label });
  if (draft.type === 'one_of' && valuesOf(draft).length === 0)
    found.push({ part: 'details', text: problems.valuesMissing });
  if (draft.type === 'date' && draft.details.trim() !== '' && !dayFormatFits(draft.details))
    found.push({ part: 'details', text: problems.format });
  const standard = standardProblem(draft);
  if (standard !== undefined) found.push({ part: 'standard', text: standard });
  return found;
};
