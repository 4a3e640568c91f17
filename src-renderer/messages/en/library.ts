import { formatNumber } from '../format.ts';
import { count } from './count.ts';

export const library = {
  title: 'Library',
  search: 'Search the library',
  publishPending: 'Publish to Neo4j',
  pending: (documents: number) => `${count(documents, 'document')} not published to Neo4j yet.`,
  onlyPending: 'Only what is not published',
  publishing: (documents: number) =>
    `Publishing ${count(documents, 'document')} to Neo4j; the Batches screen shows how far it is.`,
  nothingPending: 'Everything is published already.',
  found: (hits: number) => count(hits, 'passage'),
  documents: (documents: number) => count(documents, 'document'),
  empty: 'The library is empty',
  emptyText: 'Load a batch; then every document can be searched here.',
  nothingFound: 'Nothing was found.',
  nothingFoundText:
    'A passage must have all of the words. Try fewer of them, or the beginning of the sentence in quotes.',
  facets: 'Metadata',
  clearFilter: (value: string) => `Show all, not only ${value}`,
  page: (page: number) => `page ${formatNumber(page)}`,
  hits: 'Passages',
  tableLabel: 'Documents of the library',
  columns: { document: 'Document', type: 'Type', size: 'Size', chunks: 'Chunks', loaded: 'Loaded' },
} as const;

export const reader = {
  back: 'Back',
  text: 'Text',
  details: 'About this document',
  metadata: 'Metadata',
  size: 'size',
  loaded: 'loaded',
  sources: 'Sources',
  batches: 'Batches',
  chunk: (index: number) => `Chunk ${formatNumber(index)}`,
  chunks: (chunks: number) => count(chunks, 'chunk'),
  more: (left: string) => `Show more (${left} left)`,
  openFile: 'Open the file',
  edit: 'Edit metadata…',
  editTitle: (name: string) => `Metadata of ${name}`,
  editText: 'Dates as 2025-10-16, lists with commas. An empty field has no value.',
  edited: 'Saved in the library.',
  remove: 'Remove document…',
  removeTitle: (name: string) => `Remove ${name}?`,
  removeText:
    'Its text, metadata and search entries leave the library. The file itself and the history of its batches stay; loading the file again brings it back.',
  removeFromGraph: 'Remove it from Neo4j too, unless another workstation provides it',
  removeDo: 'Remove',
  removed: (name: string) => `${name} was removed from the library.`,
  removedFromGraph: {
    untouched: 'Neo4j was not touched.',
    removed: 'It was removed from Neo4j too.',
    provided_elsewhere: 'It stays in Neo4j: another workstation provides it.',
    not_there: 'Neo4j did not have it.',
  },
  batchStatuses: {
    in_progress: 'in progress',
    completed: 'completed',
    partial_failure: 'partly failed',
    failed: 'failed',
    cancelled: 'cancelled',
  },
  publications: { pending: 'not published yet', published: 'published', rejected: 'rejected' },
} as const;
