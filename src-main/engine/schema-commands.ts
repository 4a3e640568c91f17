import { succeeded } from '../contract/failure.ts';
import type { Handlers } from './call-command.ts';
import {
  readWorkstationSchema,
  resetWorkstationSchema,
  writeWorkstationSchema,
} from './metadata/workstation-schema.ts';
import type { SelectionRules } from './preflight/prepare-selection.ts';

export type SchemaCommandName = 'schema.read' | 'schema.write';

/** What holds for every selection of the workstation with this data folder. */
export const selectionRules = (dataFolder: string): SelectionRules => ({
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
