import type { Metadata, MetadataSource } from '../../contract/metadata.ts';

/** Whether a load brings metadata of its own, which replace what is stored; else that stays as it is. */
export const isOwnMetadata = (source: MetadataSource): boolean => source === 'row' || source === 'batch_default';

/** The fields whose values differ between two sets of metadata, in alphabetical order; empty when they are the same. */
export const differingFields = (one: Metadata, other: Metadata): string[] =>
  [...new Set([...Object.keys(one), ...Object.keys(other)])]
    .filter((field) => JSON.stringify(one[field]) !== JSON.stringify(other[field]))
    .toSorted();
