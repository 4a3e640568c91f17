import type { MappingProblem, MappingValue } from '../../contract/metadata.ts';

/**
 * Bounds of a mapping. They keep the engine alive when a wrong file is picked: measured on two cores, a mapping of
 * 1,000,000 rows and six columns stays far below 1.5 GB resident (test/bench/mapping.ts).
 */
export const MAX_MAPPING_SIZE_BYTES = 512 * 1024 * 1024;
export const MAX_MAPPING_ROWS = 2_000_000;
export const MAX_MAPPING_COLUMNS = 1_000;
/** One row, or one entry of a JSON mapping: longer ones are an unclosed quote or bracket, not metadata. */
export const MAX_ROW_CHARACTERS = 4 * 1024 * 1024;

/** One row of a mapping. `fields` is shared by all rows of one shape, so that a row costs little. */
export interface MappingRow {
  /** The filename or the path, as it stands in the file. */
  readonly key: string;
  /** The line of the file on which the row begins, from 1. */
  readonly line: number;
  /** The column names, without the one that holds the key. */
  readonly fields: readonly string[];
  /** The cells, aligned with `fields`; an empty text is an absent value. */
  readonly values: readonly MappingValue[];
}

/** How the file is written: what was found out about it, to be shown before a run. */
export interface MappingFormat {
  readonly kind: 'csv' | 'json';
  readonly encoding: MappingEncoding;
  /** CSV only. */
  readonly delimiter?: string;
}

export type MappingEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/** A metadata mapping in memory. */
export interface Mapping {
  /** The file's name without its folder. */
  readonly name: string;
  readonly format: MappingFormat;
  /** All columns in the order of the file, the filename column included; for JSON, in the order of first use. */
  readonly columns: readonly string[];
  /** The name of the column that holds the key; `filename` for JSON. */
  readonly keyColumn: string;
  readonly rows: readonly MappingRow[];
  /** The distinct `fields` of the rows. */
  readonly shapes: readonly (readonly string[])[];
  /** What an admin should see although the mapping can be used; at most 100 are kept, `warningCount` counts all. */
  readonly warnings: readonly MappingProblem[];
  readonly warningCount: number;
}

/** What a parser of one format gives; the reader adds the rest. */
export type ParsedMapping = Omit<Mapping, 'name' | 'format'> & { readonly delimiter?: string };

/** A mapping's bytes; `chunks` can be asked for more than once. */
export interface MappingSource {
  readonly name: string;
  readonly chunks: () => AsyncIterable<Uint8Array>;
}
