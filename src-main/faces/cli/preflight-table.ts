import type { Metadata, MetadataValue } from '../../contract/metadata.ts';
import type { Preflight, PreflightFile } from '../../contract/preflight.ts';
import { cutEnd, cutMiddle, displayWidth, wrapText } from './display-text.ts';
import { formatBytes } from '../../contract/format-bytes.ts';
import { formatCount, formatNumber } from './format.ts';
import { printableLine } from './output.ts';
import { renderTable } from './table.ts';

const LINE_COLUMNS = 100;
const FILE_COLUMNS = 36;
const GAP_COLUMNS = 2;
const IGNORED_SHOWN = 10;
const ROWS_SHOWN = 20;
const INDENT = '  ';

const headline = (preflight: Preflight): string => {
  const { total_documents, ready_count, failing_count, warning_count, files, ignored_files, rows_without_file } =
    preflight;
  const warned = warning_count === 0 ? '' : ` (${formatNumber(warning_count)} with warnings)`;
  const known = files.filter(({ content }) => content === 'known').length;
  const states = [
    `${formatNumber(ready_count)} ready${warned}`,
    ...(failing_count === 0 ? [] : [`${formatNumber(failing_count)} will fail`]),
  ];
  const rest = [
    ...(known === 0 ? [] : [`${formatNumber(known)} in the library already`]),
    ...(ignored_files.length === 0 ? [] : [`${formatCount(ignored_files.length, 'file')} ignored`]),
    ...(rows_without_file.length === 0 ? [] : [`${formatCount(rows_without_file.length, 'row')} without a file`]),
  ];
  const size = formatBytes(preflight.size_bytes);
  return [`${formatCount(total_documents, 'document')}, ${size}: ${states.join(', ')}`, ...rest].join('; ');
};

const stateOf = ({ errors, warnings }: PreflightFile): string => {
  if (errors.length > 0) return 'FAILS';
  return warnings.length > 0 ? 'warning' : 'ready';
};

const valueText = (value: MetadataValue): string => (typeof value === 'object' ? value.join(', ') : String(value));

/** More than any line shows: a cell may hold megabytes. */
const CELL_CHARACTERS = 500;

const metadataText = (metadata: Metadata): string =>
  Object.entries(metadata)
    .map(([name, value]) => `${name}=${valueText(value)}`)
    .join('; ')
    .slice(0, CELL_CHARACTERS);

const HEAD = ['state', 'file', 'type', 'size'];

const table = (files: readonly PreflightFile[]): string => {
  const rows = files.map((file) => [
    stateOf(file),
    cutMiddle(printableLine(file.relative_path), FILE_COLUMNS),
    file.kind ?? '-',
    formatBytes(file.size_bytes),
  ]);
  const columns = HEAD.map((head, at) =>
    Math.max(displayWidth(head), ...rows.map((row) => displayWidth(row[at] ?? ''))),
  );
  const left = LINE_COLUMNS - columns.reduce((sum, width) => sum + width + GAP_COLUMNS, 0);
  const withMetadata = rows.map((row, at) => {
    const metadata = files[at]?.metadata ?? {};
    return [...row, cutEnd(printableLine(metadataText(metadata)), left)];
  });
  return renderTable([...HEAD, 'metadata'], withMetadata);
};

const wrapped = (text: string, indent = INDENT): string[] => wrapText(printableLine(text), LINE_COLUMNS, indent);

/** A head and what is below it; nothing when there is nothing to say. */
const section = (head: string, lines: readonly string[]): string[] => (lines.length === 0 ? [] : ['', head, ...lines]);

const atMost = (lines: readonly string[], shown: number): string[] =>
  lines.length <= shown
    ? [...lines]
    : [...lines.slice(0, shown), `${INDENT}and ${formatNumber(lines.length - shown)} more`];

const problemLines = (files: readonly PreflightFile[]): string[] =>
  files.flatMap(({ relative_path, errors }) =>
    errors.length === 0
      ? []
      : [
          ...wrapped(relative_path),
          ...errors.flatMap(({ code, message, hint }) => [
            ...wrapped(`${code}: ${message}`, INDENT.repeat(2)),
            ...wrapped(hint, INDENT.repeat(2)),
          ]),
        ],
  );

const NO_ROW = /^No row in the mapping/u;

const warningLines = (files: readonly PreflightFile[]): string[] =>
  files.flatMap(({ relative_path, warnings }) => {
    // Files without a row have a section of their own.
    const shown = warnings.filter((warning) => !NO_ROW.test(warning));
    return shown.length === 0
      ? []
      : [...wrapped(relative_path), ...shown.flatMap((warning) => wrapped(warning, INDENT.repeat(2)))];
  });

const withoutRowLines = (files: readonly PreflightFile[]): string[] =>
  files.flatMap(({ relative_path, warnings, suggestions }) => {
    if (!warnings.some((warning) => NO_ROW.test(warning))) return [];
    const meant =
      suggestions.length === 0 ? '' : `: did you mean ${suggestions.map((key) => `'${key}'`).join(' or ')}?`;
    return wrapped(`${relative_path}${meant}`);
  });

/** The sentence that names rows without a file: they are listed in a section of their own. */
const ROWS_SENTENCE = /^\d+ rows? of the mapping fits? no file: /u;

/**
 * A preflight as a person reads it: a line that sums it up, a table of the files, and what to do about those with
 * problems. No line is wider than 100 columns, except for a single word, such as a path, that is. Ends without a line
 * break.
 */
export const preflightText = (preflight: Preflight): string => {
  const { files, ignored_files, rows_without_file, warnings } = preflight;
  const rows = rows_without_file.flatMap(({ line, filename }) => wrapped(`${filename} (line ${line})`));
  const ignored = ignored_files.map(({ path, reason }) => wrapped(`${path}: ${reason}`).join('\n'));
  return [
    ...wrapped(headline(preflight), ''),
    '',
    table(files),
    ...section('These will fail:', problemLines(files)),
    ...section('Warnings:', [
      ...warnings.filter((warning) => !ROWS_SENTENCE.test(warning)).flatMap((warning) => wrapped(warning)),
      ...warningLines(files),
    ]),
    ...section('Files without a row in the mapping:', withoutRowLines(files)),
    ...section('Rows of the mapping without a file:', atMost(rows, ROWS_SHOWN)),
    ...section('Ignored:', atMost(ignored, IGNORED_SHOWN)),
  ].join('\n');
};
