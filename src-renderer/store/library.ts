import { create } from 'zustand';
import type { Facet, LibraryDocument } from '../../src-main/contract/library.ts';
import type { SearchHit } from '../../src-main/contract/search.ts';
import { bridge, callOrShow } from '../bridge/bridge.ts';
import { messages } from '../messages/messages.ts';
import { useUi } from './ui.ts';

/** Passages that are shown. */
const SHOWN = 100;
/** Documents that are read together, and how many of them before the first in sight. */
const PAGE = 300;
const PAGE_BEFORE = 100;

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
  /** Without words: those around what is in sight, the first of them at `offset` of `total`. */
  readonly documents: readonly LibraryDocument[];
  readonly offset: number;
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
  offset: 0,
  total: 0,
  pending: 0,
  onlyPending: false,
  isRead: false,
}));

let asked = 0;
let isReadingDocuments = false;

const readDocuments = async (own: number, offset: number): Promise<void> => {
  const { filter, onlyPending } = useLibrary.getState();
  isReadingDocuments = true;
  const answer = await bridge.call('library.documents', {
    limit: PAGE,
    offset,
    ...(filter !== undefined && { filter }),
    ...(onlyPending && { publication: 'pending' as const }),
  });
  isReadingDocuments = false;
  if (own === asked && answer.ok) useLibrary.setState({ ...answer.value, offset, hits: [], isRead: true });
};

/**
 * Reads documents that were scrolled to, unless some are being read: who scrolls fast passes more than can be read. The
 * table asks again when those have come.
 */
export const readDocumentsAround = (first: number, last: number): void => {
  const { documents, offset, total } = useLibrary.getState();
  const areThere = first >= offset && Math.min(last, total - 1) < offset + documents.length;
  if (areThere || isReadingDocuments) return;
  asked += 1;
  void readDocuments(asked, Math.max(0, first - PAGE_BEFORE));
};

/** Searches anew; only the newest answer counts. */
export const readLibrary = async (): Promise<void> => {
  asked += 1;
  const own = asked;
  const { words, filter } = useLibrary.getState();
  if (words.trim() === '') {
    await readDocuments(own, 0);
    return;
  }
  const given = filter === undefined ? {} : { filter };
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
  const publication = await callOrShow('batch.publish', {});
  if (publication === undefined) return;
  const documents = publication.batches.reduce((sum, batch) => sum + batch.documents_count, 0);
  const { publishing, nothingPending } = messages.library;
  useUi.getState().showDone(documents === 0 ? nothingPending : publishing(documents));
};
