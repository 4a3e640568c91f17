import { formatBytes } from '../format.ts';

export const appearance = {
  title: 'Appearance',
  theme: 'Theme',
  themes: { system: 'As the system', light: 'Light', dark: 'Dark' },
  language: 'Language',
  languages: { system: 'As the system', en: 'English', de: 'Deutsch' },
  hint: 'Another language loads the window again: what is being put together for a new batch goes.',
} as const;

export const log = {
  title: 'Log',
  none: 'Nothing was logged yet.',
  refresh: 'Read again',
  columns: { time: 'Time', level: 'Kind', message: 'What happened' },
  levels: { error: 'Error', warn: 'Warning', info: 'Note' },
} as const;

export const dataFolder = {
  title: 'Data folder',
  folder: (folder: string, bytes: number) => `${folder}, ${formatBytes(bytes)}`,
  backUp: 'Back up…',
  move: 'Move…',
  hint: 'A backup is a copy of the library in one file. To move, choose an empty folder; the old one is kept.',
  fixed: 'The environment (STEVEDORE_DATA_DIR) names this folder: it cannot be moved here.',
  busy: { backing_up: 'The library is being copied…', moving: 'The library is being copied and compared…' },
  backedUp: (file: string, bytes: number) => `The library was copied to ${file} (${formatBytes(bytes)}).`,
  moved: (folder: string) => `The data folder is now ${folder}.`,
  kept: (folder: string) => `The old folder was kept: ${folder}. Remove it when you do not need it any more.`,
} as const;
