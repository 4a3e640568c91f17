import type { Metadata, MetadataSchema } from '../../contract/metadata.ts';

/** Which metadata of a document are dates, and which become nodes of their own in the graph. */
export interface GraphFields {
  readonly dates: readonly string[];
  readonly nodes: readonly string[];
}

/** What a metadata schema says of the metadata that a document has. Pure. */
export const graphFieldsOf = ({ fields }: MetadataSchema, metadata: Metadata): GraphFields => {
  const present = fields.filter(({ name }) => Object.hasOwn(metadata, name));
  return {
    dates: present.filter(({ type }) => type === 'date').map(({ name }) => name),
    nodes: present.filter(({ node }) => node).map(({ name }) => name),
  };
};
