import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

/** The window's JavaScript, compressed: what is larger is slow to start and hard to keep in mind. Needs a build. */
const LIMIT_KB = 350;

const folder = path.resolve(import.meta.dirname, '../../out/renderer/assets');
const scripts = readdirSync(folder).filter((name) => name.endsWith('.js'));
const bytes = scripts.reduce((sum, name) => sum + gzipSync(readFileSync(path.join(folder, name))).length, 0);
const size = Math.round(bytes / 1000);
console.log(`${scripts.length} script(s) of the window, ${size} kB compressed; the limit is ${LIMIT_KB} kB`);
process.exitCode = scripts.length > 0 && size <= LIMIT_KB ? 0 : 1;
