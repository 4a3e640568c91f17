/** The entities people write by hand; the other two thousand stay as they stand. */
const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
  ensp: ' ',
  emsp: ' ',
  thinsp: ' ',
  shy: '',
  zwnj: '\u200c',
  zwj: '\u200d',
  ndash: '–',
  mdash: '—',
  hellip: '…',
  lsquo: '‘',
  rsquo: '’',
  ldquo: '“',
  rdquo: '”',
  laquo: '«',
  raquo: '»',
  bull: '•',
  middot: '·',
  copy: '©',
  reg: '®',
  trade: '™',
  deg: '°',
  plusmn: '±',
  times: '×',
  divide: '÷',
  frac12: '½',
  frac14: '¼',
  sect: '§',
  para: '¶',
  euro: '€',
  pound: '£',
  yen: '¥',
  cent: '¢',
  larr: '←',
  rarr: '→',
  uarr: '↑',
  darr: '↓',
  le: '≤',
  ge: '≥',
  ne: '≠',
  auml: 'ä',
  ouml: 'ö',
  uuml: 'ü',
  Auml: 'Ä',
  Ouml: 'Ö',
  Uuml: 'Ü',
  szlig: 'ß',
  eacute: 'é',
  egrave: 'è',
  agrave: 'à',
  ccedil: 'ç',
  ntilde: 'ñ',
};

const fromCodePoint = (value: number): string =>
  value > 0 && value <= 0x10ffff && (value < 0xd800 || value > 0xdfff) ? String.fromCodePoint(value) : '\ufffd';

/** Puts the characters in the place of HTML's character references. */
export const decodeEntities = (text: string): string =>
  text.replace(
    /&(?:#(\d{1,7})|#[xX]([\da-fA-F]{1,6})|(\w{2,8}));/gu,
    (whole, decimal?: string, hex?: string, name?: string) => {
      if (decimal !== undefined) return fromCodePoint(Number.parseInt(decimal, 10));
      if (hex !== undefined) return fromCodePoint(Number.parseInt(hex, 16));
      return name !== undefined && Object.hasOwn(ENTITIES, name) ? (ENTITIES[name] ?? whole) : whole;
    },
  );

/**
 * The lines of text in a stretch of HTML inside Markdown: tags, comments, scripts and styles gone, one line for each
 * block element, cells of a row joined by a tab.
 */
export const htmlLines = (html: string): string[] =>
  decodeEntities(
    html
      .replace(/<!--[\s\S]*?(?:-->|$)/gu, '')
      .replace(/<(script|style)\b[\s\S]*?(?:<\/\1\s*>|$)/giu, '')
      .replace(/\s+/gu, ' ')
      .replace(/<\/t[dh]\s*>\s*(?=<t[dh]\b)/giu, '\t')
      .replace(
        /<\/?(?:address|article|blockquote|br|d[dlt]|details|div|h[1-6]|hr|li|ol|p|pre|section|summary|table|tr|ul)\b[^>]*>/giu,
        '\n',
      )
      .replace(/<\/?[a-z][^>]*>/giu, ''),
  )
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
