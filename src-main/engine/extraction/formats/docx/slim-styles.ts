const STYLE = /<w:style(\s(?:[^>]*[^/>])?)>([\s\S]*?)<\/w:style>/gu;
const ROOT = /<w:styles(?:\s[^>]*)?>/u;

/**
 * The styles part with nothing but what mammoth asks for: types, ids, names and the numbering of numbering styles. Word
 * writes up to 0.5 MB of formatting there, which took longer to parse than most documents do. Gives back what is not
 * written with the usual prefix as it is.
 */
export const slimStyles = (xml: string): string => {
  const root = ROOT.exec(xml)?.[0];
  if (root === undefined) return xml;
  const styles = [...xml.matchAll(STYLE)].map(([, attributes = '', content = '']) => {
    const name = /<w:name\s[^>]*\/>/u.exec(content)?.[0] ?? '';
    const numbering = /<w:numPr>[\s\S]*?<\/w:numPr>/u.exec(content)?.[0];
    return `<w:style${attributes}>${name}${numbering === undefined ? '' : `<w:pPr>${numbering}</w:pPr>`}</w:style>`;
  });
  return `${root}${styles.join('')}</w:styles>`;
};
