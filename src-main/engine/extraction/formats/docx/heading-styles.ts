import { attributeOf } from './package-relationships.ts';

/** The level of a heading for a paragraph style, or undefined for body text. */
export type HeadingLevelOf = (styleId: string | null, styleName: string | null) => number | undefined;

/** Names that programs in other languages write where Word writes its English ones. */
const NAMED_HEADING =
  /^(?:heading|überschrift|titre|título|titulo|titolo|kop|rubrik|overskrift|otsikko|nagłówek|nadpis|címsor|başlık|заголовок|見出し|标题|標題|제목)\s*([1-9])$/iu;
const TITLE = /^(?:title|titel|document title)$/iu;

interface StyleEntry {
  readonly basedOn: string | undefined;
  readonly outlineLevel: number | undefined;
}

const readStyles = (stylesXml: string): Map<string, StyleEntry> => {
  const styles = new Map<string, StyleEntry>();
  for (const [style, tag = ''] of stylesXml.matchAll(/<w:style(\s[^>]*)>[\s\S]*?<\/w:style>/gu)) {
    const id = attributeOf(tag, 'w:styleId');
    if (id === undefined || attributeOf(tag, 'w:type') !== 'paragraph' || styles.has(id)) continue;
    const level = /<w:outlineLvl\s[^>]*w:val\s*=\s*["'](\d)["']/u.exec(style)?.[1];
    styles.set(id, {
      basedOn: attributeOf(/<w:basedOn\s[^>]*>/u.exec(style)?.[0] ?? '', 'w:val'),
      outlineLevel: level === undefined ? undefined : Number(level),
    });
  }
  return styles;
};

/**
 * Reads heading levels out of a document's styles: the outline level of a style or of the one it is based on (ECMA-376
 * part 1, 17.3.1.20: 0 to 8 are headings, 9 is body text), which holds in every language and for styles of one's own;
 * else its name. A title counts as level 1.
 */
export const headingLevels = (stylesXml: string): HeadingLevelOf => {
  const styles = readStyles(stylesXml);
  const outlineLevelOf = (styleId: string): number | undefined => {
    const seen = new Set<string>();
    for (let id: string | undefined = styleId; id !== undefined && !seen.has(id); id = styles.get(id)?.basedOn) {
      seen.add(id);
      const level = styles.get(id)?.outlineLevel;
      if (level !== undefined) return level;
    }
    return undefined;
  };
  return (styleId, styleName) => {
    const outline = styleId === null ? undefined : outlineLevelOf(styleId);
    if (outline !== undefined) return outline <= 8 ? outline + 1 : undefined;
    const named = NAMED_HEADING.exec(styleName ?? '')?.[1] ?? /^Heading([1-9])$/u.exec(styleId ?? '')?.[1];
    if (named !== undefined) return Number(named);
    return TITLE.test(styleName ?? '') || styleId === 'Title' ? 1 : undefined;
  };
};
