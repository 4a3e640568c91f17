import { columnKey } from './mapping-key.ts';

/** The columns that an export of failures adds; such an export is itself a mapping, so its reader leaves them out. */
export const REPORT_COLUMNS = ['error_code', 'error', 'hint', 'stage', 'attempts'] as const;

/**
 * Cells that a spreadsheet would run, for papaparse's option `escapeFormulae`. Cells that were neutralised before, or
 * only look like it, are neutralised once more, so that `restoreCell` always gives back the very text.
 */
export const RUNNABLE_CELL = /^'*[=+\-@\t\r]/u;

/** Puts an apostrophe before a cell that a spreadsheet would run as a formula. */
export const neutraliseCell = (cell: string): string => (RUNNABLE_CELL.test(cell) ? `'${cell}` : cell);

/** Takes back what `neutraliseCell` did. */
export const restoreCell = (cell: string): string => (/^'+[=+\-@\t\r]/u.test(cell) ? cell.slice(1) : cell);

/**
 * Finds the columns of a failure export in a header: the five in a row wherever they stand (so that a column of the
 * admin's own named `stage` survives beside them), else, if there is an `error_code`, the five by their names.
 *
 * @returns the positions of the columns that are ours; empty if the file is no failure export
 */
export const reportColumnPositions = (header: readonly string[]): ReadonlySet<number> => {
  const keys = header.map(columnKey);
  const isReportColumn = (key: string): boolean => REPORT_COLUMNS.some((name) => name === key);
  const start = keys.findLastIndex((_, at) => REPORT_COLUMNS.every((name, offset) => keys[at + offset] === name));
  if (start >= 0) return new Set(REPORT_COLUMNS.map((_, offset) => start + offset));
  if (!keys.includes('error_code')) return new Set();
  return new Set(keys.flatMap((key, at) => (isReportColumn(key) ? [at] : [])));
};
