/**
 * Started as: electron [-r file]... [--inspect=0] [--remote-debugging-port=0] [--switches] <app folder or file> [args].
 * Runs the app's main bundle with the module `electron` resolved to the double.
 */
import { readFileSync, statSync } from 'node:fs';
import { createRequire, registerHooks } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const argv = process.argv.slice(2);
const requires: string[] = [];
let appPath = '';
let isInspected = false;
for (let at = 0; at < argv.length; at += 1) {
  const argument = argv[at] ?? '';
  if (argument === '-r') {
    at += 1;
    requires.push(argv[at] ?? '');
  } else if (argument.startsWith('--inspect')) isInspected = true;
  else if (!argument.startsWith('-') && appPath === '') appPath = path.resolve(argument);
}

// Electron's argv has no script; Playwright's loader trims it.
process.argv = [process.argv[0] ?? '', ...argv];
Object.defineProperty(process, 'type', { value: 'browser' });
Object.assign(process, { defaultApp: true, resourcesPath: path.dirname(appPath) });
for (const [name, value] of [
  ['electron', '45.5.0-double'],
  ['chrome', '156.0.0.0'],
] as const) {
  Object.defineProperty(process.versions, name, { value, enumerable: true });
}

const electronUrl = new URL('electron.ts', import.meta.url).href;
registerHooks({
  resolve: (specifier, context, next) =>
    ['electron', 'electron/main', 'electron/common'].includes(specifier)
      ? { url: electronUrl, format: 'module-typescript', shortCircuit: true }
      : next(specifier, context),
});
// Prints 'Debugger listening on ws://…', which Playwright waits for.
if (isInspected) (await import('node:inspector')).default.open(0, '127.0.0.1');

const { startDouble, announceDouble, readyDouble } = await import('./start-double.ts');
const isFolder = statSync(appPath).isDirectory();
const manifest = isFolder ? JSON.parse(readFileSync(path.join(appPath, 'package.json'), 'utf8')) : {};
await startDouble({ appPath, manifest });
const require = createRequire(import.meta.url);
// Playwright's loader.js holds back `ready` until it is attached.
for (const file of requires) require(file);
// Only now may Playwright connect: it calls what the loader left at once.
announceDouble();
await import(pathToFileURL(manifest.main === undefined ? appPath : path.join(appPath, manifest.main)).href);
readyDouble();
