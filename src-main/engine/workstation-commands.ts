import { succeeded } from '../contract/failure.ts';
import type { Settings } from '../contract/settings.ts';
import type { Handlers } from './call-command.ts';
import { backupLibrary } from './library/backup-library.ts';
import {
  readWorkstationSchema,
  resetWorkstationSchema,
  writeWorkstationSchema,
} from './metadata/workstation-schema.ts';
import type { SelectionRules } from './preflight/prepare-selection.ts';
import { createOwnRules } from './selection/ignore-patterns.ts';

export type WorkstationCommandName = 'schema.read' | 'schema.write' | 'library.backup';

/** What holds for every selection of the workstation with this data folder and the settings in force. */
export const selectionRules = (dataFolder: string, settings: () => Settings): SelectionRules => ({
  ownRules: () => createOwnRules(settings().ignore_patterns),
  readSchema: async () => {
    const read = await readWorkstationSchema(dataFolder);
    return read.ok ? succeeded(read.value.schema) : read;
  },
});

/** What belongs to the data folder and to no batch: its metadata schema, and a copy of its library. */
export const createWorkstationHandlers = (dataFolder: string): Handlers<WorkstationCommandName> => ({
  'schema.read': () => readWorkstationSchema(dataFolder),
  'schema.write': ({ fields, unknown_columns }) =>
    fields === undefined
      ? resetWorkstationSchema(dataFolder)
      : writeWorkstationSchema(dataFolder, fields, unknown_columns),
  'library.backup': async ({ file }) => {
    const made = await backupLibrary(dataFolder, file);
    return made.ok ? succeeded({ file: made.value.file, size_bytes: made.value.sizeBytes }) : made;
  },
});
