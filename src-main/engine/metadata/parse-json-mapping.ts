import { succeeded, type Result } from '../../contract/failure.ts';
import type { MappingValue } from '../../contract/metadata.ts';
import { createTextRemarks, inspectText } from './inspect-text.ts';
import { MAX_MAPPING_COLUMNS, MAX_MAPPING_ROWS, MAX_ROW_CHARACTERS } from './mapping.ts';
import type { MappingEncoding, ParsedMapping } from './mapping.ts';
import { addProblem, createProblemList, mappingInvalid, problemsFailure, quoteValue } from './mapping-problems.ts';
import type { ProblemList } from './mapping-problems.ts';
import { addRow, createRowCollector, shareText, type RowCollector } from './mapping-rows.ts';
import {
  createJsonScanner,
  expectJson,
  jsonProblem,
  peekJson,
  readJsonItems,
  readJsonLiteral,
  readJsonString,
  type JsonScanner,
} from './scan-json.ts';

interface JsonReading {
  readonly scanner: JsonScanner;
  readonly collector: RowCollector;
  readonly warnings: ProblemList;
  readonly shapes: Map<string, readonly string[]>;
  readonly columns: Set<string>;
  lastShape: readonly string[];
  /** Where in the file's object we are. */
  state: 'start' | 'first entry' | 'entry' | 'after entry' | 'end';
}

const readList = ({ scanner, collector }: JsonReading): readonly string[] | undefined => {
  scanner.position += 1;
  const items: string[] = [];
  const readItem = (): boolean => {
    const next = peekJson(scanner);
    if (next === '{' || next === '[') return jsonProblem(scanner, 'a list holds texts only.') !== undefined;
    const at = scanner.position;
    const item = next === '"' ? readJsonString(scanner) : readJsonLiteral(scanner);
    if (item === undefined) return false;
    if (next === 'n') return jsonProblem(scanner, 'a list holds texts only.', at) !== undefined;
    items.push(shareText(collector, item));
    return true;
  };
  // A copy has the very size of the list, where pushing leaves room behind.
  return readJsonItems(scanner, ']', readItem) === undefined ? undefined : items.slice();
};

const readFieldValue = (reading: JsonReading): MappingValue | undefined => {
  const { scanner, collector } = reading;
  const next = peekJson(scanner);
  if (next === undefined) return undefined;
  if (next === '"') {
    const text = readJsonString(scanner);
    return text === undefined ? undefined : shareText(collector, text);
  }
  if (next === '[') return readList(reading);
  if (next === '{') return jsonProblem(scanner, 'a value is a text, a number, true, false, null or a list of texts.');
  const word = readJsonLiteral(scanner);
  if (word === undefined) return undefined;
  return word === 'null' ? '' : shareText(collector, word);
};

interface Entry {
  readonly key: string;
  readonly line: number;
  /** The character of the line where the key is, from 1. */
  readonly position: number;
  readonly fields: readonly string[];
  readonly values: readonly MappingValue[];
}

/**
 * Takes the next field's name if it is the one that the entry before had there, which it nearly always is: then no
 * text has to be made of it.
 */
const takeExpectedField = ({ scanner, lastShape }: JsonReading, at: number): string | undefined => {
  const expected = lastShape[at];
  const { text, position } = scanner;
  if (expected === undefined || text[position] !== '"' || !text.startsWith(expected, position + 1)) return undefined;
  const end = position + 1 + expected.length;
  if (text[end] !== '"' || /["\\]/u.test(expected)) return undefined;
  scanner.position = end + 1;
  return expected;
};

const readFields = (reading: JsonReading, fields: string[], values: MappingValue[]): true | undefined => {
  const { scanner } = reading;
  const readMember = (): boolean => {
    if (peekJson(scanner) === undefined) return false;
    const at = scanner.position;
    const expected = takeExpectedField(reading, fields.length);
    const field = expected ?? readJsonString(scanner);
    if (field === undefined) return false;
    if (field.trim() === '') return jsonProblem(scanner, 'a field needs a name.', at) !== undefined;
    if (fields.includes(field))
      return jsonProblem(scanner, `the key ${quoteValue(field)} is there twice in this entry.`, at) !== undefined;
    if (fields.length >= MAX_MAPPING_COLUMNS)
      return jsonProblem(scanner, `an entry has at most ${MAX_MAPPING_COLUMNS} fields.`, at) !== undefined;
    if (expectJson(scanner, ':') === undefined) return false;
    const value = readFieldValue(reading);
    if (value === undefined) return false;
    fields.push(field);
    values.push(value);
    return true;
  };
  return readJsonItems(scanner, '}', readMember);
};

const readEntry = (reading: JsonReading): Entry | undefined => {
  const { scanner } = reading;
  if (peekJson(scanner) === undefined) return undefined;
  const { line, position: at } = scanner;
  const position = at - scanner.lineStart + 1;
  const key = readJsonString(scanner);
  if (key === undefined) return undefined;
  if (key.trim() === '') return jsonProblem(scanner, 'the filename is missing.', at);
  if (expectJson(scanner, ':') === undefined) return undefined;
  const next = peekJson(scanner);
  if (next === undefined) return undefined;
  const fields: string[] = [];
  const values: MappingValue[] = [];
  if (next === 'n') return readJsonLiteral(scanner) === undefined ? undefined : { key, line, position, fields, values };
  if (next !== '{')
    return jsonProblem(scanner, `the metadata of ${quoteValue(key)} must be an object: {"author": "…"}.`);
  scanner.position += 1;
  return readFields(reading, fields, values) === undefined
    ? undefined
    : { key, line, position, fields, values: values.slice() };
};

const shapeOf = (reading: JsonReading, fields: readonly string[]): readonly string[] => {
  const { lastShape } = reading;
  if (lastShape.length === fields.length && lastShape.every((name, index) => name === fields[index])) return lastShape;
  const id = JSON.stringify(fields);
  const shape = reading.shapes.get(id) ?? fields;
  if (shape === fields) {
    reading.shapes.set(id, fields);
    for (const field of fields) reading.columns.add(field);
  }
  reading.lastShape = shape;
  return shape;
};

/** Takes one step: the opening bracket, an entry, what follows it. Gives false when nothing more can be done now. */
const step = (reading: JsonReading): boolean => {
  const { scanner } = reading;
  if (reading.state === 'end') {
    if (scanner.text.slice(scanner.position).trim() !== '' && peekJson(scanner) !== undefined)
      jsonProblem(scanner, 'nothing may follow the end of the JSON.');
    return false;
  }
  if (reading.state === 'start') {
    if (peekJson(scanner) === '[')
      return (
        jsonProblem(scanner, 'a JSON mapping is an object: {"report.pdf": {"author": "…"}}, not a list.') !== undefined
      );
    if (expectJson(scanner, '{') === undefined) return false;
    reading.state = 'first entry';
    return true;
  }
  if (reading.state === 'after entry') {
    const next = expectJson(scanner, ',', '}');
    if (next === undefined) return false;
    reading.state = next === '}' ? 'end' : 'entry';
    return true;
  }
  const next = peekJson(scanner);
  if (next === '}' && reading.state === 'entry')
    return jsonProblem(scanner, "a comma must not stand before '}'.") !== undefined;
  if (next === '}') {
    scanner.position += 1;
    reading.state = 'end';
    return true;
  }
  const entry = readEntry(reading);
  if (entry === undefined) return false;
  reading.state = 'after entry';
  if (addRow(reading.collector, entry.key, entry.line, shapeOf(reading, entry.fields), entry.values, entry.position))
    return true;
  return jsonProblem(scanner, `a mapping has at most ${MAX_MAPPING_ROWS} rows; this one has more.`) !== undefined;
};

/** Reads all that is complete in the window and moves the window behind it. */
const advance = (reading: JsonReading): void => {
  const { scanner } = reading;
  scanner.needsMore = false;
  for (;;) {
    const { position, line, lineStart } = scanner;
    if (step(reading)) continue;
    if (scanner.needsMore) Object.assign(scanner, { position, line, lineStart });
    break;
  }
  scanner.text = scanner.text.slice(scanner.position);
  scanner.lineStart -= scanner.position;
  scanner.position = 0;
  if (scanner.text.length > MAX_ROW_CHARACTERS && peekJson(scanner) !== undefined)
    jsonProblem(
      scanner,
      'the entry that begins here is longer than metadata can be; a quote or a bracket may be missing.',
    );
};

/**
 * Reads a JSON mapping, `{"report.pdf": {"author": "Jane", "tags": ["a", "b"]}}`, entry by entry. Numbers and truth
 * values are kept as they are written, null is an absent value. Nothing is lost, whatever a field's name.
 *
 * @param chunks the decoded file
 * @returns MAPPING_INVALID, naming line and column, for errors of syntax, keys that are there twice and nested values
 */
export const parseJsonMapping = async (
  chunks: AsyncIterable<string>,
  encoding: MappingEncoding,
): Promise<Result<ParsedMapping>> => {
  const warnings = createProblemList();
  const collector = createRowCollector(createProblemList());
  const scanner = createJsonScanner('', false);
  const reading: JsonReading = {
    scanner,
    collector,
    warnings,
    shapes: new Map(),
    columns: new Set(),
    lastShape: [],
    state: 'start',
  };
  const remarks = createTextRemarks();
  for await (const chunk of chunks) {
    const firstLine = scanner.line + scanner.text.split('\n').length - 1;
    const nulLine = inspectText(chunk, firstLine, encoding, remarks, warnings);
    if (nulLine !== undefined)
      return mappingInvalid({ line: nulLine, message: 'the file is not a text file. Save it as UTF-8.' });
    scanner.text += chunk;
    advance(reading);
    if (scanner.problem !== undefined) return mappingInvalid(scanner.problem);
  }
  scanner.isLast = true;
  advance(reading);
  if (scanner.problem !== undefined) return mappingInvalid(scanner.problem);
  if (collector.errors.count > 0) return problemsFailure('MAPPING_INVALID', collector.errors);
  if (collector.rows.length === 0) addProblem(warnings, { message: 'The mapping has no entries.' });
  return succeeded({
    columns: ['filename', ...reading.columns],
    keyColumn: 'filename',
    rows: collector.rows,
    shapes: [...reading.shapes.values()],
    warnings: warnings.problems,
    warningCount: warnings.count,
  });
};
