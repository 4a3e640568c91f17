import { existsSync } from 'node:fs';
import path from 'node:path';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import extractDepcruiseOptions from 'dependency-cruiser/config-utl/extract-depcruise-options';

const ROOT = path.resolve(import.meta.dirname, '../..');
const FOLDERS = ['src-main', 'src-renderer', 'test', 'fixtures/make'];

/**
 * dependency-cruiser reads TypeScript with the installed compiler and, when it cannot use that one, goes over the
 * files in silence: it has reported zero modules and no violation with a compiler that was too new.
 */
const LEAST_MODULES = 10;

const sourceModules = ({ modules }: ICruiseResult): ICruiseResult['modules'] =>
  modules.filter(({ source }) => FOLDERS.some((folder) => source.startsWith(`${folder}/`)));

const check = async (): Promise<number> => {
  process.chdir(ROOT);
  const options = await extractDepcruiseOptions(path.join(ROOT, '.dependency-cruiser.mjs'));
  const folders = FOLDERS.filter((folder) => existsSync(folder));
  const { output } = await cruise(folders, options);
  if (typeof output === 'string') throw new Error('dependency-cruiser gave a text instead of a result');

  const modules = sourceModules(output);
  const typeScript = modules.filter(({ source, dependencies }) => source.endsWith('.ts') && dependencies.length > 0);
  const dependencies = modules.reduce((sum, module) => sum + module.dependencies.length, 0);
  const { violations } = output.summary;
  for (const { rule, from, to, cycle } of violations) {
    const road = cycle === undefined ? to : cycle.map(({ name }) => name).join(' -> ');
    console.error(`${rule.severity} ${rule.name}: ${from} -> ${road}`);
  }
  console.log(`${modules.length} modules, ${dependencies} dependencies, ${violations.length} violations`);
  if (typeScript.length < LEAST_MODULES) {
    console.error(`Only ${typeScript.length} TypeScript modules with imports were seen: the check is blind.`);
    return 1;
  }
  return violations.length === 0 ? 0 : 1;
};

process.exitCode = await check();
