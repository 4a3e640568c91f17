import { describe, expect, it } from 'vitest';
import { rewriteXml } from '../../../../../../src-main/engine/extraction/formats/docx/rewrite-xml.ts';

const alternate = (choice: string, fallback: string): string =>
  `<mc:AlternateContent><mc:Choice Requires="x">${choice}</mc:Choice><mc:Fallback>${fallback}</mc:Fallback></mc:AlternateContent>`;
const box = (content: string): string => `<w:txbxContent>${content}</w:txbxContent>`;

describe('rewriteXml', () => {
  it.each([
    ['elements whose names only begin alike', '<w:dirty/><w:crown/><w:drawingX>a</w:drawingX>'],
    ['comments and CDATA', '<!-- <w:cr/> --><w:t><![CDATA[<w:cr/>]]></w:t>'],
    ['text that looks like a tag', '<w:t>&lt;w:cr/&gt;</w:t>'],
    ['a fallback with the text of its choice', alternate(box('a'), box('a'))],
    ['an emoji whose fallback is its text', alternate('<w16se:symEx/>', '<w:t>😀</w:t>')],
  ])('leaves %s alone', (_name, xml) => {
    expect(rewriteXml(xml)).toBe(xml);
  });

  it('decides for each alternative by itself, also one inside another', () => {
    const inner = alternate(box('a'), box('a'));
    expect(rewriteXml(alternate(box(inner), '<w:pict/>') + alternate('', box('b')))).toBe(
      `<mc:AlternateContent><mc:Fallback Requires="x">${box(inner)}</mc:Fallback><mc:Choice><w:pict/></mc:Choice></mc:AlternateContent>${alternate('', box('b'))}`,
    );
  });
});
