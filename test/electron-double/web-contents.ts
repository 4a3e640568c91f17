import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { codec } from './codec.ts';
import { ipcMain } from './ipc-main.ts';
import { isolatedWorldSource, mainWorldSource } from './page-scripts.ts';
import { fromPage, handlers, schemes, toPage } from './protocol.ts';
import { defaultSession } from './session.ts';
import { event, notInDouble, state, strict } from './state.ts';

const WORLD = 'Electron Isolated Context';

export interface Owner extends EventEmitter {
  readonly options: { width?: number; height?: number };
  closed(): void;
  close(): void;
}

const all = new Map<number, WebContents>();
let nextId = 1;

const readPreload = (file: string): string => {
  if (!path.isAbsolute(file)) throw new Error('preload script must have absolute path');
  if (file.endsWith('.mjs')) throw new Error('a sandboxed preload must be CommonJS');
  return readFileSync(file, 'utf8');
};

export class WebContents extends EventEmitter {
  readonly id = nextId++;
  readonly session = defaultSession;
  readonly mainFrame;
  readonly attached: Promise<void>;
  readonly navigationHistory = strict({ canGoBack: () => false }, 'webContents.navigationHistory');
  targetId = '';
  owner: Owner;
  #preferences;
  #send: (method: string, params?: object) => Promise<any>;
  #url = '';
  #frameId: string | undefined;
  #context: string | undefined;
  #expected: string | undefined;
  #loading: PromiseWithResolvers<void> | undefined;
  #openHandler;
  #isDestroyed = false;

  static fromDevToolsTargetId(targetId: string): WebContents | undefined {
    return [...all.values()].find((contents) => contents.targetId === targetId);
  }
  static fromId(id: number): WebContents | undefined {
    return all.get(id);
  }
  static getAllWebContents(): WebContents[] {
    return [...all.values()];
  }

  constructor(owner: Owner, preferences) {
    super();
    this.owner = owner;
    this.#preferences = preferences;
    const url = () => this.#url;
    this.mainFrame = strict(
      {
        get url() {
          return url();
        },
        get origin() {
          const { protocol, host } = new URL(url());
          return `${protocol}//${host}`;
        },
        parent: null,
        isDestroyed: () => this.#isDestroyed,
      },
      'webFrameMain',
    );
    all.set(this.id, this);
    this.attached = this.#attach();
    this.attached.catch((error) => console.error('double: attaching failed', error));
  }

  async #attach(): Promise<void> {
    const { width = 800, height = 600 } = this.owner.options;
    const adopted = state.adoptable;
    state.adoptable = undefined;
    const create = { url: 'about:blank', newWindow: true, width, height };
    this.targetId = adopted ?? (await state.cdp.send('Target.createTarget', create)).targetId;
    const { sessionId } = await state.cdp.send('Target.attachToTarget', { targetId: this.targetId, flatten: true });
    this.#send = (method, params) => state.cdp.send(method, params, sessionId);
    state.cdp.listen(sessionId, (method, params) => {
      this.#onEvent(method, params).catch((error) => {
        if (!this.#isDestroyed) console.error(`double: ${method}`, error.message);
      });
    });
    const secret = randomUUID();
    const preloadPath = this.#preferences.preload;
    const preloadText = preloadPath === undefined ? '' : readPreload(preloadPath);
    const info = {
      preloadPath: preloadPath ?? 'no-preload',
      platform: process.platform,
      arch: process.arch,
      versions: { ...process.versions },
    };
    await Promise.all([
      this.#send('Page.enable'),
      this.#send('Runtime.enable'),
      this.#send('Debugger.enable'),
      this.#send('Inspector.enable'),
      this.#send('Fetch.enable', { patterns: [{ urlPattern: '*' }] }),
      // Seen in the isolated world alone.
      this.#send('Runtime.addBinding', { name: '__electronDoubleSend', executionContextName: WORLD }),
      this.#send('Page.addScriptToEvaluateOnNewDocument', { source: mainWorldSource(secret) }),
      this.#send('Page.addScriptToEvaluateOnNewDocument', {
        source: isolatedWorldSource(secret, info, preloadText),
        worldName: WORLD,
      }),
    ]);
    if (state.themeSource !== 'system') await this.takeTheme();
    await this.resizeTo(width, height);
  }

  /** nativeTheme.themeSource, as the page sees it. */
  async takeTheme(): Promise<void> {
    if (this.#isDestroyed || this.#send === undefined) return;
    const value = state.themeSource === 'system' ? '' : state.themeSource;
    await this.#send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value }] });
  }

  /** Chromium counts its own frame into a window: the page gets what Electron would give. */
  async resizeTo(width: number, height: number): Promise<void> {
    const { windowId } = await state.cdp.send('Browser.getWindowForTarget', { targetId: this.targetId });
    await state.cdp.send('Browser.setWindowBounds', { windowId, bounds: { width, height } });
    const expression = 'JSON.stringify([innerWidth, innerHeight])';
    const { result } = await this.#send('Runtime.evaluate', { expression, returnByValue: true });
    const [innerWidth, innerHeight] = JSON.parse(result.value);
    const bounds = { width: width + width - innerWidth, height: height + height - innerHeight };
    await state.cdp.send('Browser.setWindowBounds', { windowId, bounds });
  }

  async #onEvent(method: string, params): Promise<void> {
    switch (method) {
      case 'Page.frameNavigated':
        if (params.frame.parentId !== undefined) return;
        this.#frameId = params.frame.id;
        this.#url = fromPage(params.frame.url);
        if (params.frame.url !== 'about:blank') this.emit('did-navigate', event(), this.#url, 200, 'OK');
        return;
      case 'Page.loadEventFired': {
        const loading = this.#loading;
        if (loading === undefined) return;
        this.#loading = undefined;
        this.emit('did-finish-load', event());
        loading.resolve();
        this.owner.emit('ready-to-show', event());
        return;
      }
      case 'Runtime.executionContextCreated':
        if (params.context.name === WORLD && params.context.auxData?.frameId === (this.#frameId ?? this.targetId)) {
          this.#context = params.context.uniqueId;
        }
        return;
      case 'Runtime.bindingCalled':
        return this.#fromPage(codec.decode(params.payload));
      case 'Inspector.targetCrashed':
        this.emit('render-process-gone', event(), { reason: 'crashed', exitCode: 133 });
        return;
      case 'Inspector.detached':
        this.gone();
        return;
      case 'Debugger.paused':
        return this.#onPaused(params);
      case 'Fetch.requestPaused':
        return this.#onRequest(params);
    }
  }

  #ipcEvent() {
    return strict({ sender: this, senderFrame: this.mainFrame, type: 'frame', ports: [] }, 'ipcMainEvent');
  }

  async #fromPage(message): Promise<void> {
    switch (message.op) {
      case 'invoke': {
        const answer = await ipcMain.answer(message.channel, this.#ipcEvent(), message.args);
        const clone = `Error invoking remote method '${message.channel}': Error: An object could not be cloned.`;
        let text: string;
        try {
          text = codec.encode({ op: 'settle', id: message.id, ...answer });
        } catch {
          text = codec.encode({ op: 'settle', id: message.id, error: clone });
        }
        return this.#deliver(text);
      }
      case 'send':
        ipcMain.emit(message.channel, this.#ipcEvent(), ...message.args);
        return;
      case 'open': {
        const answer = this.#openHandler?.({
          url: fromPage(message.url),
          frameName: message.target,
          features: message.features,
        });
        if (answer?.action !== 'deny') throw notInDouble("setWindowOpenHandler's 'allow'");
        return;
      }
      case 'preload-error':
        console.error(`double: the preload failed: ${message.message}`);
        this.emit('preload-error', event(), this.#preferences.preload, new Error(message.message));
    }
  }

  /** webUtils.getPathForFile is synchronous: the page stands still while we look. */
  async #onPaused(params): Promise<void> {
    const [frame] = params.callFrames;
    const evaluate = (expression: string) =>
      this.#send('Debugger.evaluateOnCallFrame', { callFrameId: frame.callFrameId, expression });
    try {
      if (frame.functionName !== '__doubleGetPath') return;
      const { result } = await evaluate('_file');
      const info = await this.#send('DOM.getFileInfo', { objectId: result.objectId }).catch(() => ({ path: '' }));
      await evaluate(`result = ${JSON.stringify(info.path)}`);
    } finally {
      await this.#send('Debugger.resume').catch(() => undefined);
    }
  }

  async #onRequest({ requestId, request, resourceType, frameId }): Promise<void> {
    const url = fromPage(request.url);
    const fail = (errorReason: string) => this.#send('Fetch.failRequest', { requestId, errorReason });
    const isMain = resourceType === 'Document' && frameId === (this.#frameId ?? this.targetId);
    const isExpected = url === this.#expected || url.split('#')[0] === this.#expected?.split('#')[0];
    if (isMain && !isExpected) {
      const navigation = event({ url, isMainFrame: true });
      this.emit('will-navigate', navigation, url);
      if (navigation.defaultPrevented) return fail('Aborted');
      this.#loading ??= Promise.withResolvers();
    }
    if (isMain) this.#expected = undefined;
    const scheme = /^([a-z0-9+.-]+):/u.exec(url)?.[1] ?? '';
    if (!schemes.has(scheme)) return this.#send('Fetch.continueRequest', { requestId });
    const handler = handlers.get(scheme);
    if (handler === undefined) return fail('Failed');
    const { method, headers, postData } = request;
    const response = await handler(
      new Request(url, { method, headers, ...(postData !== undefined && { body: postData }) }),
    );
    const names = [...schemes.keys()].join('|');
    // In a policy the scheme is ours too.
    const toPageHeader = (value: string) => value.replace(new RegExp(`\\b(${names})://`, 'gu'), 'https://$1--');
    const responseHeaders = [...response.headers].map(([name, value]) => ({ name, value: toPageHeader(value) }));
    const body = Buffer.from(await response.arrayBuffer()).toString('base64');
    await this.#send('Fetch.fulfillRequest', { requestId, responseCode: response.status, responseHeaders, body });
  }

  async #deliver(text: string): Promise<void> {
    if (this.#isDestroyed || this.#context === undefined) return;
    const call = {
      functionDeclaration: 'function (text) { globalThis.__electronDoubleReceive(text); }',
      arguments: [{ value: text }],
      uniqueContextId: this.#context,
    };
    await this.#send('Runtime.callFunctionOn', call).catch(() => undefined);
  }

  send(channel: string, ...args: unknown[]): void {
    if (this.#isDestroyed) throw new TypeError('Object has been destroyed');
    void this.#deliver(codec.encode({ op: 'event', channel, args }));
  }
  async loadURL(url: string): Promise<void> {
    if (this.#isDestroyed) throw new TypeError('Object has been destroyed');
    await this.attached;
    this.#expected = url;
    const loading = Promise.withResolvers<void>();
    this.#loading = loading;
    const { errorText } = await this.#send('Page.navigate', { url: toPage(url) });
    if (errorText === undefined) return loading.promise;
    this.#loading = undefined;
    throw new Error(`${errorText.replace('net::', '')} (-2) loading '${url}'`);
  }
  getURL(): string {
    return this.#url;
  }
  isDestroyed(): boolean {
    return this.#isDestroyed;
  }
  isLoading(): boolean {
    return this.#loading !== undefined;
  }
  isFocused(): boolean {
    return true;
  }
  focus(): void {}
  reload(): void {
    void this.loadURL(this.#url);
  }
  setWindowOpenHandler(handler): void {
    this.#openHandler = handler;
  }
  setVisualZoomLevelLimits(): void {}
  close(): void {
    this.owner.close();
  }
  gone(): void {
    if (this.#isDestroyed) return;
    this.#isDestroyed = true;
    all.delete(this.id);
    this.#loading?.reject(new Error('ERR_FAILED (-2)'));
    this.emit('destroyed');
    this.owner.closed();
  }
}
