import type { Parts } from './read-package.ts';

export interface Relationship {
  readonly id: string;
  /** The last step of the type's address: 'header', 'officeDocument'. */
  readonly type: string;
  /** The name of the part, without a leading slash. */
  readonly target: string;
}

const unescapeXml = (text: string): string =>
  text.includes('&')
    ? text
        .replaceAll('&lt;', '<')
        .replaceAll('&gt;', '>')
        .replaceAll('&quot;', '"')
        .replaceAll('&apos;', "'")
        .replaceAll('&amp;', '&')
    : text;

const patterns = new Map<string, RegExp>();

const patternOf = (name: string): RegExp => {
  let pattern = patterns.get(name);
  if (pattern === undefined) {
    pattern = new RegExp(String.raw`\s${name}\s*=\s*(?:"([^"]*)"|'([^']*)')`, 'u');
    patterns.set(name, pattern);
  }
  return pattern;
};

/** The value of an attribute in a start tag. */
export const attributeOf = (tag: string, name: string): string | undefined => {
  const match = patternOf(name).exec(tag);
  const value = match?.[1] ?? match?.[2];
  return value === undefined ? undefined : unescapeXml(value);
};

const folderOf = (name: string): string => name.slice(0, name.lastIndexOf('/') + 1);

/** The relationships of a part, or of the package for '' (ECMA-376 part 2, 6.5). Those that point outside are left out. */
export const relationshipsOf = (parts: Parts, part: string): Relationship[] => {
  const folder = folderOf(part);
  const xml = parts.get(`${folder}_rels/${part.slice(folder.length)}.rels`)?.toString('utf8') ?? '';
  return [...xml.matchAll(/<(?:\w+:)?Relationship\s[^>]*>/gu)].flatMap(([tag]) => {
    const id = attributeOf(tag, 'Id');
    const type = attributeOf(tag, 'Type');
    const target = attributeOf(tag, 'Target');
    if (id === undefined || type === undefined || target === undefined) return [];
    if (attributeOf(tag, 'TargetMode') === 'External') return [];
    // A base address resolves '/word/x.xml', 'x.xml' and '../x.xml' alike.
    const { pathname } = new URL(target, `file:///${folder}`);
    return [{ id, type: type.slice(type.lastIndexOf('/') + 1), target: decodeURIComponent(pathname.slice(1)) }];
  });
};

/** The name of the main part. */
export const mainPartOf = (parts: Parts): string => {
  const found = relationshipsOf(parts, '').find(({ type, target }) => type === 'officeDocument' && parts.has(target));
  return found?.target ?? 'word/document.xml';
};
