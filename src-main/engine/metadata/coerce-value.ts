import type { MappingValue, MetadataField, MetadataValue } from '../../contract/metadata.ts';
import { exampleDay, parseCalendarDay, parseDayFormat } from './calendar-day.ts';
import { foldText } from './mapping-key.ts';
import { quoteValue } from './mapping-problems.ts';

/**
 * A node's name is the key of a uniqueness constraint, and Neo4j's index keys end at about 8 kB: 2,000 code points of
 * at most four bytes always fit.
 */
const MAX_NODE_CHARACTERS = 2_000;

/** A value with its type, nothing for an empty one, or the end of the sentence "Field 'x' …". */
export type Coerced = { readonly value?: MetadataValue } | { readonly problem: string };

/** What a field's type needs to know to read a value. */
export type CoercibleField = Pick<MetadataField, 'type' | 'node' | 'values' | 'format'>;

/**
 * A text as it is stored: composed (so that one author is not two), without outer space, with plain line ends, and
 * without what no database takes.
 */
export const cleanText = (text: string): string => {
  const plain = text.trim();
  return /^[\u0020-\u007e]*$/u.test(plain)
    ? plain
    : plain.toWellFormed().normalize('NFC').replaceAll('\u0000', '').replace(/\r\n?/gu, '\n').trim();
};

/** The items of a list: a text is split on commas and semicolons, a JSON list is taken as it is. */
const toList = (value: MappingValue): readonly string[] => {
  const items = typeof value === 'string' ? value.split(/[,;]/u) : value;
  return [...new Set(items.map(cleanText).filter((item) => item !== ''))];
};

const toNumber = (text: string): Coerced => {
  if (!/^[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/u.test(text))
    return { problem: `must be a number with a decimal point like 3.5, not ${quoteValue(text)}` };
  const value = Number(text);
  if (!Number.isFinite(value)) return { problem: `must be a smaller number than ${quoteValue(text)}` };
  if (Math.abs(value) > Number.MAX_SAFE_INTEGER && /^[+-]?\d+$/u.test(text))
    return { problem: `has more digits than a number can keep (${quoteValue(text)}); give the field the type text` };
  return { value: value === 0 ? 0 : value };
};

const toBoolean = (text: string): Coerced => {
  const word = text.toLowerCase();
  if (['true', 'yes', '1'].includes(word)) return { value: true };
  if (['false', 'no', '0'].includes(word)) return { value: false };
  return { problem: `must be true or false (or yes or no, 1 or 0), not ${quoteValue(text)}` };
};

const toDay = (text: string, format: string | undefined): Coerced => {
  const value = parseCalendarDay(text, format === undefined ? undefined : parseDayFormat(format));
  if (value !== undefined) return { value };
  const example = format === undefined ? '2025-10-16' : exampleDay(format);
  return { problem: `must be a calendar day like ${example}, not ${quoteValue(text)}` };
};

const toChoice = (text: string, values: readonly string[]): Coerced => {
  const value =
    values.find((choice) => choice === text) ?? values.find((choice) => foldText(choice) === foldText(text));
  return value === undefined
    ? { problem: `must be one of ${values.map(quoteValue).join(', ')}, not ${quoteValue(text)}` }
    : { value };
};

const tooLongForNode = (texts: readonly string[]): string | undefined => {
  const long = texts.find((text) => text.length > MAX_NODE_CHARACTERS && Array.from(text).length > MAX_NODE_CHARACTERS);
  return long === undefined
    ? undefined
    : `is too long to become a node of the graph: ${Array.from(long).length} characters, at most ${MAX_NODE_CHARACTERS}`;
};

/**
 * Gives a mapping's value the type of its field.
 *
 * text: as it is. list: split on commas and semicolons (a JSON list is taken as it is), without empty items and
 * doubles. date: a real calendar day, YYYY-MM-DD or in the field's format, kept as the text YYYY-MM-DD. number: with a
 * decimal point, finite. boolean: true, false, yes, no, 1, 0. one_of: one of the values, in any case.
 *
 * @returns the value; nothing for an empty one; or the end of a sentence that says what is wrong
 */
export const coerceValue = (field: CoercibleField, value: MappingValue): Coerced => {
  if (field.type === 'list') {
    const items = toList(value);
    const problem = field.node ? tooLongForNode(items) : undefined;
    if (problem !== undefined) return { problem };
    return items.length === 0 ? {} : { value: items };
  }
  if (typeof value !== 'string') {
    const items = toList(value);
    if (items.length === 0) return {};
    return { problem: 'must be one value, not a list' };
  }
  const text = cleanText(value);
  if (text === '') return {};
  switch (field.type) {
    case 'text': {
      const problem = field.node ? tooLongForNode([text]) : undefined;
      return problem === undefined ? { value: text } : { problem };
    }
    case 'date':
      return toDay(text, field.format);
    case 'number':
      return toNumber(text);
    case 'boolean':
      return toBoolean(text);
    case 'one_of':
      return toChoice(text, field.values ?? []);
  }
};

/** A value of an unknown column, kept as text; a JSON list is joined with commas. */
export const unknownValueText = (value: MappingValue): string =>
  typeof value === 'string' ? cleanText(value) : toList(value).join(', ');
