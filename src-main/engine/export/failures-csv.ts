import { isKeyColumn } from '../metadata/detect-csv-dialect.ts';
import { columnKey, tidyKey } from '../metadata/mapping-key.ts';
import { REPORT_COLUMNS } from '../metadata/neutralised-cell.ts';
import type { FailureRow } from './failure-row.ts';
import { mappingCsv } from './mapping-csv.ts';

const comparable = (column: string): string => (isKeyColumn(column) ? 'filename' : columnKey(column));

/**
 * The columns, each once: a JSON mapping may spell one column in two ways, and a CSV with both could not be read. A
 * mapping without a key column, or no mapping, has `filename` in front.
 */
const exportColumns = (mappingColumns: readonly string[]): ReadonlyMap<string, string> => {
  const columns = new Map<string, string>();
  if (!mappingColumns.some(isKeyColumn)) columns.set('filename', 'filename');
  for (const column of mappingColumns) {
    const key = comparable(column);
    if (key !== '' && !columns.has(key)) columns.set(key, column);
  }
  return columns;
};

const shortKey = ({ relativePath, filename }: FailureRow): string =>
  /[/\\]/u.test(relativePath) ? relativePath : filename;

/**
 * Writes the failures of a batch as a CSV that is itself a mapping: correct it, and load with it. The mapping's columns
 * stand in their order with the very cells of the mapping, then the five report columns, which the mapping's reader
 * leaves out.
 *
 * @param input `mappingColumns`: all columns of the mapping, its key column included; empty when there was none
 * @returns UTF-8 text with byte order mark and CRLF; `readMappingBytes` gives back cells and keys unchanged
 */
export const failuresCsv = (input: {
  readonly mappingColumns: readonly string[];
  readonly failures: readonly FailureRow[];
}): string => {
  const columns = exportColumns(input.mappingColumns);
  const rowsByKey = new Map<string, number>();
  for (const row of input.failures) {
    const key = tidyKey(shortKey(row));
    rowsByKey.set(key, (rowsByKey.get(key) ?? 0) + 1);
  }
  const fileKey = (row: FailureRow): string => {
    const key = shortKey(row);
    return (rowsByKey.get(tidyKey(key)) ?? 0) > 1 ? (row.path ?? key) : key;
  };
  const rows = input.failures.map((row) => {
    const cells = new Map(row.originalCells.map(([column, text]) => [comparable(column), text]));
    cells.set('filename', fileKey(row));
    return [
      ...[...columns.keys()].map((key) => cells.get(key) ?? ''),
      row.code,
      row.error,
      row.hint,
      row.stage,
      `${row.attempts}`,
    ];
  });
  return mappingCsv([...columns.values(), ...REPORT_COLUMNS], rows);
};
