import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { succeeded, type Result } from '../../contract/failure.ts';
import { decodeChunks, detectEncoding } from './decode-mapping.ts';
import { MAX_MAPPING_SIZE_BYTES, type Mapping, type MappingEncoding, type MappingSource } from './mapping.ts';
import { mappingInvalid } from './mapping-problems.ts';
import { parseCsvMapping } from './parse-csv-mapping.ts';
import { parseJsonMapping } from './parse-json-mapping.ts';

const CHUNK_BYTES = 1024 * 1024;

const isJson = async (source: MappingSource, encoding: MappingEncoding): Promise<boolean> => {
  for await (const text of decodeChunks(source, encoding)) {
    const first = /\S/u.exec(text)?.[0];
    // The content decides; the name only where the content says nothing.
    if (first !== undefined) return first === '{' || first === '[' || extname(source.name).toLowerCase() === '.json';
  }
  return extname(source.name).toLowerCase() === '.json';
};

const readSource = async (source: MappingSource): Promise<Result<Mapping>> => {
  const detected = await detectEncoding(source);
  if (!detected.ok) return detected;
  const { encoding, warnings } = detected.value;
  const kind = (await isJson(source, encoding)) ? 'json' : 'csv';
  const parse = kind === 'json' ? parseJsonMapping : parseCsvMapping;
  const parsed = await parse(decodeChunks(source, encoding), encoding);
  if (!parsed.ok) return parsed;
  const { delimiter, ...mapping } = parsed.value;
  return succeeded({
    ...mapping,
    name: source.name,
    format: { kind, encoding, ...(delimiter === undefined ? {} : { delimiter }) },
    warnings: [...warnings, ...mapping.warnings],
    warningCount: warnings.length + mapping.warningCount,
  });
};

const errorCode = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

const unreadable = (name: string, code: string): ReturnType<typeof mappingInvalid> | undefined => {
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return mappingInvalid(
        { message: `The mapping file '${name}' does not exist.` },
        'Check the path and start again.',
      );
    case 'EBUSY':
      return mappingInvalid(
        { message: `The mapping file '${name}' is open in another program.` },
        'Close it there and start again.',
      );
    case 'EACCES':
    case 'EPERM':
      return mappingInvalid(
        { message: `The mapping file '${name}' cannot be read: access is denied.` },
        'Close it in other programs, or ask for read permission, and start again.',
      );
    case 'EIO':
      return mappingInvalid(
        { message: `The mapping file '${name}' cannot be read from its disk.` },
        'Copy it and try again.',
      );
    default:
      return undefined;
  }
};

/**
 * Reads a metadata mapping, CSV or JSON by its content. The file is read twice in chunks (once for its encoding), and
 * the event loop runs in between.
 *
 * @param path the file; absolute, or relative to the working folder
 * @returns the mapping, or MAPPING_INVALID with a sentence that names line and column where there is one
 */
export const readMapping = async (path: string): Promise<Result<Mapping>> => {
  const name = basename(path);
  try {
    const { size: sizeBytes, ...kind } = await stat(path).then((stats) => ({
      size: stats.size,
      isFile: stats.isFile(),
    }));
    if (!kind.isFile) return mappingInvalid({ message: `'${name}' is not a file.` }, 'Name a CSV or JSON file.');
    if (sizeBytes > MAX_MAPPING_SIZE_BYTES)
      return mappingInvalid(
        { message: `The mapping file '${name}' is larger than ${MAX_MAPPING_SIZE_BYTES / 1024 / 1024} MB.` },
        'Keep the rows of this load only.',
      );
    return await readSource({ name, chunks: () => createReadStream(path, { highWaterMark: CHUNK_BYTES }) });
  } catch (error) {
    const failure = unreadable(name, errorCode(error));
    if (failure === undefined) throw error;
    return failure;
  }
};

/** Reads a mapping that came as bytes, e.g. in an HTTP request. Otherwise like `readMapping`. */
export const readMappingBytes = async (name: string, bytes: Uint8Array): Promise<Result<Mapping>> => {
  const chunks = async function* (): AsyncGenerator<Uint8Array, void, undefined> {
    for (let at = 0; at < bytes.length; at += CHUNK_BYTES)
      yield await Promise.resolve(bytes.subarray(at, at + CHUNK_BYTES));
  };
  return bytes.length > MAX_MAPPING_SIZE_BYTES
    ? mappingInvalid({ message: `The mapping '${name}' is larger than ${MAX_MAPPING_SIZE_BYTES / 1024 / 1024} MB.` })
    : readSource({ name: basename(name), chunks });
};
