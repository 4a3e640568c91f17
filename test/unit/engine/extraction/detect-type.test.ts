import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { detectType } from '../../../../src-main/engine/extraction/detect-type.ts';
import { writePackage } from '../../../../src-main/engine/extraction/formats/docx/write-package.ts';
import { callAsAnotherUser, denyAccess, isWindows } from '../../../support/as-another-user.ts';
import { withFile } from './formats/collect.ts';
import { contentTypes, docxEntries, makeDocx, p } from './formats/docx/make-docx.ts';

const zip = (entries: Readonly<Record<string, string>>): Buffer =>
  writePackage(new Map(Object.entries(entries).map(([name, text]) => [name, Buffer.from(text)])));
const office = (type: string, name: string): Buffer =>
  zip({ '[Content_Types].xml': contentTypes(type, `/${name}`), [name]: '<a/>' });
const OOXML = 'application/vnd.openxmlformats-officedocument';

/** An OLE2 file of version 3 with these stream names, its directory chained over scattered sectors. */
const ole2 = (...streams: string[]): Buffer => {
  const names = ['Root Entry', ...streams];
  const directorySectors = Math.ceil(names.length / 4);
  // Sector 0 is the allocation table; the directory uses every other sector after it.
  const sectorOf = (index: number): number => 2 + index * 2;
  const file = Buffer.alloc(512 * (2 + sectorOf(directorySectors)));
  Buffer.from('d0cf11e0a1b11ae1', 'hex').copy(file);
  file.writeUInt16LE(3, 0x1a);
  file.writeUInt16LE(9, 0x1e);
  file.writeUInt32LE(sectorOf(0), 0x30);
  file.fill(0xff, 0x4c, 512);
  file.writeUInt32LE(0, 0x4c);
  file.fill(0xff, 512, 1024);
  for (let index = 0; index < directorySectors; index += 1) {
    const next = index + 1 < directorySectors ? sectorOf(index + 1) : 0xfffffffe;
    file.writeUInt32LE(next, 512 + sectorOf(index) * 4);
  }
  names.forEach((name, index) => {
    const at = 512 * (1 + sectorOf(Math.floor(index / 4))) + (index % 4) * 128;
    file.write(name, at, 'utf16le');
    file.writeUInt16LE((name.length + 1) * 2, at + 0x40);
  });
  return file;
};

const PDF = Buffer.from('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n', 'latin1');
const DOCX = makeDocx(p('Hello'));
const PNG = Buffer.from(
  '89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000a49444154789c63000100000500010d0a2db40000000049454e44ae426082',
  'hex',
);
const HTML = '<!DOCTYPE html>\n<html><head><title>404</title></head><body>Not found</body></html>';
const compressed = deflateSync(Buffer.from(Array.from({ length: 5000 }, (_, index) => (index * 7919) % 251)));
const encryptedDocx = ole2(
  'DataSpaces',
  'Version',
  'DataSpaceMap',
  'Primary',
  'Transform',
  'EncryptionInfo',
  'EncryptedPackage',
);

const detect = (filename: string, bytes: Uint8Array | string) => withFile(filename, bytes, detectType);

describe('files that are what they say', () => {
  it.each([
    ['a.pdf', PDF, 'pdf'],
    ['A.PDF', PDF, 'pdf'],
    ['junk.pdf', Buffer.concat([Buffer.alloc(1000, 'junk\u0000\u00ff', 'latin1'), PDF]), 'pdf'],
    ['bom.pdf', Buffer.concat([Buffer.from('\ufeff\r\n'), PDF]), 'pdf'],
    ['headless.pdf', Buffer.concat([Buffer.alloc(2000), PDF.subarray(9)]), 'pdf'],
    ['a.docx', DOCX, 'docx'],
    ['strict.docx', makeDocx(p('Hello'), [], { strict: true }), 'docx'],
    ['macros.docx', office('application/vnd.ms-word.document.macroEnabled.main+xml', 'word/document.xml'), 'docx'],
    ['template.docx', office(`${OOXML}.wordprocessingml.template.main+xml`, 'word/document.xml'), 'docx'],
    ['elsewhere.docx', office(`${OOXML}.wordprocessingml.document.main+xml`, 'word/document2.xml'), 'docx'],
    ['a.docm', DOCX, 'docx'],
    ['a.txt', 'Hello', 'text'],
    ['a.text', 'Hello', 'text'],
    ['space.txt', ' ', 'text'],
    ['latin.txt', Buffer.from('Grüße aus Köln', 'latin1'), 'text'],
    ['utf16.txt', Buffer.from('\ufeffHello', 'utf16le'), 'text'],
    ['bare16.txt', Buffer.from('Hello, this is UTF-16', 'utf16le'), 'text'],
    ['utf32.txt', Buffer.from('fffe00004100000042000000', 'hex'), 'text'],
    ['nul.log.txt', `${'a line of a log\n'.repeat(100)}\u0000`, 'text'],
    ['bitmap.txt', 'BM is how this text begins, as bitmaps do', 'text'],
    ['program.txt', 'MZ is how programs begin', 'text'],
    ['about-pdf.txt', 'A PDF begins with %PDF-1.7', 'text'],
    ['page.txt', HTML, 'text'],
    ['edge.txt', `${'x'.repeat(64 * 1024 - 1)}é`, 'text'],
    ['a.md', '# Hello', 'markdown'],
    ['a.MarkDown', '# Hello', 'markdown'],
  ])('%s', async (filename, bytes, kind) => {
    expect(await detect(filename, bytes)).toEqual({ ok: true, kind });
  });
});

describe('files that are something else', () => {
  it.each([
    [
      'a.docx',
      office(`${OOXML}.spreadsheetml.sheet.main+xml`, 'xl/workbook.xml'),
      'an Excel workbook (XLSX), not a Word document (DOCX).',
    ],
    [
      'a.docx',
      office(`${OOXML}.presentationml.presentation.main+xml`, 'ppt/presentation.xml'),
      'a PowerPoint presentation (PPTX), not a Word document (DOCX).',
    ],
    [
      'a.docx',
      zip({ mimetype: 'application/vnd.oasis.opendocument.text', 'content.xml': '<a/>' }),
      'an OpenDocument text (ODT), not a Word document (DOCX).',
    ],
    ['a.docx', zip({ 'a.txt': 'a' }), 'a ZIP archive, not a Word document (DOCX).'],
    ['a.docx', ole2('WordDocument', '1Table'), 'an old Word document (.doc), not a Word document (DOCX).'],
    ['a.docx', ole2('a', 'b', 'c', 'd', 'e', 'Workbook'), 'an old Excel workbook (.xls), not a Word document (DOCX).'],
    ['a.docx', 'Hello', 'a text file, not a Word document (DOCX).'],
    ['a.docx', '{\\rtf1 Hello}', 'a rich text document (RTF), not a Word document (DOCX).'],
    ['a.docx', PDF, 'a PDF document, not a Word document (DOCX).'],
    ['a.docx', HTML, 'an HTML page, not a Word document (DOCX).'],
    [
      'a.docx',
      '<?xml version="1.0"?>\n<?mso-application progid="Word.Document"?><w/>',
      'a Word document saved as XML, not a Word document (DOCX).',
    ],
    ['a.pdf', HTML, 'an HTML page, not a PDF document.'],
    ['a.pdf', 'Hello', 'a text file, not a PDF document.'],
    ['a.pdf', PNG, 'an image (PNG), not a PDF document.'],
    ['a.pdf', DOCX, 'a Word document (DOCX), not a PDF document.'],
    ['a.pdf', DOCX.subarray(0, 300), 'a damaged ZIP archive, not a PDF document.'],
    ['a.pdf', encryptedDocx, 'an Office document with a password, not a PDF document.'],
    ['a.txt', PDF, 'a PDF document, not a text file (TXT).'],
    ['a.txt', '%PDF-1.4 as ASCII', 'a PDF document, not a text file (TXT).'],
    ['a.txt', '{\\rtf1 Hello}', 'a rich text document (RTF), not a text file (TXT).'],
    ['a.txt', DOCX, 'a Word document (DOCX), not a text file (TXT).'],
    ['a.txt', PNG, 'an image (PNG), not a text file (TXT).'],
    ['a.txt', Buffer.from('01020300fffe00ff10', 'hex'), 'binary data, not a text file (TXT).'],
    ['a.txt', Buffer.alloc(1000), 'binary data, not a text file (TXT).'],
    ['a.md', compressed.subarray(2), 'binary data, not a Markdown file.'],
  ])('%s that is %#', async (filename, bytes, rest) => {
    expect(await detect(filename, bytes)).toEqual({ ok: false, code: 'TYPE_MISMATCH', message: `The file is ${rest}` });
  });
});

describe('files that cannot be loaded', () => {
  it.each([
    ['a.docx', encryptedDocx, 'DOCUMENT_ENCRYPTED', 'The document is protected by a password.'],
    ['a.docx', DOCX.subarray(0, DOCX.length - 30), 'DOCUMENT_CORRUPT', 'Failed to parse DOCX: File is corrupted'],
    ['a.docx', Buffer.alloc(100), 'DOCUMENT_CORRUPT', 'Failed to parse DOCX: File is corrupted'],
    ['a.pdf', Buffer.alloc(100), 'DOCUMENT_CORRUPT', 'Failed to parse PDF: File is corrupted'],
    ['a.pdf', '', 'FILE_EMPTY', 'The file is empty.'],
    [
      'a.doc',
      ole2('WordDocument'),
      'UNSUPPORTED_FORMAT',
      'The file is an old Word document (.doc), which cannot be loaded.',
    ],
    [
      'a.xlsx',
      office(`${OOXML}.spreadsheetml.sheet.main+xml`, 'xl/workbook.xml'),
      'UNSUPPORTED_FORMAT',
      'The file is an Excel workbook (XLSX), which cannot be loaded.',
    ],
    ['a.png', PNG, 'UNSUPPORTED_FORMAT', 'The file is an image (PNG), which cannot be loaded.'],
    ['a.html', HTML, 'UNSUPPORTED_FORMAT', 'HTML pages cannot be loaded.'],
    ['a.csv', 'a,b', 'UNSUPPORTED_FORMAT', 'Tables (CSV) cannot be loaded.'],
    ['a.xyz', 'text', 'UNSUPPORTED_FORMAT', 'Files with the extension .xyz cannot be loaded.'],
    ['README', 'text', 'UNSUPPORTED_FORMAT', 'Files without an extension cannot be loaded.'],
    [
      'a.bak',
      PDF,
      'UNSUPPORTED_FORMAT',
      'The file is a PDF document, but its name ends in .bak. Rename it to end in .pdf and load it again.',
    ],
    [
      'constructor.constructor',
      'text',
      'UNSUPPORTED_FORMAT',
      'Files with the extension .constructor cannot be loaded.',
    ],
  ])('%s: %s', async (filename, bytes, code, message) => {
    expect(await detect(filename, bytes)).toEqual({ ok: false, code, message });
  });

  it('a DOCX whose entries are encrypted', async () => {
    const bytes = writePackage(docxEntries(p('a')));
    for (
      let at = bytes.indexOf('PK\u0001\u0002', 0, 'latin1');
      at >= 0;
      at = bytes.indexOf('PK\u0001\u0002', at + 4, 'latin1')
    ) {
      bytes.writeUInt16LE(bytes.readUInt16LE(at + 8) | 1, at + 8);
      bytes.writeUInt16LE(8, at + 10);
    }
    expect(await detect('a.docx', bytes)).toMatchObject({ code: 'DOCUMENT_ENCRYPTED' });
  });

  it('an OLE2 file whose directory chain runs in a circle', async () => {
    const bytes = ole2('a', 'b', 'c', 'd', 'e');
    bytes.writeUInt32LE(2, 512 + 2 * 4);
    expect(await detect('a.docx', bytes)).toMatchObject({ code: 'TYPE_MISMATCH' });
  });
});

describe('paths that are no readable file', () => {
  it('a path that does not exist, also below a file', async () => {
    expect(await detectType('/nowhere/a.txt')).toMatchObject({ code: 'FILE_NOT_FOUND' });
    await withFile('a.txt', 'a', async (file) => {
      expect(await detectType(`${file}/b.txt`)).toMatchObject({ code: 'FILE_NOT_FOUND' });
    });
  });

  it('a folder', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'stevedore-detect-'));
    expect(await detectType(folder)).toMatchObject({ ok: false, code: 'FILE_NOT_REGULAR' });
    await rm(folder, { recursive: true });
  });

  it.skipIf(process.platform === 'win32')('a pipe that nobody writes to, without waiting', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'stevedore-detect-'));
    const pipe = path.join(folder, 'a.txt');
    execFileSync('mkfifo', [pipe]);
    expect(await detectType(pipe)).toMatchObject({ ok: false, code: 'FILE_NOT_REGULAR' });
    await rm(folder, { recursive: true });
  });

  it.skipIf(isWindows)(
    'a file without the right to read it (skipped on Windows, where no mode denies it)',
    async () => {
      await withFile('a.txt', 'a', async (file) => {
        denyAccess(file);
        const module = new URL('../../../../src-main/engine/extraction/detect-type.ts', import.meta.url);
        expect(callAsAnotherUser(module, 'detectType', file)).toMatchObject({ ok: false, code: 'FILE_ACCESS_DENIED' });
      });
    },
  );
});
