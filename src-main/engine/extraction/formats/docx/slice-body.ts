/** Elements that hold blocks, or are blocks, or stand around them; a cut is made only where none is open. */
const BLOCK_TAGS =
  /<(\/?)(w:(?:p|tbl|sdt|customXml|smartTag|ins|del|moveFrom|moveTo)|mc:AlternateContent)(?=[\s/>])[^>]*?(\/?)>/gu;
const BODY_START = /<w:body(?:\s[^>]*)?>/u;
/** A paragraph whose mark is deleted belongs to the next one (ECMA-376 part 1, 17.13.5.15). */
const DELETED_MARK = /<w:pPr>(?:(?!<\/w:pPr>)[\s\S])*<w:del[\s/>]/u;

/**
 * Cuts a main part into documents of about `length` characters of body each, between top-level blocks, so that reading a
 * document needs memory for a stretch of it: mammoth took 1.2 GB for a main part of 20 MB. A part that is short, or
 * is not written with the usual prefixes, comes back in one piece.
 */
export function* sliceBody(xml: string, length: number): Generator<string> {
  const start = BODY_START.exec(xml);
  const bodyEnd = xml.lastIndexOf('</w:body>');
  if (start === null || bodyEnd < 0 || xml.length <= length) {
    yield xml;
    return;
  }
  const bodyStart = start.index + start[0].length;
  const [head, tail] = [xml.slice(0, bodyStart), xml.slice(bodyEnd)];
  let cut = bodyStart;
  let blockStart = bodyStart;
  let depth = 0;
  BLOCK_TAGS.lastIndex = bodyStart;
  for (const match of xml.slice(0, bodyEnd).matchAll(BLOCK_TAGS)) {
    const [tag, slash, , selfClosing] = match;
    if (selfClosing === '/') continue;
    if (slash !== '/' && depth === 0) blockStart = match.index;
    depth += slash === '/' ? -1 : 1;
    const end = match.index + tag.length;
    if (depth !== 0 || end - cut < length) continue;
    if (DELETED_MARK.test(xml.slice(blockStart, end))) continue;
    yield head + xml.slice(cut, end) + tail;
    cut = end;
  }
  yield head + xml.slice(cut);
}
