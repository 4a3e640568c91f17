import { EventEmitter } from 'node:events';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  watch,
  writeFileSync,
  type FSWatcher,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { event, state, strict } from './state.ts';

const residentKilobytes = (pid: number, key: string): number => {
  try {
    return Number(new RegExp(`${key}:\\s+(\\d+)`, 'u').exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
};

/** Filled by the modules that own windows and utilities: they need the app, which must not need them. */
export const owned = {
  closeWindows: async (): Promise<boolean> => true,
  utilities: new Map<number, { readonly name: string; kill: () => boolean }>(),
};

class App extends EventEmitter {
  readonly #paths: Record<string, string> = {};
  readonly #ready = Promise.withResolvers<object>();
  #isReady = false;
  #isQuitting = false;
  #inbox: FSWatcher | undefined;
  readonly isPackaged = false;
  readonly name = 'app';
  readonly dock = undefined;
  readonly commandLine = strict(
    {
      appendSwitch: (name: string, value = '') => void state.switches.set(name, value),
      hasSwitch: (name: string) => process.argv.some((one) => one === `--${name}` || one.startsWith(`--${name}=`)),
      getSwitchValue: (name: string) =>
        state.switches.get(name) ??
        process.argv.find((one) => one.startsWith(`--${name}=`))?.slice(name.length + 3) ??
        '',
    },
    'app.commandLine',
  );

  isReady(): boolean {
    return this.#isReady;
  }
  whenReady(): Promise<object> {
    return this.#ready.promise;
  }
  becomeReady(): void {
    this.#isReady = true;
    this.emit('ready', {}, {});
    this.#ready.resolve({});
  }
  getVersion(): string {
    return state.info.manifest.version ?? '0.0.0';
  }
  getName(): string {
    return state.info.manifest.productName ?? state.info.manifest.name ?? this.name;
  }
  setName(): void {}
  getAppPath(): string {
    return state.info.appPath;
  }
  getLocale(): string {
    const given = this.commandLine.getSwitchValue('lang');
    return given === '' ? 'en-US' : given;
  }
  getPreferredSystemLanguages(): string[] {
    return [this.getLocale()];
  }
  getPath(name: string): string {
    if (this.#paths[name] !== undefined) return this.#paths[name];
    const given = this.commandLine.getSwitchValue('user-data-dir');
    const userData = given === '' ? path.join(os.homedir(), '.config', this.getName()) : given;
    const home = os.homedir();
    const found = {
      userData,
      sessionData: userData,
      logs: path.join(userData, 'logs'),
      temp: os.tmpdir(),
      home,
      appData: path.dirname(userData),
      documents: path.join(home, 'Documents'),
      downloads: path.join(home, 'Downloads'),
    }[name];
    if (found === undefined) throw new Error(`Failed to get '${name}' path`);
    return found;
  }
  setPath(name: string, value: string): void {
    this.#paths[name] = value;
  }
  setAppUserModelId(): void {}
  enableSandbox(): void {}
  setAboutPanelOptions(): void {}
  showAboutPanel(): void {}
  focus(): void {}
  setBadgeCount(): boolean {
    return true;
  }
  getAppMetrics() {
    return [process.pid, ...owned.utilities.keys()].map((pid) => ({
      pid,
      type: pid === process.pid ? 'Browser' : 'Utility',
      name: owned.utilities.get(pid)?.name,
      creationTime: Date.now(),
      cpu: { percentCPUUsage: 0, idleWakeupsPerSecond: 0 },
      memory: { workingSetSize: residentKilobytes(pid, 'VmRSS'), peakWorkingSetSize: residentKilobytes(pid, 'VmHWM') },
    }));
  }

  requestSingleInstanceLock(extra?: object): boolean {
    const folder = this.getPath('userData');
    const lock = path.join(folder, 'SingletonLock.double');
    const inbox = path.join(folder, 'second-instance.double');
    mkdirSync(inbox, { recursive: true });
    if (this.#isHeldByOther(lock)) {
      const note = path.join(inbox, String(process.pid));
      writeFileSync(`${note}.tmp`, JSON.stringify({ argv: process.argv, cwd: process.cwd(), extra }));
      renameSync(`${note}.tmp`, `${note}.json`);
      return false;
    }
    writeFileSync(lock, String(process.pid));
    this.#inbox = watch(inbox, () => this.#readInbox(inbox));
    this.#inbox.unref();
    return true;
  }
  #isHeldByOther(lock: string): boolean {
    if (!existsSync(lock)) return false;
    try {
      const pid = Number(readFileSync(lock, 'utf8'));
      process.kill(pid, 0);
      return pid !== process.pid;
    } catch {
      return false;
    }
  }
  #readInbox(inbox: string): void {
    for (const name of readdirSync(inbox).filter((one) => one.endsWith('.json'))) {
      const { argv, cwd, extra } = JSON.parse(readFileSync(path.join(inbox, name), 'utf8'));
      rmSync(path.join(inbox, name));
      this.emit('second-instance', {}, argv, cwd, extra);
    }
  }
  releaseSingleInstanceLock(): void {
    this.#inbox?.close();
    rmSync(path.join(this.getPath('userData'), 'SingletonLock.double'), { force: true });
  }

  /** Returns at once, as in Electron. */
  quit(): void {
    void this.#quit();
  }
  async #quit(): Promise<void> {
    if (this.#isQuitting) return;
    this.#isQuitting = true;
    const before = event();
    this.emit('before-quit', before);
    const isStopped = before.defaultPrevented || !(await owned.closeWindows());
    const will = event();
    if (!isStopped) this.emit('will-quit', will);
    if (isStopped || will.defaultPrevented) {
      this.#isQuitting = false;
      return;
    }
    this.emit('quit', event(), 0);
    this.exit(0);
  }
  exit(code = 0): void {
    for (const utility of owned.utilities.values()) utility.kill();
    if (this.#inbox !== undefined) this.releaseSingleInstanceLock();
    process.exitCode = code;
    void state.stopChromium().finally(() => process.exit(code));
  }
}

export const app = strict(new App(), 'app');
