import { crc32, inflateRawSync } from 'node:zlib';
import { type Entry, fromBufferPromise, fromFdPromise, type ZipFile } from 'yauzl';
import { readBytes, type RegularFile } from './open-regular-file.ts';

/** Up to this size an archive is read in one go: yauzl reads each entry of a directory by itself. */
const WHOLE_ARCHIVE_BYTES = 8 * 1024 * 1024;
/** Entries of these sizes are inflated in one call: a stream for each costs more than the inflating. */
const SMALL_COMPRESSED_BYTES = 1024 * 1024;
const SMALL_INFLATED_BYTES = 16 * 1024 * 1024;
/** Compression methods (APPNOTE 4.4.5). */
const STORED = 0;
const DEFLATED = 8;

/** An open ZIP archive; who opened the file closes it. */
export interface ZipArchive {
  readonly zip: ZipFile;
  readonly read: (position: number, lengthBytes: number) => Buffer;
}

/** Opens an archive. Throws what yauzl throws when the bytes are none. */
export const openArchive = async (file: RegularFile, sizeBytes: number): Promise<ZipArchive> => {
  if (sizeBytes > WHOLE_ARCHIVE_BYTES) {
    const zip = await fromFdPromise(file.fd, { autoClose: false, decodeStrings: false });
    return { zip, read: (position, lengthBytes) => readBytes(file, position, lengthBytes) };
  }
  const bytes = readBytes(file, 0, sizeBytes);
  const zip = await fromBufferPromise(bytes, { decodeStrings: false });
  return { zip, read: (position, lengthBytes) => bytes.subarray(position, position + lengthBytes) };
};

/** Entry names as Word treats them: forward slashes, none in front. */
export const entryName = (entry: Entry): string =>
  entry.fileNameRaw.toString('utf8').replaceAll('\\', '/').replace(/^\/+/u, '');

const inflateSmall = async ({ zip, read }: ZipArchive, entry: Entry): Promise<Buffer> => {
  const { fileDataStart } = await zip.readLocalFileHeaderPromise(entry, { minimal: true });
  const raw = read(fileDataStart, entry.compressedSize);
  // More than is declared throws, as yauzl's streams do.
  return entry.compressionMethod === STORED
    ? raw
    : inflateRawSync(raw, { maxOutputLength: Math.max(1, entry.uncompressedSize) });
};

const isSmall = ({ compressedSize, uncompressedSize, compressionMethod }: Entry): boolean =>
  compressedSize <= SMALL_COMPRESSED_BYTES &&
  uncompressedSize <= SMALL_INFLATED_BYTES &&
  (compressionMethod === STORED || compressionMethod === DEFLATED);

/**
 * The bytes of one entry: 'too-large' when they are more than `limitBytes`, 'damaged' when the checksum differs. Throws
 * what yauzl and zlib throw for damaged bytes, and for an entry that inflates past its declared size.
 */
export const inflateEntry = async (
  archive: ZipArchive,
  entry: Entry,
  limitBytes: number,
): Promise<Buffer | 'too-large' | 'damaged'> => {
  if (isSmall(entry) && entry.uncompressedSize <= limitBytes) {
    const bytes = await inflateSmall(archive, entry);
    return crc32(bytes) === entry.crc32 ? bytes : 'damaged';
  }
  const chunks: Buffer[] = [];
  let lengthBytes = 0;
  let sum = 0;
  for await (const chunk of await archive.zip.openReadStreamPromise(entry)) {
    if (!Buffer.isBuffer(chunk)) continue;
    lengthBytes += chunk.length;
    if (lengthBytes > limitBytes) return 'too-large';
    sum = crc32(chunk, sum);
    chunks.push(chunk);
  }
  return sum === entry.crc32 ? Buffer.concat(chunks, lengthBytes) : 'damaged';
};
