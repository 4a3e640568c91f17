import { formatNumber } from '../format.ts';
import { count } from './count.ts';

export const library = {
  title: 'Library',
  search: 'Search the library',
  found: (hits: number) => count(hits, 'passage'),
  documents: (documents: number) => count(documents, 'document'),
  empty: 'The library is empty',
  emptyText: 'Load a batch; then every document can be searched here.',
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
  publications: { pending: 'not published yet', published: 'published', rejected: 'rejected' },
} as const;
