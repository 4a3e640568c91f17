import type { Cdp } from './cdp.ts';

export interface AppInfo {
  readonly appPath: string;
  readonly manifest: {
    readonly name?: string;
    readonly productName?: string;
    readonly version?: string;
    readonly main?: string;
  };
}

/** What the modules of the double share. */
export const state = {
  info: { appPath: '', manifest: {} } as AppInfo,
  cdp: undefined as unknown as Cdp,
  isExiting: false,
  isHeaded: process.env['ELECTRON_DOUBLE_HEADED'] === '1',
  switches: new Map<string, string>(),
  themeSource: 'system',
  /** The page that a headed Chromium opened by itself. */
  adoptable: undefined as string | undefined,
  /** Ends Chromium. */
  stopChromium: async (): Promise<void> => undefined,
};

/** Calls that leave the app, for tests to look at: `globalThis.__electronDoubleRecorded`. */
const recorded: { call: string; args: unknown[] }[] = [];
Object.assign(globalThis, { __electronDoubleRecorded: recorded });
export const record = (call: string, ...args: unknown[]): void => void recorded.push({ call, args });

export const notInDouble = (name: string): Error => new Error(`${name} is not in the Electron double`);

/** An object whose missing members throw instead of being undefined: nothing passes a test by not being there. */
export const strict = <T extends object>(target: T, name: string): T =>
  new Proxy(target, {
    get: (object, key) => {
      // What promises, consoles and test runners look for on any object.
      const isLookedFor =
        typeof key === 'symbol' || ['then', 'toJSON', 'nodeType', '$$typeof', 'asymmetricMatch'].includes(key);
      if (!isLookedFor && !(key in object)) throw notInDouble(`${name}.${key}`);
      const value: unknown = Reflect.get(object, key, object);
      return typeof value === 'function' && !/^class\s/u.test(Function.prototype.toString.call(value))
        ? value.bind(object)
        : value;
    },
  });

/** An event of Electron's, which a listener can prevent. */
export const event = <T extends object>(extra?: T) => ({
  defaultPrevented: false,
  preventDefault() {
    this.defaultPrevented = true;
  },
  ...extra,
});

export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
