import { isAscii } from 'node:buffer';
import { analyse } from 'chardet';
import { readBytes, type RegularFile } from '../../shared/open-regular-file.ts';
import { sniffEncoding } from './sniff-encoding.ts';
import { createUtf8Check } from './utf8-check.ts';

export interface ChosenEncoding {
  /** A label that createDecoder takes. */
  readonly encoding: string;
  readonly bomBytes: number;
  /** A plain sentence when the encoding is a guess. */
  readonly warning?: string;
}

const HEAD_BYTES = 64 * 1024;
const PIECE_BYTES = 1024 * 1024;
/** chardet's time grows with the sample: it took 58 s on 20 MB. */
const SAMPLE_BYTES = 64 * 1024;
/** Below this chardet's answer is no better than the most common case. */
const MIN_CONFIDENCE = 10;
const COMMON_LEGACY_ENCODING = 'windows-1252';

/** isAscii first: a callback for each byte of 200 MB takes 2 s. */
const firstNonAscii = (bytes: Uint8Array): number => (isAscii(bytes) ? -1 : bytes.findIndex((byte) => byte >= 0x80));

interface Utf8Scan {
  readonly valid: boolean;
  /** Where the first byte above 0x7f is. */
  readonly nonAsciiAt: number | undefined;
  /** Where the piece begins in which UTF-8 breaks. */
  readonly invalidAt: number | undefined;
}

/** Reads the whole file once, holding one piece at a time: only then is it known that UTF-8 never breaks. */
const scanUtf8 = (file: RegularFile): Utf8Scan => {
  const buffer = Buffer.allocUnsafe(Math.max(1, Math.min(PIECE_BYTES, file.sizeBytes)));
  const check = createUtf8Check();
  let nonAsciiAt: number | undefined;
  for (let position = 0; ;) {
    const bytesRead = file.read(buffer, 0, buffer.length, position);
    if (bytesRead === 0) return { valid: check.end(), nonAsciiAt, invalidAt: check.end() ? undefined : position };
    const piece = buffer.subarray(0, bytesRead);
    if (nonAsciiAt === undefined) {
      const found = firstNonAscii(piece);
      if (found >= 0) nonAsciiAt = position + found;
    }
    if (!check.push(piece)) return { valid: false, nonAsciiAt, invalidAt: position };
    position += bytesRead;
  }
};

const sampleAround = (file: RegularFile, position: number): Buffer =>
  readBytes(file, Math.max(0, position - SAMPLE_BYTES / 4), SAMPLE_BYTES);

/** Where UTF-8 first breaks, looked for from the piece in which it does. */
const findBreak = (file: RegularFile, pieceAt: number): number => {
  // From a little before: a character may be cut by the edge of the piece. A cut one here is at most 3 bytes long.
  const start = Math.max(0, pieceAt - 4);
  const piece = readBytes(file, start, PIECE_BYTES + 8);
  const check = createUtf8Check();
  let at = 0;
  while (at < 4 && ((piece[at] ?? 0) & 0xc0) === 0x80) at += 1;
  for (const stepBytes = 4096; at < piece.length; at += stepBytes) {
    if (!check.push(piece.subarray(at, at + stepBytes))) return start + at;
  }
  return start + piece.length;
};

/** Bytes that nearly all are UTF-8: a log with a few torn lines, or a file that was cut inside a character. */
const isDamagedUtf8 = (sample: Buffer): boolean => {
  const text = new TextDecoder('utf-8').decode(sample);
  const damaged = text.match(/\ufffd/gu)?.length ?? 0;
  const whole = text.match(/[\u0080-\ufffc\u{10000}-\u{10ffff}]/gu)?.length ?? 0;
  return whole > 4 * damaged;
};

const labelForDecoder = (name: string): string | undefined => {
  // chardet's guesses of these were already ruled out by strict tests.
  if (/^(?:UTF-|ASCII)/u.test(name)) return undefined;
  try {
    return new TextDecoder(name).encoding;
  } catch {
    return undefined;
  }
};

/** The best guess for text that is no Unicode; the label is that of the decoder that will read it. */
export const guessLegacyEncoding = (sample: Uint8Array): string => {
  for (const { name, confidence } of analyse(sample)) {
    if (confidence < MIN_CONFIDENCE) break;
    const label = labelForDecoder(name);
    if (label !== undefined) return label;
  }
  return COMMON_LEGACY_ENCODING;
};

/**
 * Which encoding a text file has: by its byte order mark, else UTF-16 by its pattern of zeros, else strict UTF-8 over the
 * whole file, else a guess from 64 KB around the first byte that is not ASCII, with a warning that names the guess.
 *
 * Reads the file once, 1 MB at a time (about 1 GB/s); nothing is yielded before the encoding is known, so a break after
 * 200 MB does not leave half a document read wrongly.
 */
export const chooseEncoding = (file: RegularFile): ChosenEncoding => {
  const sniffed = sniffEncoding(readBytes(file, 0, HEAD_BYTES));
  if (sniffed !== undefined && (sniffed.bomBytes > 0 || /^(?:utf-16|iso-2022)/u.test(sniffed.encoding))) return sniffed;
  const scan = scanUtf8(file);
  if (scan.valid) return { encoding: 'utf-8', bomBytes: 0 };
  const breakAt = findBreak(file, scan.invalidAt ?? 0);
  const nearBreak = sampleAround(file, breakAt);
  if (isDamagedUtf8(nearBreak)) {
    return {
      encoding: 'utf-8',
      bomBytes: 0,
      warning: 'Some characters of this UTF-8 text are damaged; they were replaced by \ufffd.',
    };
  }
  const encoding = guessLegacyEncoding(sampleAround(file, scan.nonAsciiAt ?? breakAt));
  return { encoding, bomBytes: 0, warning: `The text is not UTF-8; it was read as ${encoding}.` };
};
