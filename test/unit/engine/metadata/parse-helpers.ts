import { readMappingBytes } from '../../../../src-main/engine/metadata/read-mapping.ts';
import type { Mapping } from '../../../../src-main/engine/metadata/mapping.ts';
import type { MappingValue } from '../../../../src-main/contract/metadata.ts';

/** Reads a mapping from text or bytes and expects it to be good. */
export const readGood = async (content: string | Uint8Array, name = 'mapping.csv'): Promise<Mapping> => {
  const result = await readMappingBytes(
    name,
    typeof content === 'string' ? new TextEncoder().encode(content) : content,
  );
  if (!result.ok) throw new Error(`${result.failure.code}: ${result.failure.message}`);
  return result.value;
};

/** Reads a mapping that must be refused; gives code and message. */
export const readBad = async (content: string | Uint8Array, name = 'mapping.csv'): Promise<string> => {
  const result = await readMappingBytes(
    name,
    typeof content === 'string' ? new TextEncoder().encode(content) : content,
  );
  if (result.ok) throw new Error('The mapping was not refused');
  return `${result.failure.code} ${result.failure.message}`;
};

/** The rows as plain lists: key, line, then [field, value]. */
export const plainRows = (
  mapping: Mapping,
): readonly (readonly [string, number, readonly (readonly [string, MappingValue])[]])[] =>
  mapping.rows.map(({ key, line, fields, values }) => [
    key,
    line,
    fields.map((field, at): readonly [string, MappingValue] => [field, values[at] ?? '']),
  ]);
