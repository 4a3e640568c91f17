import type { EngineState } from '../../../src-main/contract/shell.ts';
import { count } from './count.ts';

const engineStates: Readonly<Record<EngineState, string>> = {
  starting: 'Starting…',
  running: 'Running',
  restarting: 'Restarting…',
  stopped: 'Stopped',
};

export const app = {
  name: 'Stevedore',
  navigation: 'Main',
  newBatch: 'New batch',
  batches: 'Batches',
  library: 'Library',
  settings: 'Settings',
  neo4jNone: 'not configured',
  engine: 'Engine',
  memory: (used: string, limit: string) => `${used} of ${limit} GB`,
  memoryLabel: 'Memory',
  close: 'Close',
  cancel: 'Cancel',
  dismiss: 'Dismiss',
  notices: 'Messages',
  commands: 'Commands',
  shortcuts: 'Keyboard shortcuts',
  findCommand: 'Find a command',
  noCommand: 'No command of this name.',
  engineStates,
} as const;

export const interrupted = {
  title: (batches: number) => `${count(batches, 'batch', 'batches')} can be continued`,
  text: (documents: number) => `${count(documents, 'document')} wait, paused or interrupted. Nothing is lost.`,
  resume: 'Resume',
} as const;
