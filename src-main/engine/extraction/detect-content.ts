import type { RegularFile } from './shared/open-regular-file.ts';
import { nameOfFileType, nameOfText } from './detect-names.ts';
import { detectOle2, OLE2_MAGIC } from './detect-ole2.ts';
import { detectZip } from './detect-zip.ts';
import { sniffEncoding } from './formats/text/sniff-encoding.ts';

/** What the bytes of a file are, whatever its extension says. `name` comes with its article. */
export type DetectedContent =
  | { readonly type: 'pdf' }
  | { readonly type: 'docx' }
  | { readonly type: 'text'; readonly name: string; readonly hasPdfHeader: boolean }
  | { readonly type: 'encrypted-office' }
  | { readonly type: 'damaged-zip' }
  | { readonly type: 'foreign'; readonly name: string }
  | { readonly type: 'unknown'; readonly looksLikePdfBody: boolean };

/** ISO 32000-1 annex H, note 13: readers take a header anywhere within the first 1024 bytes. */
const PDF_HEADER_WITHIN_BYTES = 1024;

const hasZipMagic = (head: Buffer): boolean => {
  const magic = head.toString('latin1', 0, 4);
  return magic === 'PK\u0003\u0004' || magic === 'PK\u0005\u0006';
};

const startOfText = (head: Buffer, encoding: string): string => {
  const start = head.subarray(0, 4096);
  return encoding === 'utf-16le' || encoding === 'utf-16be'
    ? new TextDecoder(encoding).decode(start)
    : start.toString('latin1').replace(/^\u00ef\u00bb\u00bf/u, '');
};

/** Tells what a file is by its head (at most 64 KB) and, for containers, by their directory. */
export const detectContent = async (file: RegularFile, sizeBytes: number, head: Buffer): Promise<DetectedContent> => {
  const start = head.toString('latin1', 0, PDF_HEADER_WITHIN_BYTES + 5);
  if (/^(?:\u00ef\u00bb\u00bf)?\s*%PDF-/u.test(start)) return { type: 'pdf' };
  if (hasZipMagic(head)) {
    const content = await detectZip(file, sizeBytes);
    if (content.type === 'encrypted') return { type: 'encrypted-office' };
    return content.type === 'damaged' ? { type: 'damaged-zip' } : content;
  }
  if (head.subarray(0, OLE2_MAGIC.length).equals(OLE2_MAGIC)) {
    const content = detectOle2(file);
    return content.type === 'encrypted' ? { type: 'encrypted-office' } : content;
  }
  if (start.startsWith('{\\rtf')) return { type: 'foreign', name: 'a rich text document (RTF)' };
  if (start.startsWith('%!PS')) return { type: 'foreign', name: 'a PostScript document' };

  const hasPdfHeader = start.includes('%PDF-');
  // Text before the library's magic numbers: to those, a text that begins with "BM" or "MZ" is an image or a program.
  const encoding = sniffEncoding(head);
  if (encoding !== undefined) {
    return { type: 'text', name: nameOfText(startOfText(head, encoding.encoding)), hasPdfHeader };
  }
  if (hasPdfHeader) return { type: 'pdf' };
  const { fileTypeFromBuffer } = await import('file-type');
  const found = await fileTypeFromBuffer(head);
  if (found !== undefined) return { type: 'foreign', name: nameOfFileType(found) };
  return { type: 'unknown', looksLikePdfBody: /\b\d+ \d+ obj\b/u.test(head.toString('latin1')) };
};
