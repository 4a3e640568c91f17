import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { failed, failure, succeeded, type Result } from '../../contract/failure.ts';
import type { MetadataFieldInput, MetadataSchema } from '../../contract/metadata.ts';
import { DEFAULT_METADATA_SCHEMA, parseMetadataSchema, readMetadataSchema } from './metadata-schema.ts';

/** The metadata schema of every batch that brings none of its own: a schema file in the data folder. */
export const workstationSchemaFile = (dataFolder: string): string => path.join(dataFolder, 'metadata-schema.json');

export interface WorkstationSchema {
  readonly schema: MetadataSchema;
  /** Nobody has written a schema: it is the default one. */
  readonly is_default: boolean;
}

/** The schema of this workstation, the default one without a file. SCHEMA_INVALID for a file that cannot be used. */
export const readWorkstationSchema = async (dataFolder: string): Promise<Result<WorkstationSchema>> => {
  const file = workstationSchemaFile(dataFolder);
  if (!existsSync(file)) return succeeded({ schema: DEFAULT_METADATA_SCHEMA, is_default: true });
  const read = await readMetadataSchema(file);
  return read.ok ? succeeded({ schema: read.value, is_default: false }) : read;
};

/** A list of fields as a schema file states it: a field of the default schema that is missing is taken away with `null`. */
const fileOf = (fields: readonly MetadataFieldInput[], unknownColumns: string): string => {
  const names = new Set(fields.map(({ name }) => name));
  const taken = DEFAULT_METADATA_SCHEMA.fields.filter(({ name }) => !names.has(name));
  const entries = [
    ...fields.map(({ name, ...stated }): [string, unknown] => [name, stated]),
    ...taken.map(({ name }): [string, unknown] => [name, null]),
  ];
  return `${JSON.stringify({ fields: Object.fromEntries(entries), unknown_columns: unknownColumns }, undefined, 2)}\n`;
};

/**
 * Makes a list of fields the schema of this workstation, in one step: whoever reads it finds the old one or the new one.
 * SCHEMA_INVALID names the field that cannot be used, and nothing is written.
 */
export const writeWorkstationSchema = async (
  dataFolder: string,
  fields: readonly MetadataFieldInput[],
  unknownColumns: MetadataSchema['unknown_columns'],
): Promise<Result<WorkstationSchema>> => {
  const twice = fields.find(({ name }, at) => fields.findIndex((other) => other.name === name) !== at);
  if (twice !== undefined)
    return failed(failure('SCHEMA_INVALID', 'metadata', `The field '${twice.name}' is there twice.`));
  const text = fileOf(fields, unknownColumns);
  const parsed = parseMetadataSchema(text);
  if (!parsed.ok) return parsed;
  const file = workstationSchemaFile(dataFolder);
  const fresh = `${file}.${process.pid}.new`;
  try {
    writeFileSync(fresh, text, { flush: true });
    renameSync(fresh, file);
  } finally {
    rmSync(fresh, { force: true });
  }
  return readWorkstationSchema(dataFolder);
};

/** Takes the schema of this workstation away: the default one holds again. */
export const resetWorkstationSchema = (dataFolder: string): Promise<Result<WorkstationSchema>> => {
  rmSync(workstationSchemaFile(dataFolder), { force: true });
  return readWorkstationSchema(dataFolder);
};
