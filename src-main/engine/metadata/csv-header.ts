import { isKeyColumn } from './detect-csv-dialect.ts';
import { MAX_MAPPING_COLUMNS } from './mapping.ts';
import { columnKey } from './mapping-key.ts';
import { addProblem, quoteValue, type ProblemList } from './mapping-problems.ts';
import { reportColumnPositions, restoreCell } from './neutralised-cell.ts';

/** The header of a CSV mapping: which cell of a record is what. */
export interface CsvHeader {
  /** How many cells the header line has, unnamed ones included. */
  readonly width: number;
  readonly columns: readonly string[];
  readonly keyColumn: string;
  readonly keyPosition: number;
  /** The other columns' names, and where their cells are. */
  readonly fields: readonly string[];
  readonly positions: readonly number[];
  /** Columns without a name: Excel writes them when formatting reached further than the data. They must be empty. */
  readonly unnamedPositions: readonly number[];
  /** Whether the file is one of our failure exports, whose cells are neutralised. */
  readonly isReport: boolean;
}

/**
 * Reads the header. Two columns of the same name are an error that names both; `errors` then has a problem and the
 * header cannot be used.
 */
export const readCsvHeader = (record: readonly string[], line: number, errors: ProblemList): CsvHeader => {
  const written = record.map((cell) => cell.trim());
  const reportPositions = reportColumnPositions(written);
  // Our own export of failures put an apostrophe before a name that a spreadsheet would run.
  const names = reportPositions.size > 0 ? written.map(restoreCell) : written;
  const positionByKey = new Map<string, number>();
  const named: number[] = [];
  const unnamedPositions: number[] = [];
  names.forEach((name, position) => {
    if (reportPositions.has(position)) return;
    if (name === '') {
      unnamedPositions.push(position);
      return;
    }
    const key = isKeyColumn(name) ? 'filename' : columnKey(name);
    const earlier = positionByKey.get(key);
    if (earlier === undefined) {
      positionByKey.set(key, position);
      named.push(position);
    } else
      addProblem(errors, {
        line,
        column: name,
        message: `the columns ${earlier + 1} (${quoteValue(names[earlier] ?? '')}) and ${position + 1} (${quoteValue(name)}) have the same name.`,
      });
  });
  if (named.length > MAX_MAPPING_COLUMNS)
    addProblem(errors, {
      line,
      message: `the header has ${named.length} columns; at most ${MAX_MAPPING_COLUMNS} can be read.`,
    });
  const nameAt = (position: number): string => names[position] ?? '';
  const keyPosition = positionByKey.get('filename') ?? 0;
  const positions = named.filter((position) => position !== keyPosition);
  return {
    width: record.length,
    columns: named.map(nameAt),
    keyColumn: nameAt(keyPosition),
    keyPosition,
    fields: positions.map(nameAt),
    positions,
    unnamedPositions,
    isReport: reportPositions.size > 0,
  };
};
