import { readFileSync } from 'node:fs';
import { Option, type Command } from 'commander';
import { z } from 'zod';
import type { Result } from '../../../contract/failure.ts';
import { examine } from '../../../engine/doctor.ts';
import { repairLibrary } from '../../../engine/library/repair-library.ts';
import { restoreLibrary } from '../../../engine/library/restore-library.ts';
import { startFresh } from '../../../engine/library/start-fresh.ts';
import { dataFolderOf, resolveFromCaller, withCommonOptions, type CommonOptions } from '../context.ts';
import { printableLine, printJson, printLine, refuse } from '../output.ts';
import { startExtractor } from '../start-extractor.ts';

interface DoctorOptions extends CommonOptions {
  readonly repair?: boolean;
  readonly startFresh?: boolean;
  readonly restore?: string;
}

/** What was done before the checks: as JSON, and as sentences. */
interface Treatment {
  readonly json: Readonly<Record<string, unknown>>;
  readonly sentences: readonly string[];
}

const packageSchema = z.object({ version: z.string() });

const ownVersion = (): string =>
  packageSchema.parse(JSON.parse(readFileSync(new URL('../../../../package.json', import.meta.url), 'utf8'))).version;

const howToRestore = (file: string): string =>
  `To go back to it: npm run -s stevedore -- doctor --restore "${printableLine(file)}"`;

const repair = (dataFolder: string, now: Date): Result<Treatment> => {
  const repaired = repairLibrary(dataFolder, now);
  if (!repaired.ok) return repaired;
  const { repairs, before } = repaired.value;
  const sentences = repairs.length === 0 ? ['There was nothing to repair.'] : [...repairs];
  if (before !== undefined) sentences.push(`The library as it was before is kept: ${printableLine(before)}`);
  return { ok: true, value: { json: { repairs, ...(before !== undefined && { kept: before }) }, sentences } };
};

const beginAnew = (dataFolder: string, now: Date): Result<Treatment> => {
  const fresh = startFresh(dataFolder, now);
  if (!fresh.ok) return fresh;
  const sentences = [
    `The library that cannot be used is kept: ${printableLine(fresh.value)}`,
    'The next load makes a new one. A backup is restored with: npm run -s stevedore -- doctor --restore FILE',
  ];
  return { ok: true, value: { json: { kept: fresh.value }, sentences } };
};

const restore = (dataFolder: string, file: string, now: Date): Result<Treatment> => {
  const restored = restoreLibrary(dataFolder, file, now);
  if (!restored.ok) return restored;
  const { before } = restored.value;
  const sentences = [`The library was restored from ${printableLine(file)}.`];
  if (before !== undefined) {
    sentences.push(`The one that was there before is kept: ${printableLine(before)}`, howToRestore(before));
  }
  return { ok: true, value: { json: { restored: file, ...(before !== undefined && { kept: before }) }, sentences } };
};

const treat = (dataFolder: string, options: DoctorOptions): Result<Treatment> => {
  const now = new Date();
  if (options.repair === true) return repair(dataFolder, now);
  if (options.startFresh === true) return beginAnew(dataFolder, now);
  if (options.restore !== undefined) return restore(dataFolder, resolveFromCaller(options.restore), now);
  return { ok: true, value: { json: {}, sentences: [] } };
};

/** `doctor`: looks at everything that loading needs and says what to do about what is wrong; exit code 4 then. */
export const addDoctorCommand = (program: Command): void => {
  withCommonOptions(program.command('doctor'))
    .description('check this installation and the library, without changing anything')
    .addOption(
      new Option('--repair', 'repair what can be repaired without loss; the library as it was is kept').conflicts([
        'startFresh',
        'restore',
      ]),
    )
    .addOption(
      new Option('--start-fresh', 'set a library aside that cannot be used, so that the next load makes one').conflicts(
        'restore',
      ),
    )
    .option('--restore <file>', 'make a copy of this backup the library; the one that is there is kept')
    .action(async (options: DoctorOptions) => {
      const json = options.json === true;
      const dataFolder = dataFolderOf(options);
      const treated = treat(dataFolder, options);
      if (!treated.ok) {
        process.exitCode = refuse(treated.failure, json);
        return;
      }
      for (const sentence of json ? [] : treated.value.sentences) printLine(sentence);
      const checks = await examine({ dataFolder, startExtractor, version: ownVersion() });
      if (json) printJson({ ...treated.value.json, checks });
      else {
        for (const { name, ok, finding, advice } of checks) {
          printLine(`${ok ? 'ok  ' : 'BAD '} ${name}: ${finding}${advice === undefined ? '' : `\n     ${advice}`}`);
        }
      }
      process.exitCode = checks.every(({ ok }) => ok) ? 0 : 4;
    });
};
