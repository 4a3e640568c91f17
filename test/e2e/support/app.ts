import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test as base, _electron, type ElectronApplication, type Page } from '@playwright/test';

export const ROOT = path.resolve(import.meta.dirname, '../../..');
export const SAMPLES = path.join(ROOT, 'fixtures', 'batch-files');
export const MAPPING = path.join(ROOT, 'fixtures', 'metadata-mapping.csv');

/**
 * The only place that knows of the double. Electron's own package reads ELECTRON_OVERRIDE_DIST_PATH; where its binary
 * was downloaded, nothing is set and the same specs run on that.
 */
const hasBinary = existsSync(path.join(ROOT, 'node_modules/electron/path.txt'));
const DOUBLE = path.join(ROOT, 'test/electron-double');
// Playwright's workers inherit what was set in the process that began them.
const given = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
const usesDouble = !hasBinary && (given === undefined || given === DOUBLE);
if (usesDouble) process.env['ELECTRON_OVERRIDE_DIST_PATH'] = DOUBLE;
const chromium = process.env['ELECTRON_DOUBLE_CHROMIUM'] ?? 'chromium';
const isMissing = usesDouble && spawnSync(chromium, ['--version']).status !== 0;
const WHY_MISSING = 'the window is tested in Chromium where Electron cannot be downloaded, and there is no Chromium';
if (isMissing && process.env['CI'] === 'true') throw new Error(`No window: ${WHY_MISSING}.`);
if (isMissing) console.log(`Skipped: ${WHY_MISSING}.`);

export interface LaunchOptions {
  readonly dataFolder: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly switches?: readonly string[];
}

/** The built app, with a library and settings of its own. */
export const launch = async ({
  dataFolder,
  environment = {},
  switches = [],
}: LaunchOptions): Promise<ElectronApplication> => {
  const app = await _electron.launch({
    args: ['.', `--user-data-dir=${path.join(dataFolder, 'profile')}`, ...switches],
    cwd: ROOT,
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: dataFolder,
      STEVEDORE_DATA_DIR: path.join(dataFolder, 'data'),
      ...environment,
    },
  });
  if (process.env['SHOW'] !== undefined) {
    app.process().stderr?.on('data', (data: Buffer) => process.stderr.write(data));
    app.process().stdout?.on('data', (data: Buffer) => process.stderr.write(data));
  }
  return app;
};

/** The window of an app, once its page is there and the engine answers. */
export const windowOf = async (app: ElectronApplication): Promise<Page> => {
  const page = await app.firstWindow();
  await page.waitForURL(/index\.html/u);
  await page.waitForFunction(async () => {
    const answer = await window.stevedore.call('shell.snapshot', {});
    return answer.ok && answer.value.engine === 'running';
  });
  return page;
};

/** What the next dialogs for picking answer. */
export const answerPick = (app: ElectronApplication, ...filePaths: string[]): Promise<void> =>
  app.evaluate(({ dialog }, paths) => {
    dialog.showOpenDialog = (() =>
      Promise.resolve({ canceled: false, filePaths: paths })) as typeof dialog.showOpenDialog;
  }, filePaths);

export const answerSave = (app: ElectronApplication, filePath: string): Promise<void> =>
  app.evaluate(({ dialog }, file) => {
    dialog.showSaveDialog = (() =>
      Promise.resolve({ canceled: false, filePath: file })) as typeof dialog.showSaveDialog;
  }, filePath);

/** Which button the next questions are answered with. */
export const answerQuestion = (app: ElectronApplication, response: number): Promise<void> =>
  app.evaluate(({ dialog }, button) => {
    dialog.showMessageBox = (() =>
      Promise.resolve({ response: button, checkboxChecked: false })) as typeof dialog.showMessageBox;
  }, response);

interface Fixtures {
  readonly folder: string;
  readonly app: ElectronApplication;
  readonly page: Page;
}

export const test = base.extend<Fixtures>({
  // Playwright reads the fixtures that one needs from its first parameter.
  folder: async ({ browserName }, use) => {
    test.skip(isMissing, WHY_MISSING);
    const folder = mkdtempSync(path.join(tmpdir(), `stevedore-e2e-${browserName}-`));
    await use(folder);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  },
  app: async ({ folder }, use) => {
    const app = await launch({ dataFolder: folder });
    await use(app);
    await answerQuestion(app, 1).catch(() => undefined);
    await app.close().catch(() => undefined);
  },
  page: async ({ app }, use) => use(await windowOf(app)),
});

export { expect } from '@playwright/test';
