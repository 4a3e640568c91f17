export const batches = {
  title: 'Stapel',
  empty: 'Noch keine Stapel',
  emptyText: 'Wählen Sie Dateien und Ordner, sehen Sie sie durch, und laden Sie sie.',
  start: 'Neuer Stapel',
  columns: {
    started: 'Begonnen',
    state: 'Stand',
    total: 'Dokumente',
    processed: 'Verarbeitet',
    failed: 'Fehlgeschlagen',
    open: 'Offene Fehler',
    target: 'Ziel',
  },
  open: (when: string) => `Stapel vom ${when} öffnen`,
  tableLabel: 'Stapel dieser Bibliothek',
  targets: { library: 'Bibliothek', neo4j: 'Neo4j' },
};
