import { create } from 'zustand';
import type { Facet, LibraryDocument } from '../../src-main/contract/library.ts';
import type { SearchHit } from '../../src-main/contract/search.ts';
import { bridge } from '../bridge/bridge.ts';

const SHOWN = 100;

export interface MetadataFilter {
  readonly field: string;
  readonly value: string;
}

interface Library {
  readonly words: string;
  readonly filter: MetadataFilter | undefined;
  readonly facets: readonly Facet[];
  /** For words. */
  readonly hits: readonly SearchHit[];
  /** Without words. */
  readonly documents: readonly LibraryDocument[];
  readonly total: number;
  readonly isRead: boolean;
}

/** What is searched for in the library, and what was found. */
export const useLibrary = create<Library>()(() => ({
  words: '',
  filter: undefined,
  facets: [],
  hits: [],
  documents: [],
  total: 0,
  isRead: false,
}));

let asked = 0;

/** Searches anew; only the newest answer counts. */
export const readLibrary = async (): Promise<void> => {
  asked += 1;
  const own = asked;
  const { words, filter } = useLibrary.getState();
  const given = filter === undefined ? {} : { filter };
  if (words.trim() === '') {
    const answer = await bridge.call('library.documents', { limit: SHOWN, ...given });
    if (own === asked && answer.ok) useLibrary.setState({ ...answer.value, hits: [], isRead: true });
    return;
  }
  const answer = await bridge.call('library.search', { words, limit: SHOWN, ...given });
  if (own === asked && answer.ok) useLibrary.setState({ hits: answer.value.hits, isRead: true });
};

export const readFacets = async (): Promise<void> => {
  const answer = await bridge.call('library.facets', {});
  if (answer.ok) useLibrary.setState({ facets: answer.value.facets });
};

export const searchFor = (words: string): void => {
  useLibrary.setState({ words });
  void readLibrary();
};

export const filterBy = (filter: MetadataFilter | undefined): void => {
  useLibrary.setState({ filter });
  void readLibrary();
};
