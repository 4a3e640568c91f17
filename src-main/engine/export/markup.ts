/** HTML that is safe to put into a page: it was made by `html`. */
export interface Markup {
  readonly markup: string;
}

type Content = string | number | Markup | readonly Markup[];

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&#39;'],
]);

/**
 * Makes a text fit for HTML content and for attributes in quotes. Control characters and lone surrogates, which HTML
 * does not have (HTML Standard, 13.2.3.5), become U+FFFD.
 */
const escapeHtml = (text: string): string =>
  text
    .toWellFormed()
    .replace(/[&<>"']/gu, (character) => ENTITIES.get(character) ?? '')
    .replace(/(?![\t\n\r])\p{Cc}/gu, '\ufffd');

const render = (content: Content): string => {
  if (typeof content === 'string') return escapeHtml(content);
  if (typeof content === 'number') return `${content}`;
  return 'markup' in content ? content.markup : content.map(({ markup }) => markup).join('');
};

/** A template of HTML in which every text is escaped, so that nobody can forget it. */
export const html = (parts: TemplateStringsArray, ...contents: readonly Content[]): Markup => ({
  markup: parts.map((part, at) => part + (at < contents.length ? render(contents[at] ?? '') : '')).join(''),
});
