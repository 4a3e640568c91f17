import Papa from 'papaparse';
import type { ParseResult } from 'papaparse';
import { columnKey } from './mapping-key.ts';
import type { MappingProblem } from '../../contract/metadata.ts';
import { quoteValue } from './mapping-problems.ts';

const DELIMITERS = [',', ';', '\t'] as const;
/** How many records are looked at for a header that does not stand on top. */
const HEAD_RECORDS = 12;

/** How a CSV file is written. `start` is where its records begin, after a `sep=` line; `line` is the line of that place. */
export interface CsvDialect {
  readonly delimiter: string;
  readonly newline: '\n' | '\r';
  readonly start: number;
  readonly line: number;
}

/** Parses a stretch of CSV into records of cells, by papaparse's own parser without its header handling. */
export const parseRecords = (
  text: string,
  dialect: Pick<CsvDialect, 'delimiter' | 'newline'>,
  options: { readonly ignoreLast: boolean; readonly preview?: number },
): ParseResult<string[]> =>
  new Papa.Parser({ delimiter: dialect.delimiter, newline: dialect.newline, preview: options.preview ?? 0 }).parse(
    text,
    0,
    options.ignoreLast,
  );

/** Whether a header cell is the one structurally required column: `filename`, also written `File name` or `file_name`. */
export const isKeyColumn = (column: string): boolean => columnKey(column).replaceAll('_', '') === 'filename';

export const isBlankRecord = (record: readonly string[]): boolean => record.every((cell) => cell.trim() === '');

/** How many line breaks a record holds within its quotes. */
export const lineBreaksInside = (record: readonly string[], newline: string): number => {
  let count = 0;
  for (const cell of record)
    for (let at = cell.indexOf(newline); at >= 0; at = cell.indexOf(newline, at + 1)) count += 1;
  return count;
};

/** A lone carriage return ends the lines of files from an old Macintosh; everything else is read by line feeds. */
const detectNewline = (text: string): '\n' | '\r' => {
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === '"') quoted = !quoted;
    else if (!quoted && character === '\n') return '\n';
    else if (!quoted && character === '\r') return text[at + 1] === '\n' ? '\n' : '\r';
  }
  return '\n';
};

interface HeaderGuess {
  readonly delimiter: string;
  readonly header: readonly string[];
  /** The line of the header, or of the first record that looks like one. */
  readonly line: number;
  readonly found: 'first' | 'later' | 'no';
}

const guessHeader = (
  text: string,
  dialect: Omit<CsvDialect, 'delimiter'>,
  delimiter: string,
  isComplete: boolean,
): HeaderGuess => {
  const { data } = parseRecords(
    text.slice(dialect.start),
    { delimiter, newline: dialect.newline },
    { ignoreLast: !isComplete, preview: HEAD_RECORDS },
  );
  let line = dialect.line;
  let first: Omit<HeaderGuess, 'delimiter' | 'found'> | undefined;
  for (const header of data) {
    if (!isBlankRecord(header)) {
      const hasKey = header.some(isKeyColumn);
      if (hasKey) return { delimiter, header, line, found: first === undefined ? 'first' : 'later' };
      first ??= { header, line };
    }
    line += 1 + lineBreaksInside(header, dialect.newline);
  }
  return { delimiter, header: first?.header ?? [], line: first?.line ?? dialect.line, found: 'no' };
};

const headerProblem = (guesses: readonly HeaderGuess[]): MappingProblem => {
  const later = guesses.find(({ found }) => found === 'later');
  if (later !== undefined)
    return { line: later.line, message: 'this looks like the header, but other lines stand above it; delete those.' };
  const widest = guesses.reduce((best, guess) => (guess.header.length > best.header.length ? guess : best));
  const columns = widest.header.slice(0, 10).map((column) => quoteValue(column.trim()));
  return {
    line: widest.line,
    message: guesses.some(({ header }) => header.length === 0)
      ? 'the file has no header.'
      : `the header has no column 'filename'; its columns are ${columns.join(', ')}.`,
  };
};

/**
 * Finds out how a CSV file is written: its line ends, a `sep=` line as Excel writes it, and the delimiter (comma,
 * semicolon or tab) with which its header has a column `filename`.
 *
 * @param text the beginning of the file, at least its first lines
 * @param isComplete whether that is the whole file
 */
export const detectCsvDialect = (
  text: string,
  isComplete: boolean,
): CsvDialect | { readonly problem: MappingProblem } => {
  const newline = detectNewline(text);
  const declared = /^\ufeff?"?sep=([^\r\n"])"?[;,\t]*(?:\r\n|\r|\n)/iu.exec(text);
  const place = { newline, start: declared?.[0].length ?? 0, line: declared === null ? 1 : 2 };
  const guesses = [...(declared?.[1] === undefined ? [] : [declared[1]]), ...DELIMITERS].map((delimiter) =>
    guessHeader(text, place, delimiter, isComplete),
  );
  const fitting = guesses.filter(({ found }) => found === 'first');
  const [first] = fitting;
  if (first === undefined) return { problem: headerProblem(guesses) };
  const isDeclared = first.delimiter === declared?.[1];
  const best = isDeclared ? first : fitting.reduce((a, b) => (b.header.length > a.header.length ? b : a));
  return { ...place, delimiter: best.delimiter };
};
