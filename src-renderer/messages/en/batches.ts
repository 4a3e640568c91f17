export const batches = {
  title: 'Batches',
  empty: 'No batches yet',
  emptyText: 'Pick files and folders, look at them, and load them.',
  start: 'New batch',
  columns: {
    started: 'Started',
    state: 'State',
    total: 'Documents',
    processed: 'Processed',
    failed: 'Failed',
    open: 'Open failures',
    target: 'Target',
  },
  open: (when: string) => `Open the batch of ${when}`,
  tableLabel: 'Batches of this library',
  targets: { library: 'Library', neo4j: 'Neo4j' },
} as const;
