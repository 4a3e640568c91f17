import { HEADERS_BOOKMARK, headersXml } from './headers-xml.ts';
import { type DocumentTree, readDocumentTree } from './document-tree.ts';
import { mainPartOf, relationshipsOf } from './package-relationships.ts';
import type { Parts } from './read-package.ts';
import { rewriteXml } from './rewrite-xml.ts';
import { selectNotes } from './select-notes.ts';
import { sliceBody } from './slice-body.ts';
import { slimStyles } from './slim-styles.ts';
import { writePackage } from './write-package.ts';

/** About 1 s of mammoth's time. */
const SLICE_CHARACTERS = 2 * 1024 * 1024;
const NOTE_TYPES = new Set(['footnotes', 'endnotes']);

/** Strict OOXML has its own addresses of relationship types, by which mammoth does not find the parts. */
const transitionalRelationships = (xml: string): string =>
  xml.replaceAll(
    'http://purl.oclc.org/ooxml/officeDocument/relationships/',
    'http://schemas.openxmlformats.org/officeDocument/2006/relationships/',
  );

const insertBeforeBodyEnd = (xml: string, insertion: string): string => {
  const end = xml.lastIndexOf('</w:body>');
  return end < 0 ? xml : xml.slice(0, end) + insertion + xml.slice(end);
};

const isReadByMammoth = (name: string): boolean => !/(?:^|\/)(?:header|footer)\d*\.xml$/u.test(name);

/**
 * Reads the parts of a DOCX as mammoth's document, a stretch of the body at a time. The headers and footers stand at
 * the end of the last, behind a bookmark; when they cannot be read, the body is read without them. Throws what mammoth
 * throws for a bad file.
 */
export async function* readTrees(parts: Parts): AsyncGenerator<DocumentTree, void, undefined> {
  const main = mainPartOf(parts);
  const mainXml = parts.get(main)?.toString('utf8');
  if (mainXml === undefined) throw new Error('no main part');
  const typeOf = new Map(relationshipsOf(parts, main).map(({ type, target }) => [target, type]));
  const notes = new Map<string, string>();
  const fixed = new Map<string, Buffer>();
  for (const [name, bytes] of parts) {
    const type = typeOf.get(name) ?? '';
    if (name === main || !isReadByMammoth(name)) continue;
    if (name.endsWith('.rels')) fixed.set(name, Buffer.from(transitionalRelationships(bytes.toString('utf8'))));
    else if (type === 'styles') fixed.set(name, Buffer.from(slimStyles(bytes.toString('utf8'))));
    else if (NOTE_TYPES.has(type)) notes.set(name, rewriteXml(bytes.toString('utf8')));
    else fixed.set(name, bytes);
  }

  const read = (xml: string): Promise<DocumentTree> => {
    const slice = new Map(fixed).set(main, Buffer.from(rewriteXml(xml)));
    for (const [name, notesXml] of notes) slice.set(name, Buffer.from(selectNotes(notesXml, xml)));
    return readDocumentTree(writePackage(slice));
  };

  let held: string | undefined;
  for (const xml of sliceBody(mainXml, SLICE_CHARACTERS)) {
    if (held !== undefined) yield await read(held);
    held = xml;
  }
  if (held === undefined) return;
  const last = held;
  const headers = headersXml(parts, main, mainXml);
  if (headers === '') {
    yield await read(last);
    return;
  }
  const bookmark = `<w:p><w:bookmarkStart w:id="0" w:name="${HEADERS_BOOKMARK}"/></w:p>`;
  yield await read(insertBeforeBodyEnd(last, bookmark + headers)).catch(() => read(last));
}
