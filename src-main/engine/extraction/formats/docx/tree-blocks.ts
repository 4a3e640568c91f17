import type { Block } from '../../../../contract/extraction.ts';
import { HEADERS_BOOKMARK } from './headers-xml.ts';
import { countField, type DocumentTree, isField, numberingLevel, stringField, type TreeNode } from './document-tree.ts';
import type { HeadingLevelOf } from './heading-styles.ts';
import { createTableGrid } from './table-grid.ts';

const SOFT_HYPHEN = '\u00ad';
const NO_BREAK_HYPHEN = '\u2011';
const LIST_STYLE = /^List (?:Bullet|Number)(?: ([2-9]))?$/iu;

const inlineText = (node: TreeNode): string => {
  switch (node.type) {
    case 'text':
      return (stringField(node, 'value') ?? '').replaceAll(SOFT_HYPHEN, '').replaceAll(NO_BREAK_HYPHEN, '-');
    case 'tab':
      return '\t';
    case 'break':
      return '\n';
    case 'checkbox':
      return isField(node, 'checked') ? '☒' : '☐';
    default:
      return node.children.map(inlineText).join('');
  }
};

const trimLines = (text: string): string =>
  text
    .split('\n')
    .map((line) => line.trim())
    .join('\n')
    .trim();

const noteReferencesIn = (node: TreeNode): TreeNode[] =>
  node.type === 'noteReference' ? [node] : node.children.flatMap(noteReferencesIn);

const hasHeadersBookmark = (node: TreeNode): boolean =>
  node.children.some((child) => child.type === 'bookmarkStart' && stringField(child, 'name') === HEADERS_BOOKMARK);

/**
 * The blocks of a DOCX in reading order.
 *
 * A footnote or endnote is a 'note' behind the block that first refers to it. Tables give a block a row, the text of a
 * cell on one line, cells joined by a tab, merged cells kept in their place by empty ones; a table inside a cell follows
 * the row. A row of one cell with more than one paragraph in it is layout: what it holds is read as if there were no table.
 * Text boxes follow the paragraph they hang on. Headers and footers are notes behind everything, each text once.
 *
 * @param seenNotes what earlier stretches of the same document referred to; it grows
 */
export function* treeBlocks(
  tree: DocumentTree,
  headingLevelOf: HeadingLevelOf,
  seenNotes: Set<string>,
): Generator<Block> {
  function* notesOf(node: TreeNode): Generator<Block> {
    for (const reference of noteReferencesIn(node)) {
      const key = `${stringField(reference, 'noteType')}-${stringField(reference, 'noteId')}`;
      if (seenNotes.has(key)) continue;
      seenNotes.add(key);
      const text = [...flow(tree.noteOf(reference))].map((block) => block.text).join('\n');
      if (text !== '') yield { kind: 'note', text };
    }
  }

  const paragraphBlock = (node: TreeNode): Block | undefined => {
    const text = trimLines(inlineText(node));
    if (text === '') return undefined;
    const styleName = stringField(node, 'styleName');
    const heading = headingLevelOf(stringField(node, 'styleId'), styleName);
    if (heading !== undefined) return { kind: 'heading', level: heading, text: text.replaceAll('\n', ' ') };
    const listStyle = LIST_STYLE.exec(styleName ?? '');
    const level = numberingLevel(node) ?? (listStyle === null ? undefined : Number(listStyle[1] ?? 1) - 1);
    return level === undefined ? { kind: 'paragraph', text } : { kind: 'list_item', level, text };
  };

  function* rowBlocks(row: TreeNode, grid: ReturnType<typeof createTableGrid>): Generator<Block> {
    const cells = row.children.filter(({ type }) => type === 'tableCell');
    const nested: TreeNode[] = [];
    const texts = cells.map((cell) => {
      nested.push(...cell.children.filter(({ type }) => type === 'table'));
      const paragraphs = cell.children.filter(({ type }) => type !== 'table').map(inlineText);
      return paragraphs
        .map((text) => text.replace(/\s+/gu, ' ').trim())
        .filter((text) => text !== '')
        .join(' ');
    });
    const text = grid.place(
      cells.map((cell, index) => ({
        text: texts[index] ?? '',
        columns: countField(cell, 'colSpan'),
        rows: countField(cell, 'rowSpan'),
      })),
    );
    const [only] = cells;
    const isLayout =
      cells.length === 1 &&
      only !== undefined &&
      [...only.children].filter((child) => inlineText(child).trim() !== '').length > 1;
    if (isLayout) {
      yield* flow(only.children);
      return;
    }
    if (text.trim() !== '') yield { kind: 'table_row', text };
    for (const cell of cells) {
      for (const child of cell.children) if (child.type !== 'table') yield* notesOf(child);
    }
    yield* flow(nested);
  }

  function* flow(nodes: readonly TreeNode[]): Generator<Block> {
    for (const node of nodes) {
      if (node.type === 'paragraph') {
        const block = paragraphBlock(node);
        if (block !== undefined) yield block;
        yield* notesOf(node);
      } else if (node.type === 'table') {
        const grid = createTableGrid();
        for (const row of node.children) yield* row.type === 'tableRow' ? rowBlocks(row, grid) : flow([row]);
      } else if (node.children.length > 0) {
        yield* flow(node.children);
      } else {
        const text = inlineText(node).trim();
        if (text !== '') yield { kind: 'paragraph', text };
      }
    }
  }

  const headersAt = tree.children.findIndex(hasHeadersBookmark);
  yield* flow(headersAt < 0 ? tree.children : tree.children.slice(0, headersAt));
  const seenHeaders = new Set<string>();
  for (const { text } of headersAt < 0 ? [] : flow(tree.children.slice(headersAt))) {
    if (!seenHeaders.has(text)) yield { kind: 'note', text };
    seenHeaders.add(text);
  }
}
