import type { RegularFile } from '../../shared/open-regular-file.ts';
import type { Entry } from 'yauzl';
import { entryName, inflateEntry, openArchive, type ZipArchive } from '../../shared/zip-archive.ts';

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

/** XML may also be UTF-16 (XML 1.0, 4.3.3), which mammoth reads as UTF-8. */
const toUtf8 = (bytes: Buffer): Buffer => {
  const isLittle = bytes[0] === 0xff && bytes[1] === 0xfe;
  const isBig = bytes[0] === 0xfe && bytes[1] === 0xff;
  if (!isLittle && !isBig) return bytes;
  const text = new TextDecoder(isLittle ? 'utf-16le' : 'utf-16be').decode(bytes);
  return Buffer.from(text.replace(/^(<\?xml[^>]*?)\s+encoding=(?:"[^"]*"|'[^']*')/u, '$1'));
};

const readEntries = async (archive: ZipArchive, limitBytes: number): Promise<PackageResult> => {
  const entries = new Map<string, Entry>();
  let declaredBytes = 0;
  for await (const entry of archive.zip.eachEntry()) {
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
    const bytes = await inflateEntry(archive, entry, leftBytes);
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
export const readPackage = async (file: RegularFile, sizeBytes: number, limitBytes: number): Promise<PackageResult> => {
  try {
    return await readEntries(await openArchive(file, sizeBytes), limitBytes);
  } catch {
    // yauzl and zlib throw plain errors for whatever is wrong with the bytes.
    return { type: 'damaged' };
  }
};
