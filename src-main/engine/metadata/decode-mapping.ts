import { isAscii, isUtf8 } from 'node:buffer';
import { succeeded, type Result } from '../../contract/failure.ts';
import type { MappingProblem } from '../../contract/metadata.ts';
import type { MappingEncoding, MappingSource } from './mapping.ts';
import { mappingInvalid } from './mapping-problems.ts';

const NEWLINE = 10;
const SAVE_AS_CSV = "Open it in the spreadsheet program and save it as 'CSV UTF-8'.";

/** The encoding of a mapping, and what should be said about it. */
export interface DetectedEncoding {
  readonly encoding: MappingEncoding;
  readonly warnings: readonly MappingProblem[];
}

const startsWith = (bytes: Uint8Array, ...prefix: readonly number[]): boolean =>
  prefix.every((byte, index) => bytes[index] === byte);

/** How many bytes at the end belong to a UTF-8 sequence that is not complete yet (0 to 3). */
const incompleteTailLength = (bytes: Uint8Array): number => {
  for (let length = 1; length <= Math.min(3, bytes.length); length += 1) {
    const byte = bytes[bytes.length - length] ?? 0;
    if (byte >= 0xc0) {
      const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return needed > length ? length : 0;
    }
    if (byte < 0x80) return 0;
  }
  return 0;
};

const countNewlines = (bytes: Uint8Array): number => {
  let count = 0;
  for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) count += 1;
  return count;
};

/** The line within `bytes` (from 0) where UTF-8 ends, and where that line begins. */
const firstInvalidLine = (bytes: Uint8Array): { readonly line: number; readonly start: number } => {
  let start = 0;
  for (let line = 0; ; line += 1) {
    const end = bytes.indexOf(NEWLINE, start);
    if (end < 0 || !isUtf8(bytes.subarray(start, end))) return { line, start };
    start = end + 1;
  }
};

interface Utf8Check {
  /** The first line that is not UTF-8, from 1; absent if all is. */
  readonly invalidLine?: number;
  /** Whether letters beyond ASCII stood there as good UTF-8 before that line. */
  readonly sawUtf8: boolean;
}

const checkUtf8 = async (chunks: AsyncIterable<Uint8Array>): Promise<Utf8Check> => {
  let carried: Uint8Array = new Uint8Array();
  let line = 1;
  let sawUtf8 = false;
  for await (const chunk of chunks) {
    const bytes = carried.length === 0 ? chunk : Buffer.concat([carried, chunk]);
    const complete = bytes.subarray(0, bytes.length - incompleteTailLength(bytes));
    if (!isUtf8(complete)) {
      const invalid = firstInvalidLine(complete);
      return { invalidLine: line + invalid.line, sawUtf8: sawUtf8 || !isAscii(complete.subarray(0, invalid.start)) };
    }
    sawUtf8 ||= !isAscii(complete);
    line += countNewlines(complete);
    carried = bytes.subarray(complete.length);
  }
  return carried.length === 0 ? { sawUtf8 } : { invalidLine: line, sawUtf8 };
};

const firstBytes = async (source: MappingSource): Promise<Uint8Array> => {
  for await (const chunk of source.chunks()) if (chunk.length > 0) return chunk;
  return new Uint8Array();
};

/**
 * Finds out how a mapping is encoded, as Excel and LibreOffice write it: by its byte order mark, else UTF-8 if every
 * byte of the file fits (tested strictly), else windows-1252.
 *
 * @returns MAPPING_INVALID for an empty file, a workbook or word document instead of text, and for a file that
 * declares UTF-8 by its mark but is not
 */
export const detectEncoding = async (source: MappingSource): Promise<Result<DetectedEncoding>> => {
  const head = await firstBytes(source);
  if (head.length === 0) return mappingInvalid({ message: `The mapping file '${source.name}' is empty.` });
  if (startsWith(head, 0x50, 0x4b, 0x03, 0x04) || startsWith(head, 0xd0, 0xcf, 0x11, 0xe0))
    return mappingInvalid(
      { message: `'${source.name}' is a workbook or an archive, not a CSV or JSON file.` },
      SAVE_AS_CSV,
    );
  if (startsWith(head, 0xff, 0xfe)) return succeeded({ encoding: 'utf-16le', warnings: [] });
  if (startsWith(head, 0xfe, 0xff)) return succeeded({ encoding: 'utf-16be', warnings: [] });
  const { invalidLine, sawUtf8 } = await checkUtf8(source.chunks());
  if (invalidLine === undefined) return succeeded({ encoding: 'utf-8', warnings: [] });
  if (startsWith(head, 0xef, 0xbb, 0xbf))
    return mappingInvalid(
      { line: invalidLine, message: 'the file says that it is UTF-8, but this line is not.' },
      SAVE_AS_CSV,
    );
  const message = sawUtf8
    ? 'this line is not UTF-8 although lines before it are; the whole file was read as windows-1252. Look at the names with accents.'
    : 'the file is not UTF-8 and was read as windows-1252. Look at the names with accents.';
  return succeeded({ encoding: 'windows-1252', warnings: [{ line: invalidLine, message }] });
};

/** Decodes a mapping chunk by chunk; a byte order mark is taken away. */
export const decodeChunks = async function* (
  source: MappingSource,
  encoding: MappingEncoding,
): AsyncGenerator<string, void, undefined> {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of source.chunks()) {
    const text = decoder.decode(chunk, { stream: true });
    if (text !== '') yield text;
  }
  const rest = decoder.decode();
  if (rest !== '') yield rest;
};
