import type { MarkedToken, Token } from 'marked';
import type { Block } from '../../../../contract/extraction.ts';
import { decodeEntities, htmlLines } from './html-text.ts';

const FOOTNOTE_REFERENCE = /\[\^[^\]\s[]{1,200}\]/gu;
const isMarkedToken = (token: Token): token is MarkedToken => token.type !== 'footnote';

const plainText = (text: string): string =>
  decodeEntities(
    text
      .replace(FOOTNOTE_REFERENCE, '')
      .replace(/[ \t]+/gu, ' ')
      .replace(/ ?\n ?/gu, ' '),
  );

const inlineText = (tokens: readonly Token[]): string =>
  tokens
    .map((token) => {
      if (!isMarkedToken(token)) return '';
      switch (token.type) {
        case 'text':
          return token.tokens === undefined ? plainText(token.text) : inlineText(token.tokens);
        case 'strong':
        case 'em':
        case 'del':
        case 'link':
          return inlineText(token.tokens);
        case 'escape':
        case 'codespan':
          return token.text;
        case 'image':
          return decodeEntities(token.text);
        case 'br':
          return '\n';
        case 'html':
          return /^<br\b/iu.test(token.text) ? '\n' : '';
        default:
          return '';
      }
    })
    .join('');

const oneLine = (text: string): string => text.replace(/\s+/gu, ' ').trim();
const trimLines = (text: string): string =>
  text
    .split('\n')
    .map((line) => line.trim())
    .join('\n')
    .trim();

const listItem = (tokens: readonly Token[], level: number): Block[] => {
  const [box, ...others] = tokens;
  const isTask = box !== undefined && isMarkedToken(box) && box.type === 'checkbox';
  const prefix = isTask ? (box.checked ? '[x] ' : '[ ] ') : '';
  const blocks = (isTask ? others : tokens).flatMap((token) => markdownBlocks([token], level + 1));
  const [first, ...rest] = blocks;
  // The first paragraph is the item; what follows stays what it is.
  if (first === undefined) return [];
  return first.kind === 'paragraph' ? [{ kind: 'list_item', level, text: prefix + first.text }, ...rest] : blocks;
};

const blocksOf = (token: MarkedToken, listLevel: number): Block[] => {
  switch (token.type) {
    case 'heading':
      return [{ kind: 'heading', level: token.depth, text: oneLine(inlineText(token.tokens)) }];
    case 'paragraph':
      return [{ kind: 'paragraph', text: trimLines(inlineText(token.tokens)) }];
    case 'text':
      return [{ kind: 'paragraph', text: trimLines(inlineText([token])) }];
    case 'code':
      return [{ kind: 'paragraph', text: token.text }];
    case 'blockquote':
      return markdownBlocks(token.tokens, 0);
    case 'list':
      return token.items.flatMap((item) => listItem(item.tokens, listLevel));
    case 'table':
      return [token.header, ...token.rows].map((cells) => ({
        kind: 'table_row',
        text: cells.map(({ tokens }) => oneLine(inlineText(tokens))).join('\t'),
      }));
    case 'html':
      return htmlLines(token.text).map((text) => ({ kind: 'paragraph', text }));
    default:
      return [];
  }
};

/**
 * The blocks of a Markdown text's tokens, in its order: marks of emphasis, addresses of links and pictures, comments and
 * link definitions are left out; code keeps its lines; the definition of a footnote is a note where it stands.
 *
 * @param listLevel the level of a list that begins here; 0 is the outermost
 */
export const markdownBlocks = (tokens: readonly Token[], listLevel = 0): Block[] =>
  tokens
    .flatMap((token): Block[] => {
      if (isMarkedToken(token)) return blocksOf(token, listLevel);
      return markdownBlocks(token.tokens ?? [], 0).map(({ text }) => ({ kind: 'note', text }));
    })
    .filter(({ text }) => text.trim() !== '');
