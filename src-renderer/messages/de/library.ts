import { formatNumber } from '../format.ts';
import { count, documents as countDocuments } from './count.ts';

export const library = {
  title: 'Bibliothek',
  search: 'Bibliothek durchsuchen',
  found: (hits: number) => count(hits, 'Fundstelle', 'Fundstellen'),
  documents: countDocuments,
  empty: 'Die Bibliothek ist leer',
  emptyText: 'Laden Sie einen Stapel; dann kann hier jedes Dokument durchsucht werden.',
  facets: 'Metadaten',
  clearFilter: (value: string) => `Alle zeigen, nicht nur ${value}`,
  page: (page: number) => `Seite ${formatNumber(page)}`,
  hits: 'Fundstellen',
  tableLabel: 'Dokumente der Bibliothek',
  columns: { document: 'Dokument', type: 'Art', size: 'Größe', chunks: 'Abschnitte', loaded: 'Geladen' },
};

export const reader = {
  back: 'Zurück',
  text: 'Text',
  details: 'Über dieses Dokument',
  metadata: 'Metadaten',
  size: 'groß',
  loaded: 'geladen',
  sources: 'Quellen',
  batches: 'Stapel',
  chunk: (index: number) => `Abschnitt ${formatNumber(index)}`,
  chunks: (chunks: number) => count(chunks, 'Abschnitt', 'Abschnitte'),
  more: (left: string) => `Mehr zeigen (noch ${left})`,
  publications: { pending: 'noch nicht veröffentlicht', published: 'veröffentlicht', rejected: 'abgelehnt' },
};
