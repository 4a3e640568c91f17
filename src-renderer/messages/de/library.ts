import { formatNumber } from '../format.ts';
import { count, documents as countDocuments } from './count.ts';

export const library = {
  title: 'Bibliothek',
  search: 'Bibliothek durchsuchen',
  publishPending: 'In Neo4j veröffentlichen',
  pending: (documents: number) => `${countDocuments(documents)} noch nicht in Neo4j veröffentlicht.`,
  onlyPending: 'Nur noch nicht veröffentlichte',
  publishing: (documents: number) =>
    `${countDocuments(documents)} werden in Neo4j veröffentlicht; unter Stapel steht, wie weit es ist.`,
  nothingPending: 'Alles ist schon veröffentlicht.',
  found: (hits: number) => count(hits, 'Fundstelle', 'Fundstellen'),
  documents: countDocuments,
  empty: 'Die Bibliothek ist leer',
  emptyText: 'Laden Sie einen Stapel; dann kann hier jedes Dokument durchsucht werden.',
  nothingFound: 'Nichts gefunden.',
  nothingFoundText:
    'Eine Fundstelle muss alle Wörter haben. Versuchen Sie weniger, oder einen Satzanfang in Anführungszeichen.',
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
  openFile: 'Datei öffnen',
  edit: 'Metadaten ändern…',
  editTitle: (name: string) => `Metadaten von ${name}`,
  editText: 'Daten wie 2025-10-16, Listen mit Kommas. Ein leeres Feld hat keinen Wert.',
  edited: 'In der Bibliothek gespeichert.',
  remove: 'Dokument entfernen…',
  removeTitle: (name: string) => `${name} entfernen?`,
  removeText:
    'Sein Text, seine Metadaten und seine Suchwörter verlassen die Bibliothek. Die Datei selbst und die Geschichte ihrer Stapel bleiben; wird die Datei wieder geladen, ist es wieder da.',
  removeFromGraph: 'Auch aus Neo4j entfernen, wenn kein anderer Arbeitsplatz es hat',
  removeDo: 'Entfernen',
  removed: (name: string) => `${name} wurde aus der Bibliothek entfernt.`,
  removedFromGraph: {
    untouched: 'In Neo4j wurde nichts geändert.',
    removed: 'Es wurde auch aus Neo4j entfernt.',
    provided_elsewhere: 'In Neo4j bleibt es: Ein anderer Arbeitsplatz hat es auch.',
    not_there: 'Neo4j hatte es nicht.',
  },
  batchStatuses: {
    in_progress: 'läuft',
    completed: 'fertig',
    partial_failure: 'teilweise fehlgeschlagen',
    failed: 'fehlgeschlagen',
    cancelled: 'abgebrochen',
  },
  publications: { pending: 'noch nicht veröffentlicht', published: 'veröffentlicht', rejected: 'abgelehnt' },
};
