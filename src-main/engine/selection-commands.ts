import type { DatabaseSync } from 'node:sqlite';
import { MAX_SERIES_FILES } from '../contract/commands.ts';
import { succeeded } from '../contract/failure.ts';
import type { PreflightFile } from '../contract/preflight.ts';
import type { Settings } from '../contract/settings.ts';
import type { Handlers } from './call-command.ts';
import { templateCsv } from './export/template-csv.ts';
import type { StartExtractor } from './extraction/extractor-port.ts';
import { chunkSettingsOf } from './chunking/chunk.ts';
import { extractionFingerprint } from './extraction/fingerprint.ts';
import { createInspector } from './extraction/inspector.ts';
import type { ResolvedMetadata } from './metadata/resolve-metadata.ts';
import { prepareSelection, type SelectionRules } from './preflight/prepare-selection.ts';
import { preflightSelection } from './preflight/preflight-selection.ts';

export type SelectionCommandName = 'batch.preflight' | 'mapping.template' | 'mapping.corrected';

export interface SelectionContext {
  readonly database: DatabaseSync;
  readonly settings: Settings;
  readonly startExtractor: StartExtractor;
  readonly rules: SelectionRules;
  /** Called with each file that a preflight has checked. */
  readonly onChecked?: (file: PreflightFile, checkedCount: number, total: number) => void;
}

/** The value of a field, or what stands in its cell where that is no value of it. */
const correctedCell = ({ metadata, originalCells = [] }: ResolvedMetadata, field: string): string => {
  const value = Object.hasOwn(metadata, field) ? metadata[field] : undefined;
  if (value === undefined) return originalCells.find(([column]) => column === field)?.[1] ?? '';
  return Array.isArray(value) ? value.join(', ') : String(value);
};

/** The commands that look at a selection and write nothing: they work beside a running engine. */
export const createSelectionHandlers = ({
  database,
  settings,
  startExtractor,
  rules,
  onChecked,
}: SelectionContext): Handlers<SelectionCommandName> => ({
  'batch.preflight': async ({ split, ...request }) => {
    const prepared = await prepareSelection(request, split ? MAX_SERIES_FILES : settings.max_batch_size, rules);
    if (!prepared.ok) return prepared;
    const fingerprint = extractionFingerprint(chunkSettingsOf(settings));
    const inspector = createInspector(startExtractor);
    const total = prepared.value.files.length;
    let checkedCount = 0;
    const onFile = (file: PreflightFile): void => onChecked?.(file, (checkedCount += 1), total);
    try {
      const context = { database, settings, inspector, fingerprint, onFile };
      return succeeded(await preflightSelection(context, prepared.value));
    } finally {
      inspector.close();
    }
  },
  'mapping.corrected': async (request) => {
    const prepared = await prepareSelection(request, MAX_SERIES_FILES, rules);
    if (!prepared.ok) return prepared;
    const { files, schema } = prepared.value;
    const rows = files.map(({ file, resolved }) => ({ ...file, resolved }));
    const known = schema.fields.map(({ name }) => name);
    const others = rows
      .flatMap(({ resolved }) => Object.keys(resolved.metadata))
      .filter((name) => !known.includes(name));
    const content = templateCsv(rows, [...known, ...new Set(others)], ({ resolved }, field) =>
      correctedCell(resolved, field),
    );
    return succeeded({ content, files_count: files.length });
  },
  'mapping.template': async ({ paths, schema }) => {
    const prepared = await prepareSelection({ paths, schema, defaults: [] }, Number.MAX_SAFE_INTEGER, rules);
    if (!prepared.ok) return prepared;
    const files = prepared.value.files.map(({ file }) => file);
    const fields = prepared.value.schema.fields.map(({ name }) => name);
    return succeeded({ content: templateCsv(files, fields), files_count: files.length });
  },
});
