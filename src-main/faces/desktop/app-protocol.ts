import { net, protocol } from 'electron';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const SCHEME = 'app';
const HOST = 'stevedore';
export const APP_ORIGIN = `${SCHEME}://${HOST}`;

/** Everything is refused that is not named: no inline code or style, no connection, no frame. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "font-src 'self'",
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
};

/** Before the app is ready. */
export const registerAppScheme = (): void => {
  protocol.registerSchemesAsPrivileged([{ scheme: SCHEME, privileges: { standard: true, secure: true } }]);
};

/** Serves the window's files, and nothing outside of their folder. */
export const serveApp = (folder: string): void => {
  protocol.handle(SCHEME, async ({ url }) => {
    const { host, pathname } = new URL(url);
    const file = path.resolve(folder, `.${decodeURIComponent(pathname === '/' ? '/index.html' : pathname)}`);
    const type = TYPES[path.extname(file)];
    if (host !== HOST || type === undefined || !file.startsWith(folder + path.sep))
      return new Response('', { status: 404 });
    const { body } = await net.fetch(pathToFileURL(file).href);
    const headers = { 'content-type': type, 'content-security-policy': POLICY, 'x-content-type-options': 'nosniff' };
    return new Response(body, { headers });
  });
};
