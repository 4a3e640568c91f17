import { describe, expect, it } from 'vitest';
import { inspectFile } from '../../../../src-main/engine/extraction/inspect-file.ts';
import { withFile } from './formats/collect.ts';
import { makeDocx, p } from './formats/docx/make-docx.ts';
import { assemblePdf, drawPdf } from './formats/pdf/make-pdf.ts';

const REMARK = 'The PDF is encrypted; whether it opens without a password shows when it is read.';
const inspect = async (filename: string, bytes: Uint8Array | string) => withFile(filename, bytes, inspectFile);
const withEntry = (entry: string): Buffer =>
  Buffer.from(assemblePdf(['<< /Type /Catalog >>']).toString('latin1').replace('/Root', `${entry} /Root`), 'latin1');

/** A PDF whose newest trailer is the dictionary of a cross-reference stream. */
const streamPdf = (entry: string, dataBytes = 100): Buffer => {
  const head = '%PDF-1.7\n';
  const stream = `1 0 obj\n<< /Type /XRef /DecodeParms << /Columns 5 >> ${entry} /Size 2 >>\nstream\n${'x'.repeat(dataBytes)}\nendstream\nendobj\n`;
  return Buffer.from(`${head}${stream}startxref\n${head.length}\n%%EOF\n`);
};

/** A PDF with a cross-reference table of so many entries, below so many bytes. */
const tablePdf = (entries: number, entry: string, bodyBytes = 0): Buffer => {
  const head = `%PDF-1.7\n${'%'.repeat(bodyBytes)}\n`;
  const table = `xref\n0 ${entries}\n${'0000000000 65535 f \n'.repeat(entries)}`;
  return Buffer.from(`${head}${table}trailer\n<< /Size ${entries} ${entry} >>\nstartxref\n${head.length}\n%%EOF\n`);
};

describe('inspectFile', () => {
  it.each([
    ['a.txt', 'Hello', 'text'],
    ['a.md', '# Hello', 'markdown'],
    ['a.docx', makeDocx(p('Hello')), 'docx'],
    ['a.pdf', assemblePdf(['<< /Type /Catalog >>']), 'pdf'],
  ])('tells the kind of %s, which is not encrypted', async (filename, bytes, kind) => {
    expect(await inspect(filename, bytes)).toEqual({ kind, encrypted: 'no', warnings: [] });
  });

  it.each([
    ['a.txt', '', 'FILE_EMPTY'],
    ['a.xyz', 'text', 'UNSUPPORTED_FORMAT'],
    ['a.pdf', 'text', 'TYPE_MISMATCH'],
    ['a.docx', makeDocx(p('Hello')).subarray(0, 300), 'DOCUMENT_CORRUPT'],
  ])('tells why %s cannot be read: %#', async (filename, bytes, code) => {
    expect(await inspect(filename, bytes)).toMatchObject({ failure: { code }, encrypted: 'unknown' });
    expect(await inspect(filename, bytes)).not.toHaveProperty('kind');
  });

  it('tells that a DOCX of encrypted entries is encrypted', async () => {
    const bytes = makeDocx(p('a'));
    const next = (from: number): number => bytes.indexOf('PK\u0001\u0002', from, 'latin1');
    for (let at = next(0); at >= 0; at = next(at + 4)) {
      bytes.writeUInt16LE(bytes.readUInt16LE(at + 8) | 1, at + 8);
      bytes.writeUInt16LE(8, at + 10);
    }
    expect(await inspect('a.docx', bytes)).toMatchObject({ failure: { code: 'DOCUMENT_ENCRYPTED' }, encrypted: 'yes' });
  });

  it.each([
    ['made by a library, with a password', drawPdf({ userPassword: 'secret' }, (pdf) => void pdf.text('Hello'))],
    ['with a password of the owner only', drawPdf({ ownerPassword: 'secret' }, (pdf) => void pdf.text('Hello'))],
    ['with a reference', withEntry('/Encrypt 2 0 R')],
    ['with the dictionary itself', withEntry('/Encrypt<</Filter/Standard>>')],
    ['with a cross-reference stream', streamPdf('/Encrypt 2 0 R')],
    ['with a stream longer than the end that is read', streamPdf('/Encrypt 2 0 R', 100_000)],
    ['with a table longer than the end that is read', tablePdf(2000, '/Encrypt 2 0 R', 50_000)],
  ])('does not say more of an encrypted PDF than it can: %s', async (_, bytes) => {
    expect(await inspect('a.pdf', await bytes)).toEqual({ kind: 'pdf', encrypted: 'unknown', warnings: [REMARK] });
  });

  it.each([
    ['made by a library', drawPdf({}, (pdf) => void pdf.text('Hello'))],
    ['another name', withEntry('/EncryptMetadata true')],
    ['null is no entry', withEntry('/Encrypt null')],
    ['a stream', streamPdf('')],
    ['a long stream', streamPdf('', 100_000)],
    ['a long table', tablePdf(2000, '', 50_000)],
  ])('tells that a PDF is not encrypted: %s', async (_, bytes) => {
    expect(await inspect('a.pdf', await bytes)).toEqual({ kind: 'pdf', encrypted: 'no', warnings: [] });
  });

  it.each([
    ['no trailer', Buffer.from('%PDF-1.7\n1 0 obj\n<< /Encrypt 2 0 R >>\nendobj\n')],
    ['a table of more than 64 KB', tablePdf(5000, '/Encrypt 2 0 R')],
    ['a pointer to nowhere', Buffer.from('%PDF-1.7\ntrailer << /Encrypt 2 0 R >>\nstartxref\n99999\n%%EOF')],
    ['a pointer to something else', Buffer.from('%PDF-1.7\ntrailer << /Encrypt 2 0 R >>\nstartxref\n2\n%%EOF')],
  ])('does not guess without a trailer in reach: %s', async (_, bytes) => {
    expect(await inspect('a.pdf', bytes)).toEqual({ kind: 'pdf', encrypted: 'unknown', warnings: [] });
  });
});
