import { foldKey, tidyKey } from '../metadata/mapping-key.ts';
import type { SelectionFile } from '../metadata/match-mapping.ts';
import { isKeyColumn } from '../metadata/detect-csv-dialect.ts';
import { RUNNABLE_CELL } from '../metadata/neutralised-cell.ts';
import { mappingCsv } from './mapping-csv.ts';

/**
 * A template has no report columns, so its reader takes no apostrophe back; but it knows that `./=1.pdf` is `=1.pdf`,
 * and that outer space does not count.
 */
const harmlessKey = (key: string): string => (RUNNABLE_CELL.test(key) ? `./${key.trim()}` : key);

/** How many files have a name, each file counted once for a name. */
const countNames = (
  files: readonly SelectionFile[],
  namesOf: (file: SelectionFile) => readonly string[],
): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const file of files) for (const name of new Set(namesOf(file))) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
};

/**
 * Writes a mapping for a selection, empty to be filled in or with the cells that are given: one row a file. The key is the filename where no other file
 * of the selection has it in any case or normal form, else the relative path, and where that is not its own either, the
 * first of `otherPaths`.
 *
 * @param fields the columns beside `filename`
 * @param cellOf the text of a cell
 * @returns UTF-8 text with byte order mark and CRLF. Files that no key tells apart share one row: two of them could not
 * be read.
 */
export const templateCsv = <File extends SelectionFile>(
  files: readonly File[],
  fields: readonly string[],
  cellOf: (file: File, field: string) => string = () => '',
): string => {
  const byFoldedName = countNames(files, ({ filename, relativePath }) => [foldKey(filename), foldKey(relativePath)]);
  // Paths that differ in case only are told apart: the reader takes the exact one first.
  const byPath = countNames(files, ({ relativePath }) => [relativePath]);
  const plainKey = ({ filename, relativePath, otherPaths }: SelectionFile): string => {
    if (byFoldedName.get(foldKey(filename)) === 1) return filename;
    return byPath.get(relativePath) === 1 ? relativePath : (otherPaths?.[0] ?? relativePath);
  };
  const keys = new Map<string, { readonly key: string; readonly file: File }>();
  for (const file of files) {
    const key = harmlessKey(plainKey(file));
    if (!keys.has(tidyKey(key))) keys.set(tidyKey(key), { key, file });
  }
  const columns = fields.filter((field) => !isKeyColumn(field));
  const rows = [...keys.values()].map(({ key, file }) => [key, ...columns.map((field) => cellOf(file, field))]);
  return mappingCsv(['filename', ...columns], rows);
};
