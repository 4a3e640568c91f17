import type { DocumentKind } from '../../contract/extraction.ts';

/** How a message names each of our formats, with its article. */
export const KIND_NAMES: Readonly<Record<DocumentKind, string>> = {
  pdf: 'a PDF document',
  docx: 'a Word document (DOCX)',
  text: 'a text file (TXT)',
  markdown: 'a Markdown file',
};

const ARCHIVES = new Set([
  '7z',
  'rar',
  'gz',
  'bz2',
  'xz',
  'tar',
  'tar.gz',
  'zst',
  'lz',
  'lz4',
  'cab',
  'z',
  'arj',
  'lzh',
]);
const PROGRAMS = new Set(['exe', 'elf', 'macho', 'wasm', 'class', 'dex', 'deb', 'rpm', 'msi']);
const BY_EXTENSION: Readonly<Record<string, string>> = {
  ps: 'a PostScript document',
  eps: 'a PostScript drawing (EPS)',
  sqlite: 'a SQLite database',
  mobi: 'a Kindle book (MOBI)',
  chm: 'a help file (CHM)',
  djvu: 'a DjVu document',
  pst: 'an Outlook data file (PST)',
  lnk: 'a Windows shortcut',
  parquet: 'a Parquet file',
};

/** A name with its article for what the file-type library found. */
export const nameOfFileType = ({ ext, mime }: { readonly ext: string; readonly mime: string }): string => {
  const shown = ext.toUpperCase();
  const known = Object.hasOwn(BY_EXTENSION, ext) ? BY_EXTENSION[ext] : undefined;
  if (known !== undefined) return known;
  if (ARCHIVES.has(ext)) return `an archive (${shown})`;
  if (PROGRAMS.has(ext)) return `a program (${shown})`;
  if (mime.startsWith('image/')) return `an image (${shown})`;
  if (mime.startsWith('audio/')) return `a sound recording (${shown})`;
  if (mime.startsWith('video/')) return `a video (${shown})`;
  if (mime.startsWith('font/')) return `a font (${shown})`;
  return `a file of the type ${shown}`;
};

/** The name of a text that is more than plain text, by how it begins. */
export const nameOfText = (start: string): string => {
  if (/^\s*(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body)\b/iu.test(start)) {
    return 'an HTML page';
  }
  if (/^\s*<\?xml\b/u.test(start)) {
    return /progid="Word\.Document"|schemas\.microsoft\.com\/office\/2006\/xmlPackage/u.test(start)
      ? 'a Word document saved as XML'
      : 'an XML file';
  }
  return 'a text file';
};

/** Formats that people try to load, by extension: for files whose content says nothing. */
export const FOREIGN_EXTENSIONS: Readonly<Record<string, string>> = {
  '.doc': 'Old Word documents (.doc)',
  '.dot': 'Old Word templates (.dot)',
  '.rtf': 'Rich text documents (RTF)',
  '.odt': 'OpenDocument texts (ODT)',
  '.xls': 'Old Excel workbooks (.xls)',
  '.xlsx': 'Excel workbooks (XLSX)',
  '.xlsm': 'Excel workbooks (XLSM)',
  '.ods': 'OpenDocument spreadsheets (ODS)',
  '.csv': 'Tables (CSV)',
  '.tsv': 'Tables (TSV)',
  '.ppt': 'Old PowerPoint presentations (.ppt)',
  '.pptx': 'PowerPoint presentations (PPTX)',
  '.odp': 'OpenDocument presentations (ODP)',
  '.html': 'HTML pages',
  '.htm': 'HTML pages',
  '.xml': 'XML files',
  '.json': 'JSON files',
  '.epub': 'EPUB books',
  '.msg': 'Outlook messages (.msg)',
  '.eml': 'E-mail messages (.eml)',
  '.pages': 'Apple Pages documents',
  '.zip': 'ZIP archives',
};
