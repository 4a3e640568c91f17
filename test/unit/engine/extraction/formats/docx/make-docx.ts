import { deflateRawSync } from 'node:zlib';
import { writePackage } from '../../../../../../src-main/engine/extraction/formats/docx/write-package.ts';

const NAMESPACES = [
  'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"',
  'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"',
  'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"',
  'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"',
  'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"',
  'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"',
  'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"',
  'xmlns:v="urn:schemas-microsoft-com:vml"',
].join(' ');

const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';

export const WORD_MAIN = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml';

export const contentTypes = (mainType: string, mainName = '/word/document.xml'): string =>
  `<?xml version="1.0"?><Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="${mainName}" ContentType="${mainType}"/></Types>`;

const relationships = (entries: readonly (readonly [string, string])[], base = OFFICE): string =>
  `<?xml version="1.0"?><Relationships xmlns="${PACKAGE}/relationships">${entries
    .map(([type, target], index) => `<Relationship Id="rId${index + 1}" Type="${base}/${type}" Target="${target}"/>`)
    .join('')}</Relationships>`;

/** A part of the main document's folder; its relationship has the id rId1, rId2, … in the order of the list. */
export interface ExtraPart {
  readonly type: string;
  readonly name: string;
  /** The root element, without its namespaces: 'w:footnotes'. */
  readonly root: string;
  readonly content: string;
}

/** The entries of a small DOCX by hand. */
export const docxEntries = (
  body: string,
  extraParts: readonly ExtraPart[] = [],
  { strict = false }: { readonly strict?: boolean } = {},
): Map<string, Buffer> => {
  const base = strict ? 'http://purl.oclc.org/ooxml/officeDocument/relationships' : OFFICE;
  const namespaces = strict
    ? NAMESPACES.replace(
        'http://schemas.openxmlformats.org/wordprocessingml/2006/main',
        'http://purl.oclc.org/ooxml/wordprocessingml/main',
      )
    : NAMESPACES;
  const entries: [string, string][] = [
    ['[Content_Types].xml', contentTypes(WORD_MAIN)],
    ['_rels/.rels', relationships([['officeDocument', 'word/document.xml']], base)],
    [
      'word/_rels/document.xml.rels',
      relationships(
        extraParts.map(({ type, name }) => [type, name]),
        base,
      ),
    ],
    ['word/document.xml', `<?xml version="1.0"?><w:document ${namespaces}><w:body>${body}</w:body></w:document>`],
    ...extraParts.map(({ name, root, content }): [string, string] => [
      `word/${name}`,
      `<?xml version="1.0"?><${root} ${namespaces}>${content}</${root}>`,
    ]),
  ];
  return new Map(entries.map(([name, text]) => [name, Buffer.from(text)]));
};

export const makeDocx = (...args: Parameters<typeof docxEntries>): Buffer => writePackage(docxEntries(...args));

/** A paragraph with one run. */
export const p = (text: string, properties = ''): string =>
  `<w:p>${properties === '' ? '' : `<w:pPr>${properties}</w:pPr>`}<w:r><w:t xml:space="preserve">${text}</w:t></w:r></w:p>`;

/** A ZIP of one deflated entry that declares a size of its own choosing. */
export const lyingZip = (name: string, content: Buffer, declaredBytes: number): Buffer => {
  const deflated = deflateRawSync(content);
  const zip = writePackage(new Map([[name, deflated]]));
  const centralAt = zip.indexOf(Buffer.from('PK\u0001\u0002', 'latin1'));
  zip.writeUInt16LE(8, 8);
  zip.writeUInt32LE(declaredBytes, 22);
  zip.writeUInt16LE(8, centralAt + 10);
  zip.writeUInt32LE(declaredBytes, centralAt + 24);
  return zip;
};
