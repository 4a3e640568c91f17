import type { Metadata } from '../../contract/metadata.ts';

/** The fields whose values differ between two sets of metadata, in alphabetical order; empty when they are the same. */
export const differingFields = (one: Metadata, other: Metadata): string[] =>
  [...new Set([...Object.keys(one), ...Object.keys(other)])]
    .filter((field) => JSON.stringify(one[field]) !== JSON.stringify(other[field]))
    .toSorted();
