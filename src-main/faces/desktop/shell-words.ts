import { app } from 'electron';
import type { BatchStatusName } from '../../contract/batch.ts';
import type { Preferences } from '../../contract/shell.ts';

/** The words of what the system shows for us: menu, dialogs, notifications. Those of the window are in its catalogue. */
interface ShellWords {
  readonly menu: Readonly<
    Record<
      | 'file'
      | 'newBatch'
      | 'addFiles'
      | 'addFolder'
      | 'quit'
      | 'view'
      | 'batches'
      | 'library'
      | 'settings'
      | 'find'
      | 'commands'
      | 'shortcuts',
      string
    >
  >;
  readonly pick: Readonly<Record<'files' | 'folders' | 'mapping' | 'schema' | 'emptyFolder', string>>;
  readonly paste: { readonly message: string; readonly buttons: readonly [string, string] };
  readonly closing: {
    readonly message: string;
    readonly detail: string;
    readonly buttons: readonly [string, string, string];
  };
  readonly ended: Readonly<Record<BatchStatusName, string>>;
  readonly counts: (processed: number, total: number, failed: number) => string;
}

const EN: ShellWords = {
  menu: {
    file: '&File',
    newBatch: 'New Batch',
    addFiles: 'Add Files…',
    addFolder: 'Add Folder…',
    quit: 'Quit',
    view: '&View',
    batches: 'Batches',
    library: 'Library',
    settings: 'Settings',
    find: 'Find',
    commands: 'Commands…',
    shortcuts: 'Keyboard Shortcuts',
  },
  pick: {
    files: 'Add files',
    folders: 'Add folders',
    mapping: 'Choose the metadata mapping',
    schema: 'Choose the metadata schema',
    emptyFolder: 'Choose an empty folder',
  },
  paste: { message: 'Use this path?', buttons: ['Use it', 'Cancel'] },
  closing: {
    message: 'A batch is running.',
    detail: 'It can go on in the background without the window, or be paused; nothing is lost either way.',
    buttons: ['Keep running', 'Pause and quit', 'Cancel'],
  },
  ended: {
    in_progress: 'Batch: in progress',
    completed: 'Batch: completed',
    partial_failure: 'Batch: partly failed',
    failed: 'Batch: failed',
    cancelled: 'Batch: cancelled',
  },
  counts: (processed, total, failed) => `${processed} of ${total} processed, ${failed} failed`,
};

const DE: ShellWords = {
  menu: {
    file: '&Datei',
    newBatch: 'Neuer Stapel',
    addFiles: 'Dateien hinzufügen…',
    addFolder: 'Ordner hinzufügen…',
    quit: 'Beenden',
    view: '&Ansicht',
    batches: 'Stapel',
    library: 'Bibliothek',
    settings: 'Einstellungen',
    find: 'Suchen',
    commands: 'Befehle…',
    shortcuts: 'Tastenkürzel',
  },
  pick: {
    files: 'Dateien hinzufügen',
    folders: 'Ordner hinzufügen',
    mapping: 'Zuordnung der Metadaten wählen',
    schema: 'Metadaten-Schema wählen',
    emptyFolder: 'Leeren Ordner wählen',
  },
  paste: { message: 'Diesen Pfad verwenden?', buttons: ['Verwenden', 'Abbrechen'] },
  closing: {
    message: 'Ein Stapel läuft.',
    detail: 'Er kann ohne Fenster im Hintergrund weiterlaufen oder angehalten werden; nichts geht dabei verloren.',
    buttons: ['Weiterlaufen lassen', 'Anhalten und beenden', 'Abbrechen'],
  },
  ended: {
    in_progress: 'Stapel: läuft',
    completed: 'Stapel: fertig',
    partial_failure: 'Stapel: teilweise fehlgeschlagen',
    failed: 'Stapel: fehlgeschlagen',
    cancelled: 'Stapel: abgebrochen',
  },
  counts: (processed, total, failed) => `${processed} von ${total} verarbeitet, ${failed} fehlgeschlagen`,
};

/** The words in the language that was chosen in Settings, or in that of the system; English where neither is known. */
export const shellWords = ({ language }: Pick<Preferences, 'language'>): ShellWords => {
  const wanted = language === 'system' ? app.getLocale() : language;
  return wanted.toLowerCase().startsWith('de') ? DE : EN;
};
