import { create } from 'zustand';
import type { Facet, LibraryDocument } from '../../src-main/contract/library.ts';
import type { SearchHit } from '../../src-main/contract/search.ts';
import { bridge, callOrShow } from '../bridge/bridge.ts';
import { messages } from '../messages/messages.ts';
import { useUi } from './ui.ts';

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
  /** How many documents the Neo4j target does not have; 0 without one. */
  readonly pending: number;
  readonly onlyPending: boolean;
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
  pending: 0,
  onlyPending: false,
  isRead: false,
}));

let asked = 0;

/** Searches anew; only the newest answer counts. */
export const readLibrary = async (): Promise<void> => {
  asked += 1;
  const own = asked;
  const { words, filter, onlyPending } = useLibrary.getState();
  const given = filter === undefined ? {} : { filter };
  const publication = onlyPending ? { publication: 'pending' as const } : {};
  if (words.trim() === '') {
    const answer = await bridge.call('library.documents', { limit: SHOWN, ...given, ...publication });
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

/** How much the Neo4j target does not have. */
export const readPending = async (): Promise<void> => {
  const answer = await bridge.call('library.summary', {});
  if (!answer.ok) return;
  const pending = answer.value.publications?.pending ?? 0;
  const isNew = pending !== useLibrary.getState().pending;
  useLibrary.setState({ pending });
  if (isNew) await readLibrary();
};

export const showOnlyPending = (onlyPending: boolean): void => {
  useLibrary.setState({ onlyPending });
  void readLibrary();
};

/** Publishes whatever the Neo4j target does not have yet. */
export const publishPending = async (): Promise<void> => {
  const asked = await callOrShow('batch.publish', {});
  if (asked === undefined) return;
  const documents = asked.batches.reduce((sum, batch) => sum + batch.documents_count, 0);
  const { publishing, nothingPending } = messages.library;
  useUi.getState().showDone(documents === 0 ? nothingPending : publishing(documents));
};
