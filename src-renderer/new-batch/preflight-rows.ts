import type { Preflight, PreflightFile } from '../../src-main/contract/preflight.ts';
import type { Tone } from '../components/tag.tsx';
import { failureWords } from '../messages/failure-words.ts';
import { messages } from '../messages/messages.ts';

export const TABS = ['all', 'ready', 'warnings', 'problems', 'no_row', 'ignored', 'rows'] as const;
export type Tab = (typeof TABS)[number];

/** One line of the preflight's table: a file of the batch, an ignored file or a row of the mapping without a file. */
export interface PreflightRow {
  readonly key: string;
  readonly name: string;
  readonly folder: string;
  readonly file: PreflightFile | undefined;
  readonly tone: Tone;
  readonly state: string;
}

/** What is known while a check goes on. */
export const partialPreflight = (files: readonly PreflightFile[]): Preflight => ({
  total_documents: files.length,
  ready_count: files.filter(({ errors }) => errors.length === 0).length,
  failing_count: files.filter(({ errors }) => errors.length > 0).length,
  warning_count: 0,
  without_row_count: 0,
  size_bytes: files.reduce((sum, { size_bytes }) => sum + size_bytes, 0),
  fields: [],
  files: [...files],
  ignored_files: [],
  rows_without_file: [],
  warnings: [],
});

const folderOf = ({ relative_path, filename }: PreflightFile): string =>
  relative_path.slice(0, relative_path.length - filename.length);

const stateOf = (file: PreflightFile): Pick<PreflightRow, 'tone' | 'state'> => {
  const [error] = file.errors;
  if (error !== undefined) return { tone: 'bad', state: failureWords(error).message };
  const [warning] = file.warnings;
  if (warning !== undefined) return { tone: 'warn', state: warning };
  if (file.content === 'known') return { tone: 'off', state: messages.newBatch.known };
  if (file.content === 'twice') return { tone: 'off', state: messages.newBatch.twice };
  return { tone: 'ok', state: messages.newBatch.ready };
};

const fileRow = (file: PreflightFile): PreflightRow => ({
  key: file.path,
  name: file.filename,
  folder: folderOf(file),
  file,
  ...stateOf(file),
});

const hasMapping = ({ files, rows_without_file }: Preflight): boolean =>
  rows_without_file.length > 0 || files.some(({ metadata_source }) => metadata_source === 'row');

/** Whether a file has no row of a mapping that others have one of. */
const isWithoutRow = (preflight: Preflight, file: PreflightFile): boolean =>
  hasMapping(preflight) && file.metadata_source !== 'row';

const ignoredRows = ({ ignored_files }: Preflight): PreflightRow[] =>
  ignored_files.map(({ path, reason }) => ({
    key: path,
    name: path.split(/[/\\]/u).at(-1) ?? path,
    folder: '',
    file: undefined,
    tone: 'off',
    state: `${messages.newBatch.ignored}: ${reason}`,
  }));

const rowsWithoutFile = ({ rows_without_file }: Preflight): PreflightRow[] =>
  rows_without_file.map(({ line, filename }) => ({
    key: `line ${line}`,
    name: filename,
    folder: '',
    file: undefined,
    tone: 'warn',
    state: `${messages.newBatch.columns.line} ${line}`,
  }));

/** The lines of a tab. */
export const rowsOf = (preflight: Preflight, tab: Tab): PreflightRow[] => {
  const { files } = preflight;
  switch (tab) {
    case 'all':
      return [...files.map(fileRow), ...ignoredRows(preflight)];
    case 'ready':
      return files.filter(({ errors }) => errors.length === 0).map(fileRow);
    case 'warnings':
      return files.filter(({ errors, warnings }) => errors.length === 0 && warnings.length > 0).map(fileRow);
    case 'problems':
      return files.filter(({ errors }) => errors.length > 0).map(fileRow);
    case 'no_row':
      return files.filter((file) => isWithoutRow(preflight, file)).map(fileRow);
    case 'ignored':
      return ignoredRows(preflight);
    case 'rows':
      return rowsWithoutFile(preflight);
  }
};
