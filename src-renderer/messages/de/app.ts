import { count, documents as countDocuments } from './count.ts';

export const app = {
  name: 'Stevedore',
  navigation: 'Hauptmenü',
  newBatch: 'Neuer Stapel',
  batches: 'Stapel',
  library: 'Bibliothek',
  settings: 'Einstellungen',
  neo4jNone: 'nicht eingerichtet',
  engine: 'Dienst',
  memory: (used: string, limit: string) => `${used} von ${limit} GB`,
  memoryLabel: 'Arbeitsspeicher',
  close: 'Schließen',
  cancel: 'Abbrechen',
  dismiss: 'Ausblenden',
  notices: 'Meldungen',
  commands: 'Befehle',
  shortcuts: 'Tastenkürzel',
  findCommand: 'Befehl suchen',
  noCommand: 'Kein Befehl mit diesem Namen.',
  engineStates: { starting: 'Startet…', running: 'Läuft', restarting: 'Startet neu…', stopped: 'Angehalten' },
};

export const interrupted = {
  title: (batches: number) => `${count(batches, 'Stapel kann fortgesetzt werden', 'Stapel können fortgesetzt werden')}`,
  text: (documents: number) =>
    `${countDocuments(documents)} ${documents === 1 ? 'wartet' : 'warten'}, angehalten oder unterbrochen. Nichts ist verloren.`,
  resume: 'Fortsetzen',
};
