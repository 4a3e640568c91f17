import { detectType } from './detect-type.ts';
import type { Inspection } from './protocol.ts';
import { failureOfSystemError, openRegularFile, readBytes, type RegularFile } from './shared/open-regular-file.ts';

/** Together 64 KB: the end of the file, and the place that it points to when that lies further up. */
const TAIL_BYTES = 32 * 1024;
const SECTION_BYTES = 32 * 1024;

const ENCRYPTED_PDF = 'The PDF is encrypted; whether it opens without a password shows when it is read.';

/**
 * The dictionary that ends a cross-reference table or heads a cross-reference stream (ISO 32000-1, 7.5.5 and 7.5.8),
 * or undefined when the bytes hold neither whole.
 */
const trailerDictionary = (section: string): string | undefined => {
  if (/^\s*xref\b/u.test(section)) {
    const start = section.indexOf('trailer');
    if (start < 0) return undefined;
    const end = section.indexOf('startxref', start);
    return end < 0 ? undefined : section.slice(start, end);
  }
  return /^\s*\d+\s+\d+\s+obj\b(?<dictionary>[\s\S]*?>>)\s*stream\r?\n/u.exec(section)?.groups?.['dictionary'];
};

/** `/EncryptMetadata` is another name, and null stands for no entry (ISO 32000-1, 7.3.9). */
const ENCRYPT_ENTRY = /\/Encrypt(?![^\s()<>[\]{}/%])(?!\s*null\b)/u;

/** Whether the newest trailer names an encryption dictionary; undefined when it cannot be told within 64 KB. */
const hasEncryptEntry = (file: RegularFile): boolean | undefined => {
  const tailStart = Math.max(0, file.sizeBytes - TAIL_BYTES);
  const tail = readBytes(file, tailStart, Math.min(TAIL_BYTES, file.sizeBytes)).toString('latin1');
  const pointer = [...tail.matchAll(/startxref\s+(?<offset>\d{1,15})/gu)].at(-1)?.groups?.['offset'];
  if (pointer === undefined) return undefined;
  const offset = Number(pointer);
  if (offset >= file.sizeBytes) return undefined;
  const aboveBytes = Math.min(SECTION_BYTES, Math.max(0, tailStart - offset));
  const above = readBytes(file, offset, aboveBytes).toString('latin1');
  // What is read of the section joins the end of the file when it reaches it: a long table closes there.
  const isWhole = offset + aboveBytes >= tailStart;
  const dictionary = trailerDictionary(isWhole ? above + tail.slice(Math.max(0, offset - tailStart)) : above);
  return dictionary === undefined ? undefined : ENCRYPT_ENTRY.test(dictionary);
};

const inspectPdf = (path: string): Pick<Inspection, 'encrypted' | 'warnings'> => {
  const opened = openRegularFile(path);
  if (!opened.ok) return { encrypted: 'unknown', warnings: [] };
  try {
    const hasEntry = hasEncryptEntry(opened.file);
    // With the entry a PDF may still open with the empty password, as most with only an owner's password do.
    if (hasEntry === true) return { encrypted: 'unknown', warnings: [ENCRYPTED_PDF] };
    return { encrypted: hasEntry === false ? 'no' : 'unknown', warnings: [] };
  } catch (error) {
    failureOfSystemError(error);
    return { encrypted: 'unknown', warnings: [] };
  } finally {
    opened.file.close();
  }
};

/**
 * Looks at one file without reading it: its kind or why it has none (the codes of `detectType`), and whether it is
 * encrypted. For a PDF that reads at most 64 KB more, of its end and of its newest cross-reference section, and never
 * says `yes`. Runs in the extractor. Only bugs throw.
 */
export const inspectFile = async (path: string): Promise<Inspection> => {
  const detected = await detectType(path);
  if (!detected.ok) {
    const { code, message } = detected;
    const encrypted = code === 'DOCUMENT_ENCRYPTED' ? 'yes' : 'unknown';
    return { failure: { code, message }, encrypted, warnings: [] };
  }
  const { kind } = detected;
  return kind === 'pdf' ? { kind, ...inspectPdf(path) } : { kind, encrypted: 'no', warnings: [] };
};
