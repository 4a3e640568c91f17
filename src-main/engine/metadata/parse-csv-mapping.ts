import type { ParseError } from 'papaparse';
import { succeeded, type Result } from '../../contract/failure.ts';
import { readCsvHeader, type CsvHeader } from './csv-header.ts';
import {
  detectCsvDialect,
  isBlankRecord,
  lineBreaksInside,
  parseRecords,
  type CsvDialect,
} from './detect-csv-dialect.ts';
import { createTextRemarks, inspectText } from './inspect-text.ts';
import { MAX_MAPPING_ROWS, MAX_ROW_CHARACTERS, type MappingEncoding, type ParsedMapping } from './mapping.ts';
import { addProblem, createProblemList, mappingInvalid, problemsFailure, quoteValue } from './mapping-problems.ts';
import type { ProblemList } from './mapping-problems.ts';
import { addRow, createRowCollector, shareText, type RowCollector } from './mapping-rows.ts';
import { restoreCell } from './neutralised-cell.ts';

/** The header is looked for once this much is there, or the whole file if it is smaller. */
const HEAD_CHARACTERS = 256 * 1024;

interface CsvReading {
  readonly collector: RowCollector;
  readonly warnings: ProblemList;
  /** Text that is not parsed yet; it begins with a record, on the line `line`. */
  window: string;
  line: number;
  dialect: CsvDialect | undefined;
  header: CsvHeader | undefined;
}

const tooManyCells = (record: readonly string[], header: CsvHeader): string => {
  const advice = record.some((cell) => /^\s+"/u.test(cell))
    ? 'A quote must stand right after the delimiter, without a space.'
    : record.some((cell) => cell.includes('\n'))
      ? 'A quote that is never closed may have begun here.'
      : 'A text that contains the delimiter needs quotes around it.';
  return `there are ${record.length} cells, but the header has ${header.width} columns. ${advice}`;
};

const readRecord = (
  { collector, warnings }: CsvReading,
  header: CsvHeader,
  record: readonly string[],
  line: number,
): boolean => {
  const { errors } = collector;
  if (record.length > header.width && !isBlankRecord(record.slice(header.width))) {
    addProblem(errors, { line, message: tooManyCells(record, header) });
    return true;
  }
  if (record.length < header.width)
    addProblem(warnings, {
      line,
      message: `there are ${record.length} cells, but the header has ${header.width} columns; the missing ones are taken as empty.`,
    });
  for (const position of header.unnamedPositions) {
    const cell = record[position] ?? '';
    if (cell.trim() !== '')
      addProblem(errors, {
        line,
        message: `column ${position + 1} has no name in the header but holds ${quoteValue(cell)}.`,
      });
  }
  const cellAt = (position: number): string => {
    const cell = record[position] ?? '';
    return header.isReport ? restoreCell(cell) : cell;
  };
  const key = cellAt(header.keyPosition);
  if (key.trim() === '') {
    addProblem(errors, { line, column: header.keyColumn, message: 'the filename is missing.' });
    return true;
  }
  const values = header.positions.map((position) => shareText(collector, cellAt(position)));
  return addRow(collector, key, line, header.fields, values);
};

const columnAt = ({ keyPosition, keyColumn, positions, fields }: CsvHeader, position: number): string | undefined =>
  position === keyPosition ? keyColumn : fields[positions.indexOf(position)];

/** The header when the quote opens before the header was taken in. */
const firstHeader = (records: readonly string[][]): CsvHeader | undefined => {
  const record = records.slice(0, -1).find((cells) => !isBlankRecord(cells));
  return record === undefined ? undefined : readCsvHeader(record, 1, createProblemList());
};

const unclosedQuote = (
  reading: CsvReading,
  dialect: CsvDialect,
  error: ParseError,
): ReturnType<typeof mappingInvalid> => {
  const before = reading.window.slice(0, Math.max(0, (error.index ?? 1) - 1));
  const records = parseRecords(before, dialect, { ignoreLast: false }).data;
  const position = (records.at(-1)?.length ?? 1) - 1;
  const line = reading.line + before.split(dialect.newline).length - 1;
  const header = reading.header ?? firstHeader(records);
  const column = header === undefined ? undefined : columnAt(header, position);
  return mappingInvalid({
    line,
    ...(column === undefined ? {} : { column }),
    message:
      error.code === 'MissingQuotes'
        ? 'the quote that opens here is never closed.'
        : 'the quote that opens here is not closed before the next delimiter. A quote within a text is written twice.',
  });
};

/** Parses what is complete in the window; with `isLast`, all of it. */
const drain = (reading: CsvReading, dialect: CsvDialect, isLast: boolean): Result<undefined> => {
  const { data, errors, meta } = parseRecords(reading.window, dialect, { ignoreLast: !isLast });
  const consumed = isLast ? reading.window.length : meta.cursor;
  // Errors in the record that is not complete yet are found again when it is.
  const quoteError = errors.find(({ type, index }) => type === 'Quotes' && (index ?? 0) <= consumed);
  if (quoteError !== undefined) return unclosedQuote(reading, dialect, quoteError);
  for (const record of data) {
    const { line } = reading;
    reading.line += 1 + lineBreaksInside(record, dialect.newline);
    const last = record.length - 1;
    // With CRLF, papaparse leaves the carriage return on a last cell that is not quoted.
    if (record[last]?.endsWith('\r') === true) record[last] = record[last].slice(0, -1);
    if (isBlankRecord(record)) continue;
    if (reading.header === undefined) {
      reading.header = readCsvHeader(record, line, reading.collector.errors);
      if (reading.collector.errors.count > 0) return problemsFailure('MAPPING_INVALID', reading.collector.errors);
    } else if (!readRecord(reading, reading.header, record, line))
      return mappingInvalid({ line, message: `a mapping has at most ${MAX_MAPPING_ROWS} rows; this one has more.` });
  }
  reading.window = reading.window.slice(consumed);
  if (reading.window.length <= MAX_ROW_CHARACTERS) return succeeded(undefined);
  const [error] = parseRecords(reading.window, dialect, { ignoreLast: false }).errors;
  if (error !== undefined) return unclosedQuote(reading, dialect, error);
  return mappingInvalid({ line: reading.line, message: 'this row is longer than a row of metadata can be.' });
};

const begin = (reading: CsvReading, isComplete: boolean): Result<CsvDialect> => {
  const dialect = detectCsvDialect(reading.window, isComplete);
  if ('problem' in dialect) return mappingInvalid(dialect.problem);
  reading.window = reading.window.slice(dialect.start);
  reading.line = dialect.line;
  reading.dialect = dialect;
  return succeeded(dialect);
};

const advance = (reading: CsvReading, isLast: boolean): Result<undefined> => {
  if (reading.dialect === undefined) {
    if (!isLast && reading.window.length < HEAD_CHARACTERS) return succeeded(undefined);
    const begun = begin(reading, isLast);
    if (!begun.ok) return begun;
  }
  const { dialect } = reading;
  if (dialect === undefined) return succeeded(undefined);
  // papaparse takes a closing quote with a space or a carriage return behind it for good only before a line end.
  if (isLast && !reading.window.endsWith(dialect.newline)) reading.window += dialect.newline;
  return drain(reading, dialect, isLast);
};

/**
 * Reads a CSV mapping as spreadsheet programs write it: comma, semicolon or tab, a `sep=` line, quoted line breaks,
 * LF, CRLF or CR. The header needs a column `filename`; nothing of the other columns is lost, whatever their names.
 * Blank rows are skipped. The text is parsed chunk by chunk, so that a large file is never held twice.
 *
 * @param chunks the decoded file
 * @returns MAPPING_INVALID, naming line and column, for a header without `filename`, two columns of one name, a quote
 * that is not closed, more cells than columns, a row without a filename, and two rows with the same filename or path
 */
export const parseCsvMapping = async (
  chunks: AsyncIterable<string>,
  encoding: MappingEncoding,
): Promise<Result<ParsedMapping>> => {
  const warnings = createProblemList();
  const collector = createRowCollector(createProblemList());
  const reading: CsvReading = { collector, warnings, window: '', line: 1, dialect: undefined, header: undefined };
  const remarks = createTextRemarks();
  for await (const chunk of chunks) {
    const firstLine = reading.line + reading.window.split(reading.dialect?.newline ?? '\n').length - 1;
    const nulLine = inspectText(chunk, firstLine, encoding, remarks, warnings);
    if (nulLine !== undefined)
      return mappingInvalid({
        line: nulLine,
        message: 'the file is not a text file, or is text in an encoding without its mark. Save it as CSV UTF-8.',
      });
    reading.window += chunk;
    const advanced = advance(reading, false);
    if (!advanced.ok) return advanced;
  }
  const ended = advance(reading, true);
  if (!ended.ok) return ended;
  const { header, dialect } = reading;
  if (collector.errors.count > 0) return problemsFailure('MAPPING_INVALID', collector.errors);
  if (header === undefined || dialect === undefined)
    return mappingInvalid({ message: 'The mapping file has no header.' });
  if (collector.rows.length === 0) addProblem(warnings, { message: 'The mapping has a header but no rows.' });
  return succeeded({
    columns: header.columns,
    keyColumn: header.keyColumn,
    rows: collector.rows,
    shapes: [header.fields],
    warnings: warnings.problems,
    warningCount: warnings.count,
    delimiter: dialect.delimiter,
  });
};
