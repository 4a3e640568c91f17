import os from 'node:os';
import path from 'node:path';
import { app, BrowserWindow, dialog, nativeTheme, session } from 'electron';
import { CHANNELS } from '../../contract/bridge.ts';
import { COMMANDS } from '../../contract/commands.ts';
import { failed, succeeded, type Result } from '../../contract/failure.ts';
import type { MemorySample, Preferences, Snapshot, WindowEvent } from '../../contract/shell.ts';
import { locateDataFolder } from '../../engine/library/locate-data-folder.ts';
import { createFileLog } from '../../engine/logging/file-log.ts';
import type { Log } from '../../engine/logging/log.ts';
import { APP_ORIGIN, registerAppScheme, serveApp } from './app-protocol.ts';
import { createBatchFollower, isRunning } from './follow-batches.ts';
import { createFileIds } from './file-ids.ts';
import { serveWindow } from './ipc.ts';
import { setMenu } from './menu.ts';
import { shellWords } from './shell-words.ts';
import { createPreferences, type PreferenceStore } from './preferences.ts';
import { createSecrets } from './secrets.ts';
import { createShellHandlers } from './shell-commands.ts';
import { createSupervisor } from './supervisor.ts';
import { createWindowState } from './window-state.ts';

/** The desktop app: windows, dialogs, secrets and the supervisor. Nothing here reads a document or the library. */

const here = import.meta.dirname;
const locate = () =>
  locateDataFolder({ platform: process.platform, environment: process.env, homeFolder: os.homedir() });
let located = locate();

registerAppScheme();
/** A folder that is out of reach is not made anew for a log. */
const logOf = ({ folder, standardFolder, problem }: typeof located): Log =>
  createFileLog(path.join(problem === undefined ? folder : standardFolder, 'logs'), 'main');
let fileLog = logOf(located);
const log: Log = {
  info: (...line) => fileLog.info(...line),
  warn: (...line) => fileLog.warn(...line),
  error: (...line) => fileLog.error(...line),
};
let window: BrowserWindow | undefined;
/** Once the app is ready: they are in its own folder. */
let preferences: PreferenceStore | undefined;
let isQuitting = false;
let sequence = 0;
let memory: MemorySample | undefined;

const tellWindow = (events: readonly WindowEvent[]): void => {
  if (window !== undefined && !window.isDestroyed()) window.webContents.send(CHANNELS.events, events);
};

const fileIds = createFileIds();
const currentWords = () => shellWords(preferences?.read() ?? { language: 'system' });
const follower = createBatchFollower(() => window, currentWords);
const secrets = createSecrets(() => located.folder, log);
const supervisor = createSupervisor({
  engineEntry: path.join(here, 'engine-process.js'),
  extractorEntry: path.join(here, 'extractor-process.js'),
  dataFolder: () => located,
  onDataFolderMoved: () => {
    const from = located.folder;
    located = locate();
    fileLog = logOf(located);
    log.info('The data folder was moved', { from, to: located.folder });
  },
  readPassword: secrets.read,
  log,
  onEvents: (events) => {
    sequence = events.at(-1)?.sequence ?? sequence;
    follower.onEvents(events);
    tellWindow(events);
  },
  onState: (state, why) => {
    if (state !== 'running') {
      follower.reset();
      // A new engine counts from the beginning.
      sequence = 0;
    }
    tellWindow([{ type: 'engine', state, ...(why !== undefined && { failure: why }) }]);
  },
  onMemory: (sample) => {
    memory = sample;
    tellWindow([{ type: 'memory', sample }]);
  },
});

const snapshot = async (): Promise<Snapshot> => {
  const { state, failure } = supervisor.state();
  const answer = await supervisor.call('batch.open', {});
  const batches = answer.ok ? COMMANDS['batch.open'].output.parse(answer.value).batches : [];
  return {
    sequence,
    engine: state,
    ...(failure !== undefined && { failure }),
    ...(memory !== undefined && { memory }),
    batches,
  };
};

const moveTo = async (folder: string): Promise<Result<null>> => {
  const why = await supervisor.move(folder, located.standardFolder);
  return why === undefined ? succeeded(null) : failed(why);
};

const pageUrl = ({ language }: Preferences, hash = ''): string =>
  `${APP_ORIGIN}/index.html${language === 'system' ? '' : `?language=${language}`}${hash}`;

const showMenu = (): void =>
  setMenu(currentWords(), (command) => {
    showWindow();
    tellWindow([{ type: 'menu', command }]);
  });

const quit = async (): Promise<void> => {
  isQuitting = true;
  await supervisor.quit();
  app.quit();
};

/** Closing the window while a batch runs is a question, not an end. */
const askBeforeClosing = async (closing: BrowserWindow): Promise<void> => {
  const { closing: words } = currentWords();
  const { response } = await dialog.showMessageBox(closing, {
    type: 'question',
    message: words.message,
    detail: words.detail,
    buttons: [...words.buttons],
    defaultId: 0,
    cancelId: 2,
  });
  if (response === 0) closing.hide();
  if (response === 1) await quit();
};

/** The engine is asked: a batch that was started a moment ago has not been told yet. */
const isBatchRunning = async (): Promise<boolean> => {
  const answer = await supervisor.call('batch.open', {});
  if (!answer.ok) return false;
  return COMMANDS['batch.open'].output.parse(answer.value).batches.some(isRunning);
};

const closeOrAsk = async (closing: BrowserWindow): Promise<void> => {
  if (await isBatchRunning()) await askBeforeClosing(closing);
  else await quit();
};

const createWindow = async (kept: PreferenceStore): Promise<void> => {
  const state = createWindowState(app.getPath('userData'));
  const created = new BrowserWindow({
    ...state.bounds,
    minWidth: 800,
    minHeight: 560,
    show: false,
    title: 'Stevedore',
    webPreferences: {
      preload: path.join(here, '../preload/preload.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
    },
  });
  window = created;
  state.follow(created);
  created.once('ready-to-show', () => created.show());
  created.on('closed', () => (window = undefined));
  created.on('close', (event) => {
    if (isQuitting) return;
    event.preventDefault();
    void closeOrAsk(created);
  });
  created.webContents.setWindowOpenHandler(() => ({ action: 'deny' }));
  created.webContents.on('will-navigate', (event) => event.preventDefault());
  created.webContents.on('render-process-gone', (_event, { reason }) => {
    log.error('The window broke', { reason });
    if (!isQuitting) created.webContents.reload();
  });
  await created.loadURL(pageUrl(kept.read()));
};

const showWindow = (): void => {
  if (window === undefined) {
    if (preferences !== undefined) void createWindow(preferences);
    return;
  }
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
};

const start = async (): Promise<void> => {
  await app.whenReady();
  session.defaultSession.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.defaultSession.setPermissionCheckHandler(() => false);
  serveApp(path.join(here, '../renderer'));
  const kept = createPreferences(app.getPath('userData'));
  preferences = kept;
  nativeTheme.themeSource = kept.read().theme;
  const shell = createShellHandlers({
    window: () => window,
    supervisor,
    secrets,
    fileIds,
    snapshot,
    dataFolder: () => located,
    moveTo,
    preferences: kept,
    // Where a person chooses the language is where they are afterwards.
    reload: () => {
      showMenu();
      void window?.loadURL(pageUrl(kept.read(), '#settings'));
    },
  });
  serveWindow({ callEngine: supervisor.call, shell, fileIds, log });
  showMenu();
  await Promise.all([supervisor.start(), createWindow(kept)]);
};

if (app.requestSingleInstanceLock()) {
  app.on('second-instance', showWindow);
  app.on('activate', showWindow);
  app.on('before-quit', (event) => {
    if (isQuitting) return;
    event.preventDefault();
    void quit();
  });
  void start();
} else {
  app.exit(0);
}
