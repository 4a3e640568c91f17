/**
 * `npm run package:dir`: packages the app into dist/ as electron-builder would, with the real Electron where its binary is
 * there, and else with a stand-in for the binary: what is packed and the fuses can then be looked at all the same.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '../..');
const hasBinary = existsSync(path.join(ROOT, 'node_modules/electron/path.txt'));

/** What @electron/fuses looks for in the binary: the sentinel, the version of the wire, its length, then the fuses. */
const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const FUSES = 9;

const makeStub = (): string => {
  const folder = path.join(ROOT, 'node_modules/.cache/electron-stub');
  mkdirSync(path.join(folder, 'resources'), { recursive: true });
  mkdirSync(path.join(folder, 'locales'), { recursive: true });
  const wire = Buffer.concat([Buffer.from(SENTINEL), Buffer.from([1, FUSES]), Buffer.from('1'.repeat(FUSES))]);
  writeFileSync(path.join(folder, 'electron'), Buffer.concat([Buffer.alloc(4096), wire, Buffer.alloc(4096)]));
  chmodSync(path.join(folder, 'electron'), 0o755);
  writeFileSync(path.join(folder, 'version'), '45.5.0');
  for (const name of ['LICENSE', 'LICENSES.chromium.html']) writeFileSync(path.join(folder, name), '');
  return folder;
};

const args = ['electron-builder', '--dir', '--linux', ...(hasBinary ? [] : [`-c.electronDist=${makeStub()}`])];
const { status } = spawnSync('npx', args, {
  cwd: ROOT,
  stdio: 'inherit',
  env: { ...process.env, CSC_IDENTITY_AUTO_DISCOVERY: 'false' },
});
process.exitCode = status ?? 1;
