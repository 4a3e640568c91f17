import type { FileHandle } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { type Entry, fromFdPromise, type ZipFile } from 'yauzl';
import { entryName } from '../../shared/zip-entry-name.ts';

/** The parts of a DOCX that its text needs, by their names without a leading slash. */
export type Parts = Map<string, Buffer>;

export type PackageResult =
  | { readonly type: 'read'; readonly parts: Parts; readonly names: readonly string[] }
  /** `sizeBytes` is what the archive declares, or the limit when it lies and the true size is not known. */
  | { readonly type: 'too-large'; readonly sizeBytes: number }
  | { readonly type: 'encrypted' }
  | { readonly type: 'damaged' };

const ENTRIES_LIMIT = 100_000;
/** Pictures, embedded files, themes and the like hold no text of the document, and some of them are huge. */
const NEEDED = /\.(?:xml|rels)$/iu;
const NOT_NEEDED =
  /(?:^|\/)(?:customXml|docProps|theme|media|embeddings|charts|diagrams|glossary|activeX|ink|printerSettings)\/|(?:fontTable|webSettings|stylesWithEffects|vbaData)\.xml/iu;

const isNeeded = (name: string): boolean => NEEDED.test(name) && !NOT_NEEDED.test(name);

/** The bytes of one entry, or undefined when they are damaged or more than `limitBytes`. */
const inflate = async (zip: ZipFile, entry: Entry, limitBytes: number): Promise<Buffer | 'too-large' | 'damaged'> => {
  const chunks: Buffer[] = [];
  let lengthBytes = 0;
  let sum = 0;
  for await (const chunk of await zip.openReadStreamPromise(entry)) {
    if (!Buffer.isBuffer(chunk)) continue;
    lengthBytes += chunk.length;
    if (lengthBytes > limitBytes) return 'too-large';
    sum = crc32(chunk, sum);
    chunks.push(chunk);
  }
  return sum === entry.crc32 ? Buffer.concat(chunks, lengthBytes) : 'damaged';
};

/** XML may also be UTF-16 (XML 1.0, 4.3.3), which mammoth reads as UTF-8. */
const toUtf8 = (bytes: Buffer): Buffer => {
  const isLittle = bytes[0] === 0xff && bytes[1] === 0xfe;
  const isBig = bytes[0] === 0xfe && bytes[1] === 0xff;
  if (!isLittle && !isBig) return bytes;
  const text = new TextDecoder(isLittle ? 'utf-16le' : 'utf-16be').decode(bytes);
  return Buffer.from(text.replace(/^(<\?xml[^>]*?)\s+encoding=(?:"[^"]*"|'[^']*')/u, '$1'));
};

const readEntries = async (zip: ZipFile, limitBytes: number): Promise<PackageResult> => {
  const entries = new Map<string, Entry>();
  let declaredBytes = 0;
  for await (const entry of zip.eachEntry()) {
    declaredBytes += entry.uncompressedSize;
    entries.set(entryName(entry), entry);
    if (entries.size > ENTRIES_LIMIT) return { type: 'damaged' };
  }
  if (declaredBytes > limitBytes) return { type: 'too-large', sizeBytes: declaredBytes };
  const parts: Parts = new Map();
  let leftBytes = limitBytes;
  for (const [name, entry] of entries) {
    if (!isNeeded(name)) continue;
    if (entry.isEncrypted()) return { type: 'encrypted' };
    const bytes = await inflate(zip, entry, leftBytes);
    if (bytes === 'too-large') return { type: 'too-large', sizeBytes: limitBytes };
    if (bytes === 'damaged') return { type: 'damaged' };
    leftBytes -= bytes.length;
    parts.set(name, toUtf8(bytes));
  }
  return { type: 'read', parts, names: [...entries.keys()] };
};

/**
 * Reads the XML parts of a DOCX; pictures and embedded files are never inflated.
 *
 * Nothing is inflated when the sizes that the central directory declares add up to more than `limitBytes`, and an entry
 * that inflates past its declared size (yauzl) or past the limit ends the reading. Checksums are compared.
 */
export const readPackage = async (handle: FileHandle, limitBytes: number): Promise<PackageResult> => {
  try {
    const zip = await fromFdPromise(handle.fd, { autoClose: false, decodeStrings: false });
    return await readEntries(zip, limitBytes);
  } catch {
    // yauzl and zlib throw plain errors for whatever is wrong with the bytes.
    return { type: 'damaged' };
  }
};
