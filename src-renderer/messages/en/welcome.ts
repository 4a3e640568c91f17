export const welcome = {
  title: 'Welcome to Stevedore',
  text: 'It loads documents with their metadata into a library on this machine, and publishes them to Neo4j when you want it.',
  sample: 'Load a sample batch',
  sampleText: '20 documents of a harbour with their metadata. You see the check first; “Load” then starts it.',
  connection: 'Test a connection',
  connectionText: 'Only for publishing to Neo4j. It can wait: everything else works without a server.',
  own: 'Start with my own files',
  ownText: 'Add files or a folder above, drop them here, or paste a path.',
} as const;
