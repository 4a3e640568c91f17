import type { MappingValue } from '../../contract/metadata.ts';
import { MAX_MAPPING_ROWS, type MappingRow } from './mapping.ts';
import { tidyKey } from './mapping-key.ts';
import { addProblem, quoteValue, type ProblemList } from './mapping-problems.ts';

/** Enough for every author, department and tag list of a large mapping; above it new texts are simply not shared. */
const MAX_SHARED_TEXTS = 20_000;
/** Longer texts are notes and titles, hardly ever the same twice. */
const MAX_SHARED_CHARACTERS = 40;
/** V8 copies shorter parts anyway. */
const MIN_VIEW_CHARACTERS = 13;

/** The rows of a mapping while it is being read. */
export interface RowCollector {
  readonly rows: MappingRow[];
  readonly errors: ProblemList;
  readonly lineByKey: Map<string, number>;
  readonly sharedTexts: Map<string, string>;
}

export const createRowCollector = (errors: ProblemList): RowCollector => ({
  rows: [],
  errors,
  lineByKey: new Map(),
  sharedTexts: new Map(),
});

const scratch = Buffer.allocUnsafe(16 * 1024);

/**
 * A copy of a text. V8 makes a part of a string a view into the whole, so that one cell would keep its megabyte of the
 * file in memory (measured for a million rows of JSON: 1.3 GB resident with the views, see test/bench/mapping.ts).
 */
const copyText = (text: string): string => {
  if (text.length < MIN_VIEW_CHARACTERS) return text;
  // Three bytes are enough for each UTF-16 unit.
  if (text.length * 3 > scratch.length) return Buffer.from(text).toString();
  return scratch.toString('utf8', 0, scratch.write(text));
};

/** One string for equal texts, so that a column of ten departments costs ten strings and not a million. */
export const shareText = ({ sharedTexts }: RowCollector, text: string): string => {
  if (text === '') return '';
  if (text.length > MAX_SHARED_CHARACTERS) return copyText(text);
  const shared = sharedTexts.get(text);
  if (shared !== undefined) return shared;
  const copy = copyText(text);
  if (sharedTexts.size < MAX_SHARED_TEXTS) sharedTexts.set(copy, copy);
  return copy;
};

/**
 * Adds a row. Two rows with the same key are an error that names both lines: nobody can say which one is meant.
 *
 * @param position where in its line the key is, for JSON
 * @returns false when the mapping has more rows than a mapping may have
 */
export const addRow = (
  collector: RowCollector,
  key: string,
  line: number,
  fields: readonly string[],
  values: readonly MappingValue[],
  position?: number,
): boolean => {
  const ownKey = copyText(key);
  const tidied = tidyKey(ownKey);
  const firstLine = collector.lineByKey.get(tidied);
  if (firstLine === undefined) {
    collector.lineByKey.set(tidied, line);
    collector.rows.push({ key: ownKey, line, fields, values });
  } else {
    addProblem(collector.errors, {
      line,
      ...(position === undefined ? {} : { position }),
      message: `${quoteValue(tidied)} has a row already, in line ${firstLine}.`,
    });
  }
  return collector.rows.length <= MAX_MAPPING_ROWS;
};
