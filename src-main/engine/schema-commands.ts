import { succeeded } from '../contract/failure.ts';
import type { Settings } from '../contract/settings.ts';
import type { Handlers } from './call-command.ts';
import {
  readWorkstationSchema,
  resetWorkstationSchema,
  writeWorkstationSchema,
} from './metadata/workstation-schema.ts';
import type { SelectionRules } from './preflight/prepare-selection.ts';
import { createOwnRules } from './selection/ignore-patterns.ts';

export type SchemaCommandName = 'schema.read' | 'schema.write';

/** What holds for every selection of the workstation with this data folder and the settings in force. */
export const selectionRules = (dataFolder: string, settings: () => Settings): SelectionRules => ({
  ownRules: () => createOwnRules(settings().ignore_patterns),
  readSchema: async () => {
    const read = await readWorkstationSchema(dataFolder);
    return read.ok ? succeeded(read.value.schema) : read;
  },
});

/** The metadata schema of the workstation, read and written. */
export const createSchemaHandlers = (dataFolder: string): Handlers<SchemaCommandName> => ({
  'schema.read': () => readWorkstationSchema(dataFolder),
  'schema.write': ({ fields, unknown_columns }) =>
    fields === undefined
      ? resetWorkstationSchema(dataFolder)
      : writeWorkstationSchema(dataFolder, fields, unknown_columns),
});
