import type { RegularFile } from './shared/open-regular-file.ts';
import type { Entry } from 'yauzl';
import { entryName, inflateEntry, openArchive, type ZipArchive } from './shared/zip-archive.ts';

export type ZipContent =
  | { readonly type: 'docx' }
  | { readonly type: 'encrypted' }
  | { readonly type: 'damaged' }
  | { readonly type: 'foreign'; readonly name: string };

const ENTRIES_LIMIT = 20_000;
const PART_LIMIT_BYTES = 1024 * 1024;

/** Main parts by a stretch of their content type (ECMA-376 part 1, 15.2; [MS-OFFMACRO2] 2.2 for the macro-enabled ones). */
const BY_CONTENT_TYPE: readonly (readonly [RegExp, string])[] = [
  [/spreadsheetml\.(?:sheet|template)|ms-excel\.(?:sheet|template|addin)/u, 'an Excel workbook (XLSX)'],
  [
    /presentationml\.(?:presentation|slideshow|template)|ms-powerpoint\.(?:presentation|slideshow|template|addin)/u,
    'a PowerPoint presentation (PPTX)',
  ],
  [/ms-visio\.(?:drawing|stencil|template)/u, 'a Visio drawing (VSDX)'],
];
const WORD_MAIN_PART =
  /wordprocessingml\.(?:document|template)\.main|ms-word\.(?:document|template)\.macroEnabled\w*\.main/u;

const BY_MIMETYPE: readonly (readonly [string, string])[] = [
  ['application/vnd.oasis.opendocument.text', 'an OpenDocument text (ODT)'],
  ['application/vnd.oasis.opendocument.spreadsheet', 'an OpenDocument spreadsheet (ODS)'],
  ['application/vnd.oasis.opendocument.presentation', 'an OpenDocument presentation (ODP)'],
  ['application/vnd.oasis.opendocument.graphics', 'an OpenDocument drawing (ODG)'],
  ['application/epub+zip', 'an EPUB book'],
];

const BY_ENTRY: readonly (readonly [string, string])[] = [
  ['xl/workbook.xml', 'an Excel workbook (XLSX)'],
  ['xl/workbook.bin', 'an Excel workbook (XLSB)'],
  ['ppt/presentation.xml', 'a PowerPoint presentation (PPTX)'],
  ['Index/Document.iwa', 'an Apple Pages, Numbers or Keynote document'],
  ['AndroidManifest.xml', 'an Android app (APK)'],
  ['META-INF/MANIFEST.MF', 'a Java archive (JAR)'],
];

/** The text of a small part; '' when it is missing, damaged or larger than any real one. */
const readSmall = async (archive: ZipArchive, entry: Entry | undefined): Promise<string> => {
  if (entry?.canDecodeFileData() !== true) return '';
  const bytes = await inflateEntry(archive, entry, PART_LIMIT_BYTES);
  return typeof bytes === 'string' ? '' : bytes.toString('utf8');
};

const nameByParts = async (archive: ZipArchive, entries: ReadonlyMap<string, Entry>): Promise<string | undefined> => {
  const contentTypes = await readSmall(archive, entries.get('[Content_Types].xml'));
  if (WORD_MAIN_PART.test(contentTypes)) return undefined;
  const byContentType = BY_CONTENT_TYPE.find(([pattern]) => pattern.test(contentTypes));
  if (byContentType !== undefined) return byContentType[1];
  const mimetype = (await readSmall(archive, entries.get('mimetype'))).trim();
  const byMimetype = BY_MIMETYPE.find(([start]) => mimetype.startsWith(start));
  if (byMimetype !== undefined) return byMimetype[1];
  const byEntry = BY_ENTRY.find(([name]) => entries.has(name));
  return byEntry?.[1] ?? (entries.has('word/document.xml') ? undefined : 'a ZIP archive');
};

/**
 * Tells what a ZIP file is by its central directory and its list of content types.
 *
 * 'docx' is any WordprocessingML main part: with macros, a template and Strict too, which the reader all takes.
 */
export const detectZip = async (file: RegularFile, sizeBytes: number): Promise<ZipContent> => {
  try {
    const archive = await openArchive(file, sizeBytes);
    const entries = new Map<string, Entry>();
    for await (const entry of archive.zip.eachEntry()) {
      entries.set(entryName(entry), entry);
      if (entries.size >= ENTRIES_LIMIT) break;
    }
    if (entries.size === 0) return { type: 'foreign', name: 'an empty ZIP archive' };
    const contentTypes = entries.get('[Content_Types].xml');
    if (contentTypes?.isEncrypted() === true || entries.get('word/document.xml')?.isEncrypted() === true) {
      return { type: 'encrypted' };
    }
    const name = await nameByParts(archive, entries);
    return name === undefined ? { type: 'docx' } : { type: 'foreign', name };
  } catch {
    // yauzl and zlib throw for whatever does not fit; a real error of the disk would have shown when the head was read.
    return { type: 'damaged' };
  }
};
