import { formatBytes } from '../format.ts';

export const appearance = {
  title: 'Darstellung',
  theme: 'Farben',
  themes: { system: 'Wie das System', light: 'Hell', dark: 'Dunkel' },
  language: 'Sprache',
  languages: { system: 'Wie das System', en: 'English', de: 'Deutsch' },
  hint: 'Eine andere Sprache lädt das Fenster neu: Was für einen neuen Stapel zusammengestellt ist, geht verloren.',
};

export const log = {
  title: 'Protokoll',
  none: 'Noch ist nichts protokolliert.',
  refresh: 'Neu lesen',
  columns: { time: 'Zeit', level: 'Art', message: 'Was geschah' },
  levels: { error: 'Fehler', warn: 'Warnung', info: 'Hinweis' },
};

export const dataFolder = {
  title: 'Datenordner',
  folder: (folder: string, bytes: number) => `${folder}, ${formatBytes(bytes)}`,
  backUp: 'Sichern…',
  move: 'Verschieben…',
  hint: 'Eine Sicherung ist die Bibliothek in einer Datei. Zum Verschieben wählen Sie einen leeren Ordner; der alte bleibt.',
  fixed: 'Die Umgebung (STEVEDORE_DATA_DIR) legt diesen Ordner fest: Er kann hier nicht verschoben werden.',
  busy: { backing_up: 'Die Bibliothek wird kopiert…', moving: 'Die Bibliothek wird kopiert und verglichen…' },
  backedUp: (file: string, bytes: number) => `Die Bibliothek wurde nach ${file} kopiert (${formatBytes(bytes)}).`,
  moved: (folder: string) => `Der Datenordner ist jetzt ${folder}.`,
  kept: (folder: string) =>
    `Der alte Ordner blieb erhalten: ${folder}. Entfernen Sie ihn, wenn Sie ihn nicht mehr brauchen.`,
};
