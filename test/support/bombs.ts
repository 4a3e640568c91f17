import { constants, crc32, deflateRawSync, deflateSync } from 'node:zlib';

const UNIT_BYTES = 8 * 1024 ** 2;
const ADLER_MODULUS = 65_521;
/** An empty last block (RFC 1951, 3.2.3). */
const LAST_BLOCK = Buffer.from([3, 0]);

interface Deflated {
  /** Without the header and the checksum of zlib. */
  readonly bytes: Buffer;
  readonly crc: number;
  readonly adler: number;
  readonly sizeBytes: number;
}

const EMPTY: Deflated = { bytes: Buffer.alloc(0), crc: 0, adler: 1, sizeBytes: 0 };

/** The checksum of two stretches from those of each (RFC 1950, 8.2). */
const joinAdler = (first: number, second: number, secondBytes: number): number => {
  const low = ((first & 0xffff) + (second & 0xffff) - 1 + ADLER_MODULUS) % ADLER_MODULUS;
  const ahead = ((secondBytes % ADLER_MODULUS) * ((first & 0xffff) - 1)) % ADLER_MODULUS;
  const high = ((first >>> 16) + (second >>> 16) + ahead + ADLER_MODULUS) % ADLER_MODULUS;
  return high * 65_536 + low;
};

/** Appends a text so and so often. What ends with a full flush can be repeated as it is, without deflating it again. */
const append = (before: Deflated, text: string, times = 1): Deflated => {
  const plain = Buffer.from(text);
  const deflated = deflateRawSync(plain, { level: 9, finishFlush: constants.Z_FULL_FLUSH });
  const plainAdler = deflateSync(plain, { level: 1 }).subarray(-4).readUInt32BE();
  let { crc, adler } = before;
  for (let time = 0; time < times; time += 1) {
    crc = crc32(plain, crc);
    adler = joinAdler(adler, plainAdler, plain.length);
  }
  const bytes = Buffer.concat([before.bytes, ...Array.from({ length: times }, () => deflated)]);
  return { bytes, crc, adler, sizeBytes: before.sizeBytes + times * plain.length };
};

/** `head`, then a pattern until it is at least `sizeBytes` long, then `tail`; never held whole. */
const deflateLong = (head: string, pattern: string, tail: string, sizeBytes: number): Deflated => {
  const unit = pattern.repeat(Math.ceil(Math.min(UNIT_BYTES, sizeBytes) / Math.max(1, pattern.length)));
  const filled = append(append(EMPTY, head), unit, Math.ceil(sizeBytes / Math.max(1, unit.length)));
  const { bytes, ...sums } = append(filled, tail);
  return { bytes: Buffer.concat([bytes, LAST_BLOCK]), ...sums };
};

const withZlibHeader = ({ bytes, adler }: Deflated): Buffer => {
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(adler);
  return Buffer.concat([Buffer.from([0x78, 0xda]), bytes, checksum]);
};

const numbers = (...fields: (readonly [value: number, bytes: 2 | 4])[]): Buffer =>
  Buffer.concat(
    fields.map(([value, bytes]) => {
      const field = Buffer.alloc(bytes);
      field.writeUIntLE(value, 0, bytes);
      return field;
    }),
  );

/** A ZIP archive of deflated entries (APPNOTE.TXT 4.3.7, 4.3.12, 4.3.16) with the sizes that they are to declare. */
const zip = (entries: readonly (Deflated & { readonly name: string; readonly declaredBytes: number })[]): Buffer => {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, bytes, crc, declaredBytes } of entries) {
    const common = numbers([20, 2], [0, 2], [8, 2], [0, 4], [crc, 4], [bytes.length, 4], [declaredBytes, 4]);
    const local = Buffer.concat([numbers([0x04034b50, 4]), common, numbers([name.length, 2], [0, 2])]);
    const central = numbers([name.length, 2], [0, 2], [0, 2], [0, 2], [0, 2], [0, 4], [offset, 4]);
    files.push(local, Buffer.from(name), bytes);
    directory.push(numbers([0x02014b50, 4], [20, 2]), common, central, Buffer.from(name));
    offset += local.length + name.length + bytes.length;
  }
  const index = Buffer.concat(directory);
  const { length } = entries;
  const end = numbers([0x06054b50, 4], [0, 4], [length, 2], [length, 2], [index.length, 4], [offset, 4], [0, 2]);
  return Buffer.concat([...files, index, end]);
};

const CONTENT_TYPES =
  '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>';
const RELATIONSHIPS =
  '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>';
const DOCUMENT_HEAD =
  '<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>';
const DOCUMENT_TAIL = '</w:body></w:document>';

export interface DocxBomb {
  /** What word/document.xml inflates to. */
  readonly sizeBytes: number;
  /** Repeated as the body of the document. */
  readonly pattern: string;
  /** The inflated size that the archive declares; the true one when absent. */
  readonly declaredBytes?: number;
}

/** A DOCX whose document part inflates to this size. */
export const docxBomb = ({ sizeBytes, pattern, declaredBytes }: DocxBomb): Buffer => {
  const types = deflateLong(CONTENT_TYPES, '', '', 0);
  const relationships = deflateLong(RELATIONSHIPS, '', '', 0);
  const document = deflateLong(DOCUMENT_HEAD, pattern, DOCUMENT_TAIL, sizeBytes);
  return zip([
    { name: '[Content_Types].xml', declaredBytes: types.sizeBytes, ...types },
    { name: '_rels/.rels', declaredBytes: relationships.sizeBytes, ...relationships },
    { name: 'word/document.xml', declaredBytes: declaredBytes ?? document.sizeBytes, ...document },
  ]);
};

export interface PdfBomb {
  readonly sizeBytes: number;
  readonly head?: string;
  readonly pattern: string;
  readonly tail?: string;
  /** How many Flate filters one after the other. */
  readonly filters: number;
  /** Where the bomb is: what the page shows, or the stream that holds the objects of the file. */
  readonly place: 'content' | 'objects';
}

const flate = ({ sizeBytes, head = '', pattern, tail = '', filters }: PdfBomb): Buffer => {
  let bytes = withZlibHeader(deflateLong(head, pattern, tail, sizeBytes));
  for (let filter = 1; filter < filters; filter += 1) bytes = deflateSync(bytes, { level: 9 });
  return bytes;
};

const OBJECT_STREAM = 4;

/** An entry of a cross-reference stream (ISO 32000-1, 7.5.8): kind, place, index within an object stream. */
const reference = (kind: 0 | 1 | 2, place: number, index = 0): Buffer => {
  const entry = Buffer.alloc(7);
  entry.writeUInt8(kind);
  entry.writeUInt32BE(place, 1);
  entry.writeUInt16BE(index, 5);
  return entry;
};

/** A PDF of one page with a stream that inflates to this size. As `objects` it holds the tree of pages, object 2. */
export const pdfBomb = (bomb: PdfBomb): Buffer => {
  const isObjects = bomb.place === 'objects';
  const stream = (dictionary: string, bytes: Buffer): Buffer =>
    Buffer.concat([
      Buffer.from(`<< ${dictionary} /Length ${bytes.length} >> stream\n`),
      bytes,
      Buffer.from('\nendstream'),
    ]);
  const filter = `/Filter [${'/FlateDecode '.repeat(bomb.filters)}]`;
  const objects: readonly (Buffer | undefined)[] = [
    Buffer.from('<< /Type /Catalog /Pages 2 0 R >>'),
    isObjects ? undefined : Buffer.from('<< /Type /Pages /Kids [3 0 R] /Count 1 >>'),
    Buffer.from(
      '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>',
    ),
    stream(`${isObjects ? '/Type /ObjStm /N 1 /First 4 ' : ''}${filter}`, flate(bomb)),
    Buffer.from('<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>'),
  ];
  const parts: Buffer[] = [Buffer.from('%PDF-1.7\n')];
  let offset = parts[0]?.length ?? 0;
  const references = [reference(0, 0)];
  const write = (number: number, body: Buffer): void => {
    references[number] = reference(1, offset);
    const part = Buffer.concat([Buffer.from(`${number} 0 obj\n`), body, Buffer.from('\nendobj\n')]);
    parts.push(part);
    offset += part.length;
  };
  objects.forEach((body, index) => {
    if (body === undefined) references[index + 1] = reference(2, OBJECT_STREAM);
    else write(index + 1, body);
  });
  const start = offset;
  references.push(reference(1, start));
  const table = Buffer.concat(references);
  write(6, stream('/Type /XRef /Size 7 /W [1 4 2] /Root 1 0 R', table));
  return Buffer.concat([...parts, Buffer.from(`startxref\n${start}\n%%EOF\n`)]);
};
