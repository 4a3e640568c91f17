import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { BrowserWindow } from './browser-window.ts';
import { notInDouble, record, state, strict } from './state.ts';
import { WebContents } from './web-contents.ts';

const unscripted = (name: string, answer: object) => async () => {
  console.error(`double: ${name} was not scripted; it answers as if cancelled`);
  return answer;
};

/** Tests replace these with electronApp.evaluate, as with the real Electron. */
export const dialog = strict(
  {
    showOpenDialog: unscripted('dialog.showOpenDialog', { canceled: true, filePaths: [] }),
    showSaveDialog: unscripted('dialog.showSaveDialog', { canceled: true, filePath: '' }),
    showMessageBox: unscripted('dialog.showMessageBox', { response: 0, checkboxChecked: false }),
    showErrorBox: (title: string, content: string) => console.error('dialog.showErrorBox', title, content),
  },
  'dialog',
);

export const shell = strict(
  {
    openPath: async (file: string) => {
      record('shell.openPath', file);
      return '';
    },
    openExternal: async (url: string) => record('shell.openExternal', url),
    showItemInFolder: (file: string) => record('shell.showItemInFolder', file),
  },
  'shell',
);

const hasKeyring = (): boolean => process.env['ELECTRON_DOUBLE_NO_KEYRING'] !== '1';
/** A fixed key: nothing that a test stores is secret. */
const KEY = createHash('sha256').update('electron-double-test-key').digest();

export const safeStorage = strict(
  {
    isAsyncEncryptionAvailable: async () => hasKeyring(),
    getSelectedStorageBackend: () => (hasKeyring() ? 'gnome_libsecret' : 'basic_text'),
    encryptStringAsync: async (text: string) => {
      if (!hasKeyring()) throw new Error('Encryption is not available.');
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', KEY, nonce);
      return Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
    },
    decryptStringAsync: async (bytes: Buffer) => {
      const decipher = createDecipheriv('aes-256-gcm', KEY, bytes.subarray(0, 12));
      decipher.setAuthTag(bytes.subarray(-16));
      const result = decipher.update(bytes.subarray(12, -16)).toString('utf8') + decipher.final('utf8');
      return { result, shouldReEncrypt: false };
    },
  },
  'safeStorage',
);

const blockers = new Set<number>();
let nextBlocker = 0;
export const powerSaveBlocker = strict(
  {
    start: (type: string) => {
      nextBlocker += 1;
      blockers.add(nextBlocker);
      record('powerSaveBlocker.start', type);
      return nextBlocker;
    },
    stop: (id: number) => {
      record('powerSaveBlocker.stop');
      return blockers.delete(id);
    },
    isStarted: (id: number) => blockers.has(id),
  },
  'powerSaveBlocker',
);

class NotificationOfDouble extends EventEmitter {
  readonly options: { title?: string; body?: string };
  constructor(options) {
    super();
    this.options = options;
  }
  static isSupported(): boolean {
    return true;
  }
  show(): void {
    record('Notification.show', this.options);
  }
}
export { NotificationOfDouble as Notification };

class MenuItem {
  readonly submenu;
  constructor(options) {
    Object.assign(this, { enabled: true, visible: true, checked: false }, options);
    this.submenu = Array.isArray(options.submenu) ? Menu.buildFromTemplate(options.submenu) : undefined;
    Object.assign(this, { click: () => options.click?.(this, BrowserWindow.getFocusedWindow(), {}) });
  }
}

export class Menu {
  static #application: Menu | null = null;
  readonly items: any[] = [];
  static setApplicationMenu(menu: Menu | null): void {
    Menu.#application = menu;
  }
  static getApplicationMenu(): Menu | null {
    return Menu.#application;
  }
  static buildFromTemplate(template): Menu {
    const menu = new Menu();
    menu.items.push(...template.map((options) => new MenuItem(options)));
    return menu;
  }
  getMenuItemById(id: string) {
    for (const item of this.items) {
      const found = item.id === id ? item : item.submenu?.getMenuItemById(id);
      if (found) return found;
    }
    return null;
  }
}

class NativeTheme extends EventEmitter {
  readonly shouldUseDarkColors = false;
  get themeSource(): string {
    return state.themeSource;
  }
  set themeSource(source: string) {
    if (source === state.themeSource) return;
    state.themeSource = source;
    for (const contents of WebContents.getAllWebContents()) void contents.takeTheme();
    this.emit('updated');
  }
}
export const nativeTheme = strict(new NativeTheme(), 'nativeTheme');

const DISPLAY = {
  id: 1,
  bounds: { x: 0, y: 0, width: 1920, height: 1080 },
  workArea: { x: 0, y: 0, width: 1920, height: 1080 },
};
export const screen = strict({ getAllDisplays: () => [DISPLAY], getPrimaryDisplay: () => DISPLAY }, 'screen');

export const clipboard = strict({ writeText: (text: string) => record('clipboard.writeText', text) }, 'clipboard');

export const net = strict(
  {
    fetch: async (url: string) => {
      if (!url.startsWith('file:')) throw notInDouble('net.fetch of anything but a file');
      return new Response(new Uint8Array(await readFile(fileURLToPath(url))));
    },
  },
  'net',
);

export const powerMonitor = strict(new EventEmitter(), 'powerMonitor');
