import path from 'node:path';
import { init, type ModuleInfos } from 'license-checker-rseidelsohn';
import { isPermitted } from './permitted-licence.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');

interface Exception {
  /** Start of `name@version`. */
  readonly package: string;
  readonly reason: string;
  /** Whether the exception also holds for what is shipped. */
  readonly production: boolean;
}

/** Packages whose licence a person has read, with what was found. */
const EXCEPTIONS: readonly Exception[] = [
  { package: 'axe-core', reason: 'MPL-2.0: unchanged, used by tests, not shipped', production: false },
  { package: '@axe-core/playwright', reason: 'MPL-2.0: unchanged, used by tests, not shipped', production: false },
  { package: 'truncate-utf8-bytes', reason: 'WTFPL: asks for nothing; used by the packager', production: false },
  { package: 'lightningcss', reason: 'MPL-2.0: unchanged, a tool of the test runner, not shipped', production: false },
  { package: 'duck@0.1.12', reason: 'says "BSD"; its LICENSE file is the text of BSD-2-Clause', production: true },
];

const installed = (production: boolean): Promise<ModuleInfos> =>
  new Promise((resolve, reject) => {
    init({ start: ROOT, production, excludePrivatePackages: true }, (error, modules) => {
      if (error === undefined || error === null) resolve(modules);
      else reject(error);
    });
  });

const refused = (modules: ModuleInfos, production: boolean): string[] =>
  Object.entries(modules)
    .filter(([, { licenses }]) => ![licenses ?? []].flat().some(isPermitted))
    .filter(([name]) => !EXCEPTIONS.some((one) => name.startsWith(one.package) && (one.production || !production)))
    .map(([name, { licenses }]) => `${name}: ${[licenses ?? 'no licence'].flat().join(', ')}`);

const shipped = await installed(true);
const all = await installed(false);
const faults = [...new Set([...refused(shipped, true), ...refused(all, false)])];
for (const fault of faults) console.error(`Licence not permitted: ${fault}`);
console.log(
  `${Object.keys(all).length} packages (${Object.keys(shipped).length} shipped), ${faults.length} with a licence that is not permitted`,
);
if (Object.keys(shipped).length === 0) console.error('No package was seen: the check is blind.');
process.exitCode = faults.length === 0 && Object.keys(shipped).length > 0 ? 0 : 1;
