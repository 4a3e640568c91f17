import Papa from 'papaparse';
import { RUNNABLE_CELL } from '../metadata/neutralised-cell.ts';

/**
 * Writes a mapping as CSV: UTF-8 with a byte order mark, without which Excel reads umlauts as windows-1252, and CRLF
 * (RFC 4180). Cells that a spreadsheet would run as a formula get an apostrophe, the header's included.
 *
 * @param rows cells aligned with `columns`
 * @returns the text, to be encoded as UTF-8
 */
export const mappingCsv = (columns: readonly string[], rows: readonly (readonly string[])[]): string => {
  const records = [columns, ...rows].map((record) => [...record]);
  return `\ufeff${Papa.unparse(records, { newline: '\r\n', escapeFormulae: RUNNABLE_CELL })}\r\n`;
};
