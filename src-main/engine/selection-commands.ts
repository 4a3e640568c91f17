import type { DatabaseSync } from 'node:sqlite';
import { MAX_SERIES_FILES } from '../contract/commands.ts';
import { succeeded } from '../contract/failure.ts';
import type { Settings } from '../contract/settings.ts';
import type { Handlers } from './call-command.ts';
import { templateCsv } from './export/template-csv.ts';
import type { StartExtractor } from './extraction/extractor-port.ts';
import { chunkSettingsOf } from './chunking/chunk.ts';
import { extractionFingerprint } from './extraction/fingerprint.ts';
import { createInspector } from './extraction/inspector.ts';
import { prepareSelection } from './preflight/prepare-selection.ts';
import { preflightSelection } from './preflight/preflight-selection.ts';

export type SelectionCommandName = 'batch.preflight' | 'mapping.template';

export interface SelectionContext {
  readonly database: DatabaseSync;
  readonly settings: Settings;
  readonly startExtractor: StartExtractor;
}

/** The commands that look at a selection and write nothing: they work beside a running engine. */
export const createSelectionHandlers = ({
  database,
  settings,
  startExtractor,
}: SelectionContext): Handlers<SelectionCommandName> => ({
  'batch.preflight': async ({ split, ...request }) => {
    const prepared = await prepareSelection(request, split ? MAX_SERIES_FILES : settings.max_batch_size);
    if (!prepared.ok) return prepared;
    const fingerprint = extractionFingerprint(chunkSettingsOf(settings));
    const inspector = createInspector(startExtractor);
    try {
      return succeeded(await preflightSelection({ database, settings, inspector, fingerprint }, prepared.value));
    } finally {
      inspector.close();
    }
  },
  'mapping.template': async ({ paths, schema }) => {
    const prepared = await prepareSelection({ paths, schema, defaults: [] }, Number.MAX_SAFE_INTEGER);
    if (!prepared.ok) return prepared;
    const files = prepared.value.files.map(({ file }) => file);
    const fields = prepared.value.schema.fields.map(({ name }) => name);
    return succeeded({ content: templateCsv(files, fields), files_count: files.length });
  },
});
