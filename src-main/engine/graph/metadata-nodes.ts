import type { DocumentToPublish } from './graph-types.ts';

/** Metadata fields with a label and a relationship of their own; any other node field becomes a MetadataValue. */
export const NODE_FIELDS = ['tags', 'category', 'author', 'department'] as const;
export type NodeField = (typeof NODE_FIELDS)[number] | 'other';

/** One node that a document's metadata point to. `name` is the value, `key` is unique among the nodes of its label. */
export interface MetadataNode {
  readonly field: NodeField;
  /** The metadata field as the schema names it. */
  readonly fieldName: string;
  readonly key: string;
  readonly name: string;
}

const toNodeField = (name: string): NodeField => NODE_FIELDS.find((field) => field === name) ?? 'other';

/**
 * The nodes that a document's metadata point to, each once, in the order of their keys: writers that lock nodes in one
 * order do not wait for each other in a circle. Pure.
 */
export const metadataNodes = ({ metadata, nodeFields }: DocumentToPublish): MetadataNode[] => {
  const nodes = new Map<string, MetadataNode>();
  for (const fieldName of nodeFields) {
    const value = Object.hasOwn(metadata, fieldName) ? metadata[fieldName] : undefined;
    if (value === undefined) continue;
    const field = toNodeField(fieldName);
    for (const name of Array.isArray(value) ? value : [String(value)]) {
      if (name === '') continue;
      // JSON keeps the two parts apart, whatever they contain.
      const key = field === 'other' ? JSON.stringify([fieldName, name]) : name;
      nodes.set(`${field} ${key}`, { field, fieldName, key, name });
    }
  }
  return [...nodes.keys()].toSorted().flatMap((id) => nodes.get(id) ?? []);
};

/** What the graph says a document points to, in the form of `metadataNodeIds`. */
export const metadataNodeId = (field: NodeField, key: string): string => `${field} ${key}`;
