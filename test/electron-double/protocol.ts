import { app } from './app.ts';
import { notInDouble, strict } from './state.ts';

export const schemes = new Map<string, object>();
export const handlers = new Map<string, (request: Request) => Promise<Response>>();
const SUFFIX = '.double.test';

/** app://host/path is served to the page as https://app--host.double.test/path. */
export const toPage = (url: string): string => {
  const [, scheme, host, rest] = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)(.*)$/iu.exec(url) ?? [];
  return scheme !== undefined && schemes.has(scheme) ? `https://${scheme}--${host}${SUFFIX}${rest || '/'}` : url;
};
export const fromPage = (url = ''): string => {
  const [, scheme, host, rest] = /^https:\/\/([a-z0-9+.]+)--([^/]*)\.double\.test(.*)$/u.exec(url) ?? [];
  return scheme === undefined ? url : `${scheme}://${host}${rest}`;
};

export const protocol = strict(
  {
    registerSchemesAsPrivileged(list) {
      if (app.isReady()) throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready');
      for (const { scheme, privileges = {} } of list) schemes.set(scheme, privileges);
    },
    handle(scheme: string, handler: (request: Request) => Promise<Response>) {
      if (!app.isReady()) throw new Error('protocol.handle can only be used after app is ready');
      if (!schemes.has(scheme)) throw notInDouble('a scheme without registerSchemesAsPrivileged');
      if (handlers.has(scheme)) throw new Error(`Failed to register protocol: ${scheme}`);
      handlers.set(scheme, handler);
    },
  },
  'protocol',
);
