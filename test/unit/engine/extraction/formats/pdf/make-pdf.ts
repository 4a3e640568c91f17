import { once } from 'node:events';
import PDFDocument from 'pdfkit';

/** Draws a PDF with pdfkit and gives its bytes. */
export async function drawPdf(
  options: PDFKit.PDFDocumentOptions,
  draw: (document: PDFKit.PDFDocument) => void,
): Promise<Buffer> {
  const document = new PDFDocument({ size: 'A4', ...options });
  const chunks: Buffer[] = [];
  document.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = once(document, 'end');
  draw(document);
  document.end();
  await ended;
  return Buffer.concat(chunks);
}

/** Puts the objects of a PDF (number 1 is the catalog) into a file with a cross-reference table. */
export function assemblePdf(objects: readonly string[]): Buffer {
  let file = '%PDF-1.7\n';
  const offsets = objects.map((object, index) => {
    const offset = file.length;
    file += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const start = file.length;
  const entries = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${entries}`;
  file += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`;
  return Buffer.from(file, 'latin1');
}

const stream = (content: string): string => `<< /Length ${content.length} >>\nstream\n${content}\nendstream`;

/**
 * A page of Japanese in a font that is not embedded, so that it can only be read with pdf.js's predefined CMaps.
 * `hex` is the text in the encoding's own bytes.
 */
export function japanesePdf(encoding: string, hex: string): Buffer {
  return assemblePdf([
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 400] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    stream(`BT /F1 20 Tf 200 350 Td <${hex}> Tj ET`),
    `<< /Type /Font /Subtype /Type0 /BaseFont /HeiseiMin-W3 /Encoding /${encoding} /DescendantFonts [6 0 R] >>`,
    '<< /Type /Font /Subtype /CIDFontType0 /BaseFont /HeiseiMin-W3 /CIDSystemInfo << /Registry (Adobe) /Ordering (Japan1) /Supplement 2 >> /DW 1000 /FontDescriptor 7 0 R >>',
    '<< /Type /FontDescriptor /FontName /HeiseiMin-W3 /Flags 6 /FontBBox [-123 -257 1001 910] /ItalicAngle 0 /Ascent 709 /Descent -241 /CapHeight 709 /StemV 69 >>',
  ]);
}

/** A form with the given annotations (each a PDF dictionary's inside) on a page that says "Name:" at 50, 300. */
export function formPdf(annotations: readonly string[]): Buffer {
  const numbers = annotations.map((_, index) => `${index + 6} 0 R`).join(' ');
  return assemblePdf([
    `<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [${numbers}] >> >>`,
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 400] /Contents 4 0 R /Annots [${numbers}] /Resources << /Font << /F1 5 0 R >> >> >>`,
    stream('BT /F1 10 Tf 50 300 Td (Name:) Tj ET'),
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    ...annotations.map((inside) => `<< /Type /Annot ${inside} >>`),
  ]);
}

/** Pages of which the broken ones are nodes of the page tree that hold only themselves. */
export function brokenPagesPdf(pages: readonly ('good' | 'broken')[]): Buffer {
  const good =
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 400] /Contents 3 0 R /Resources << /Font << /F1 4 0 R >> >> >>';
  return assemblePdf([
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Kids [${pages.map((_, index) => `${index + 5} 0 R`).join(' ')}] /Count ${pages.length} >>`,
    stream('BT /F1 10 Tf 50 300 Td (A good page) Tj ET'),
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    ...pages.map((kind, index) =>
      kind === 'good' ? good : `<< /Type /Pages /Kids [${index + 5} 0 R] /Count 1 /Parent 2 0 R >>`,
    ),
  ]);
}
