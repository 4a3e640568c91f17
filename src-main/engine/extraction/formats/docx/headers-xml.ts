import { attributeOf, relationshipsOf } from './package-relationships.ts';
import type { Parts } from './read-package.ts';

/** The bookmark behind which the headers and footers stand in the main part. */
export const HEADERS_BOOKMARK = 'stevedore-headers-and-footers';

/** Headers and footers are small; a larger one is not worth the search. */
const LONGEST_HEADER_BYTES = 1024 * 1024;
/** A paragraph with a page number and no more letters than this ("Page 2 of 10") says nothing about the document. */
const LONGEST_PAGE_LINE = 20;

const isOn = (xml: string, element: string): boolean => {
  const tag = new RegExp(String.raw`<w:${element}(?=[\s/>])[^>]*>`, 'u').exec(xml)?.[0];
  return tag !== undefined && !/w:val\s*=\s*["'](?:0|false|off)["']/u.test(tag);
};

const PARAGRAPH = /<w:p(?=[\s>])(?:(?!<w:p(?=[\s>]))[\s\S])*?<\/w:p>/gu;
const PAGE_FIELD =
  /<w:instrText[^>]*>\s*(?:PAGE|NUMPAGES|SECTIONPAGES)\b|w:instr\s*=\s*["']\s*(?:PAGE|NUMPAGES|SECTIONPAGES)\b/u;

const withoutPageLines = (xml: string): string =>
  xml.replace(PARAGRAPH, (paragraph) => {
    if (!PAGE_FIELD.test(paragraph)) return paragraph;
    const text = [...paragraph.matchAll(/<w:t(?=[\s>])[^>]*>([^<]*)</gu)].map(([, part]) => part).join('');
    return text.replace(/[^\p{L}]/gu, '').length <= LONGEST_PAGE_LINE ? '' : paragraph;
  });

/** Names of the parts that a section shows: 'first' ones only with a title page, 'even' ones only when pages differ. */
const shownParts = (parts: Parts, main: string, xml: string): string[] => {
  const hasTitlePage = isOn(xml, 'titlePg');
  const settings = relationshipsOf(parts, main).find(({ type }) => type === 'settings')?.target ?? '';
  const hasEvenPages = isOn(parts.get(settings)?.toString('utf8') ?? '', 'evenAndOddHeaders');
  const targets = new Map(relationshipsOf(parts, main).map(({ id, target }) => [id, target]));
  const names = [...xml.matchAll(/<w:(?:header|footer)Reference\s[^>]*>/gu)].flatMap(([tag]) => {
    const type = attributeOf(tag, 'w:type');
    if ((type === 'first' && !hasTitlePage) || (type === 'even' && !hasEvenPages)) return [];
    return [targets.get(attributeOf(tag, 'r:id') ?? '') ?? ''];
  });
  return [...new Set(names)].filter((name) => parts.has(name));
};

/**
 * The contents of the headers and footers that a document shows, each part once, as block elements that can stand in a
 * body; '' when there are none, or none written with the usual prefixes. Lines with little but a page number are gone.
 */
export const headersXml = (parts: Parts, main: string, mainXml: string): string =>
  shownParts(parts, main, mainXml)
    .map((name) => {
      const bytes = parts.get(name);
      if (bytes === undefined || bytes.length > LONGEST_HEADER_BYTES) return '';
      const match = /<w:(hdr|ftr)(\s[^>]*)?>([\s\S]*)<\/w:\1>/u.exec(bytes.toString('utf8'));
      // The wrapper carries the root's namespaces; mammoth reads the children of a smart tag.
      return match === null ? '' : `<w:smartTag${match[2] ?? ''}>${withoutPageLines(match[3] ?? '')}</w:smartTag>`;
    })
    .join('');
