import { execFileSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import path from 'node:path';

/** Where permission bits deny anything: Windows has none that Node could set. */
export const isWindows = process.platform === 'win32';

/** 'nobody', or nobody at all: an id that owns nothing is enough. */
const ANOTHER_USER = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

/**
 * Runs Node on these arguments and gives what it wrote to stdout. Permission bits do not bite the administrator, in whose
 * name containers run tests, so the process then belongs to another user; for anybody else it is a process of their own.
 */
export const nodeAsAnotherUser = (...args: string[]): string =>
  execFileSync(process.execPath, args, {
    encoding: 'utf8',
    cwd: path.resolve(import.meta.dirname, '../..'),
    env: { PATH: process.env['PATH'] },
    ...ANOTHER_USER,
  });

/** Calls an exported function as another user and gives what it resolves to; arguments and result go as JSON. */
export const callAsAnotherUser = (module: URL, name: string, ...args: unknown[]): unknown => {
  const script = `
    const { ${name} } = await import(${JSON.stringify(module.href)});
    console.log(JSON.stringify(await ${name}(...${JSON.stringify(args)})));`;
  return JSON.parse(nodeAsAnotherUser('--input-type=module', '--eval', script));
};

/** Takes every right on a file or folder away from everybody, and lets others reach the folder that it is in. */
export const denyAccess = (fileOrFolder: string): void => {
  chmodSync(path.dirname(fileOrFolder), 0o755);
  chmodSync(fileOrFolder, 0);
};
