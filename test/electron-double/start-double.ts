import { spawn } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { app } from './app.ts';
import { Cdp } from './cdp.ts';
import { sleep, state, type AppInfo } from './state.ts';
import { WebContents } from './web-contents.ts';

const FLAGS = [
  '--test-type',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-extensions',
  '--disable-back-forward-cache',
  '--disable-dev-shm-usage',
  '--password-store=basic',
  '--force-color-profile=srgb',
  '--disable-features=Translate,MediaRouter,PaintHolding,HttpsUpgrades,OptimizationHints',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
  '--remote-debugging-port=0',
  // Chromium ends when the other end of this pipe does: it never outlives an app that was killed.
  '--remote-debugging-pipe',
];

let devToolsUrl = '';

const adoptFirstPage = async (): Promise<void> => {
  for (let tries = 0; tries < 100 && state.adoptable === undefined; tries += 1) {
    const { targetInfos } = await state.cdp.send('Target.getTargets');
    state.adoptable = targetInfos.find(({ type }) => type === 'page')?.targetId;
    if (state.adoptable === undefined) await sleep(50);
  }
};

/** Starts Chromium and connects to it. */
export const startDouble = async (info: AppInfo): Promise<void> => {
  state.info = info;
  // One for each process: a second instance must get as far as asking for the lock.
  const profile = path.join(app.getPath('userData'), `.double-chromium-${process.pid}`);
  mkdirSync(profile, { recursive: true });
  const mode = state.isHeaded ? ['--app=data:text/html,'] : ['--headless', '--no-startup-window'];
  const scheme = process.env['ELECTRON_DOUBLE_DARK'] === '1' ? ['--blink-settings=preferredColorScheme=0'] : [];
  // Electron's own switch for the language of the system.
  const language = app.commandLine.getSwitchValue('lang');
  const languages = language === '' ? [] : [`--lang=${language}`, `--accept-lang=${language}`];
  const executable = process.env['ELECTRON_DOUBLE_CHROMIUM'] ?? 'chromium';
  const chromium = spawn(executable, [...mode, ...FLAGS, ...scheme, ...languages, `--user-data-dir=${profile}`], {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'],
  });
  devToolsUrl = await new Promise((resolve, reject) => {
    let output = '';
    chromium.stderr.on('data', (data) => {
      output += data;
      const [, url] = /DevTools listening on (ws:\/\/\S+)/u.exec(output) ?? [];
      if (url !== undefined) resolve(url);
    });
    chromium.on('error', (error) => reject(new Error(`Chromium cannot be started: ${error.message}`)));
    chromium.on('exit', (code) => {
      reject(new Error(`Chromium ended with ${code}: ${output.slice(-1000)}`));
      if (!state.isExiting) process.exit(1);
    });
  });
  chromium.unref();
  state.cdp = await Cdp.connect(devToolsUrl);
  state.cdp.listen('', (method, params) => {
    if (method === 'Target.targetDestroyed') WebContents.fromDevToolsTargetId(params.targetId)?.gone();
  });
  await state.cdp.send('Target.setDiscoverTargets', { discover: true });
  if (state.isHeaded) await adoptFirstPage();
  state.stopChromium = async () => {
    state.isExiting = true;
    await Promise.race([state.cdp.send('Browser.close').catch(() => undefined), sleep(1500)]);
    if (chromium.exitCode === null) chromium.kill('SIGKILL');
  };
  process.on('exit', () => {
    chromium.kill('SIGKILL');
    rmSync(profile, { recursive: true, force: true, maxRetries: 3 });
  });
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => app.quit());
};

export const announceDouble = (): void => void process.stderr.write(`\nDevTools listening on ${devToolsUrl}\n`);

export const readyDouble = (): void => void setImmediate(() => app.becomeReady());
