import { EventEmitter } from 'node:events';
import { app, owned } from './app.ts';
import { event, notInDouble, record, state, strict } from './state.ts';
import { WebContents, type Owner } from './web-contents.ts';

const INSECURE = [
  ['nodeIntegration', true],
  ['contextIsolation', false],
  ['sandbox', false],
  ['webSecurity', false],
  ['nodeIntegrationInWorker', true],
  ['webviewTag', true],
] as const;

const windows = new Set<Window>();

class Window extends EventEmitter implements Owner {
  readonly options;
  readonly webContents: WebContents;
  readonly id: number;
  #isDestroyed = false;
  #isVisible: boolean;
  #isMinimized = false;
  #isMaximized = false;
  #isFocused = true;
  #bounds;
  #title: string;

  constructor(options: any = {}) {
    super();
    if (!app.isReady()) throw new Error('Cannot create BrowserWindow before app is ready');
    const preferences = options.webPreferences ?? {};
    for (const [name, bad] of INSECURE) {
      if (preferences[name] === bad) throw notInDouble(`webPreferences.${name}: ${bad}`);
    }
    this.options = options;
    this.#isVisible = options.show !== false;
    this.#bounds = { x: options.x ?? 0, y: options.y ?? 0, width: options.width ?? 800, height: options.height ?? 600 };
    this.#title = options.title ?? app.getName();
    this.webContents = strict(new WebContents(this, preferences), 'webContents');
    this.id = this.webContents.id;
    windows.add(this);
    app.emit('browser-window-created', event(), this);
    app.emit('web-contents-created', event(), this.webContents);
  }

  loadURL(url: string): Promise<void> {
    return this.webContents.loadURL(url);
  }
  show(): void {
    this.#isVisible = true;
    this.emit('show');
  }
  hide(): void {
    this.#isVisible = false;
    this.emit('hide');
  }
  isVisible(): boolean {
    return this.#isVisible;
  }
  focus(): void {
    this.#isFocused = true;
    this.emit('focus');
  }
  blur(): void {
    this.#isFocused = false;
    this.emit('blur');
  }
  isFocused(): boolean {
    return this.#isFocused;
  }
  minimize(): void {
    this.#isMinimized = true;
    this.emit('minimize');
  }
  restore(): void {
    this.#isMinimized = false;
    this.emit('restore');
  }
  isMinimized(): boolean {
    return this.#isMinimized;
  }
  maximize(): void {
    this.#isMaximized = true;
    this.emit('maximize');
  }
  unmaximize(): void {
    this.#isMaximized = false;
  }
  isMaximized(): boolean {
    return this.#isMaximized;
  }
  getBounds() {
    return { ...this.#bounds };
  }
  getNormalBounds() {
    return this.getBounds();
  }
  setSize(width: number, height: number): void {
    Object.assign(this.#bounds, { width, height });
    this.emit('resize');
    void this.webContents.attached.then(() => this.webContents.resizeTo(width, height));
  }
  setTitle(title: string): void {
    this.#title = title;
  }
  getTitle(): string {
    return this.#title;
  }
  setProgressBar(progress: number, options?: object): void {
    record('BrowserWindow.setProgressBar', progress, options);
  }
  flashFrame(flag: boolean): void {
    record('BrowserWindow.flashFrame', flag);
  }
  setBackgroundColor(): void {}
  isDestroyed(): boolean {
    return this.#isDestroyed;
  }
  close(): void {
    void this.closeUnlessPrevented();
  }
  async closeUnlessPrevented(): Promise<boolean> {
    if (this.#isDestroyed) return true;
    const closing = event();
    this.emit('close', closing);
    if (closing.defaultPrevented) return false;
    await this.#destroy();
    return true;
  }
  destroy(): void {
    void this.#destroy();
  }
  async #destroy(): Promise<void> {
    await this.webContents.attached.catch(() => undefined);
    await state.cdp.send('Target.closeTarget', { targetId: this.webContents.targetId }).catch(() => undefined);
    this.webContents.gone();
  }
  closed(): void {
    if (this.#isDestroyed) return;
    this.#isDestroyed = true;
    windows.delete(this);
    this.emit('closed');
    if (windows.size > 0 || state.isExiting) return;
    if (app.listenerCount('window-all-closed') > 0) app.emit('window-all-closed');
    else app.quit();
  }
}

owned.closeWindows = async () => {
  for (const window of windows) if (!(await window.closeUnlessPrevented())) return false;
  return true;
};

/** `new BrowserWindow()` gives a window whose missing members throw. */
export const BrowserWindow = strict(
  Object.assign(
    function BrowserWindow(options) {
      const window = new Window(options);
      const guarded = strict(window, 'browserWindow');
      guardedWindows.set(window, guarded);
      return guarded;
    },
    {
      getAllWindows: () => [...windows].map((window) => guardedWindows.get(window) ?? window),
      getFocusedWindow: () => guardedWindows.get([...windows].findLast((window) => window.isFocused())) ?? null,
      fromWebContents: (contents) => guardedWindows.get([...windows].find(({ id }) => id === contents?.id)) ?? null,
      fromId: (id: number) => guardedWindows.get([...windows].find((window) => window.id === id)) ?? null,
    },
  ),
  'BrowserWindow',
);
const guardedWindows = new Map<Window, Window>();
