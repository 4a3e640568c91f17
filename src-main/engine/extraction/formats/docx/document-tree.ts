import mammoth from 'mammoth';

/** A node of mammoth's document; which fields there are depends on `type`, and readers ask for them one by one. */
export interface TreeNode {
  readonly type: string;
  readonly children: readonly TreeNode[];
  readonly fields: object;
}

export interface DocumentTree {
  readonly children: readonly TreeNode[];
  readonly commentCount: number;
  /** The paragraphs of the note that a note reference points at. */
  readonly noteOf: (reference: TreeNode) => readonly TreeNode[];
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const fieldOf = (value: object, name: string): unknown => Reflect.get(value, name);

const toNode = (value: unknown): TreeNode[] => {
  if (typeof value !== 'object' || value === null) return [];
  const type = fieldOf(value, 'type');
  if (typeof type !== 'string') return [];
  let children: readonly TreeNode[] | undefined;
  return [
    {
      type,
      fields: value,
      get children() {
        children ??= toNodes(fieldOf(value, 'children'));
        return children;
      },
    },
  ];
};
const toNodes = (value: unknown): TreeNode[] => listOf(value).flatMap(toNode);

/** A field that is a string, else null. */
export const stringField = (node: TreeNode, name: string): string | null => {
  const value = fieldOf(node.fields, name);
  return typeof value === 'string' ? value : null;
};

/** A field that is a whole number of at least 1, else 1. */
export const countField = (node: TreeNode, name: string): number => {
  const value = fieldOf(node.fields, name);
  return typeof value === 'number' && Number.isInteger(value) && value > 1 ? value : 1;
};

/** A field that is true. */
export const isField = (node: TreeNode, name: string): boolean => fieldOf(node.fields, name) === true;

/** The level of the list that a paragraph belongs to (0 is the outermost), or undefined. */
export const numberingLevel = (node: TreeNode): number | undefined => {
  const numbering = fieldOf(node.fields, 'numbering');
  if (typeof numbering !== 'object' || numbering === null) return undefined;
  const level = Number(fieldOf(numbering, 'level'));
  return Number.isInteger(level) && level >= 0 ? level : 0;
};

const toTree = (document: object): DocumentTree => {
  const notes = fieldOf(document, 'notes');
  return {
    children: toNodes(fieldOf(document, 'children')),
    commentCount: listOf(fieldOf(document, 'comments')).length,
    noteOf: (reference) => {
      if (typeof notes !== 'object' || notes === null) return [];
      const resolve = fieldOf(notes, 'resolve');
      if (typeof resolve !== 'function') return [];
      const note: unknown = Reflect.apply(resolve, notes, [reference.fields]);
      return typeof note === 'object' && note !== null ? toNodes(fieldOf(note, 'body')) : [];
    },
  };
};

/**
 * Reads a DOCX with mammoth and gives its document before the conversion to HTML, which then has nothing to do: the tree
 * has what the HTML lacks (heading levels over 6, list levels over 5, tabs). Throws what mammoth throws for bad files.
 */
export const readDocumentTree = async (docx: Buffer): Promise<DocumentTree> => {
  let tree: DocumentTree | undefined;
  await mammoth.convertToHtml(
    { buffer: docx },
    {
      includeEmbeddedStyleMap: false,
      // Only the conversion to HTML would need it, and mammoth parses it anew for each document.
      includeDefaultStyleMap: false,
      transformDocument: (document: object) => {
        tree = toTree(document);
        return { ...document, children: [] };
      },
    },
  );
  if (tree === undefined) throw new Error('mammoth gave no document');
  return tree;
};
