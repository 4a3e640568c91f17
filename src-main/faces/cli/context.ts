import os from 'node:os';
import type { DatabaseSync } from 'node:sqlite';
import path from 'node:path';
import type { Command } from 'commander';
import { failed, type Failure, type Result } from '../../contract/failure.ts';
import { createCaller, type CallCommand } from '../../engine/call-command.ts';
import { createEngine, type Engine } from '../../engine/engine.ts';
import { locateDataFolder, type LocatedDataFolder } from '../../engine/library/locate-data-folder.ts';
import { openLibraryForReading } from '../../engine/library/open-library.ts';
import { createFileLog } from '../../engine/logging/file-log.ts';
import { createReadHandlers, type ReadCommandName } from '../../engine/read-commands.ts';
import { selectionRules } from '../../engine/workstation-commands.ts';
import { createSelectionHandlers, type SelectionCommandName } from '../../engine/selection-commands.ts';
import { readSettings } from '../../engine/settings.ts';
import { createTargetHandlers, type TargetCommandName } from '../../engine/target-commands.ts';
import { createTargetConnection } from '../../engine/graph/target-connection.ts';
import { readTargetSettings } from '../../engine/graph/read-target-settings.ts';
import { refuse } from './output.ts';
import { secrets } from './secrets.ts';
import { startExtractor } from './start-extractor.ts';

/** The options that every command has. */
export interface CommonOptions {
  readonly json?: boolean;
  readonly dataDir?: string;
}

export const withCommonOptions = (command: Command): Command =>
  command
    .option('--json', 'print one JSON document on stdout and nothing else')
    .option('--data-dir <folder>', 'keep the library in this folder (default: STEVEDORE_DATA_DIR or the usual place)');

/**
 * Where relative paths start. npm runs scripts in the folder of package.json and tells the folder of the person in
 * INIT_CWD (https://docs.npmjs.com/cli/using-npm/scripts).
 */
export const resolveFromCaller = (given: string): string => {
  const isNpmScript = ['ingest', 'stevedore'].includes(process.env['npm_lifecycle_event'] ?? '');
  return path.resolve((isNpmScript ? process.env['INIT_CWD'] : undefined) ?? process.cwd(), given);
};

const locate = (): LocatedDataFolder =>
  locateDataFolder({ platform: process.platform, environment: process.env, homeFolder: os.homedir() });

/** The folder of the library: --data-dir, else STEVEDORE_DATA_DIR, else where the window moved it, else the usual place. */
export const dataFolderOf = ({ dataDir = process.env['STEVEDORE_DATA_DIR'] ?? '' }: CommonOptions): string =>
  dataDir === '' ? locate().folder : resolveFromCaller(dataDir);

/** Why the folder of the library is out of reach: then none may be made in its place. */
const whyOutOfReach = ({ dataDir = '' }: CommonOptions): Failure | undefined =>
  dataDir === '' ? locate().problem : undefined;

/** An engine in this process, with its log in the data folder. */
const openEngine = (options: CommonOptions): Result<Engine> => {
  const problem = whyOutOfReach(options);
  if (problem !== undefined) return failed(problem);
  const folder = dataFolderOf(options);
  const log = createFileLog(path.join(folder, 'logs'), 'engine');
  return createEngine({ dataFolder: folder, environment: process.env, startExtractor, secrets, log });
};

/**
 * Runs a command on an engine in this process, and sets the exit code.
 *
 * @param whenInUse what to do instead when another process holds the library; it is refused by default
 */
export const withEngine = async (
  options: CommonOptions,
  run: (engine: Engine) => Promise<number>,
  whenInUse?: () => Promise<number>,
): Promise<void> => {
  const opened = openEngine(options);
  if (!opened.ok) {
    const isInUse = opened.failure.code === 'LIBRARY_IN_USE' && whenInUse !== undefined;
    process.exitCode = isInUse ? await whenInUse() : refuse(opened.failure, options.json === true);
    return;
  }
  try {
    process.exitCode = await run(opened.value);
  } finally {
    opened.value.close();
  }
};

const withLibrary = async (
  options: CommonOptions,
  read: (database: DatabaseSync) => Promise<number>,
): Promise<void> => {
  const problem = whyOutOfReach(options);
  const opened = problem === undefined ? openLibraryForReading(dataFolderOf(options)) : failed(problem);
  if (!opened.ok) {
    process.exitCode = refuse(opened.failure, options.json === true);
    return;
  }
  try {
    process.exitCode = await read(opened.value);
  } finally {
    opened.value.close();
  }
};

/** Runs a command that only reads the library, and sets the exit code. */
export const readLibrary = (
  options: CommonOptions,
  read: (call: CallCommand<ReadCommandName>) => Promise<number>,
): Promise<void> =>
  withLibrary(options, (database) => read(createCaller(createReadHandlers(database, () => new Date()))));

/** Runs a command that looks at files beside the library and writes nothing, and sets the exit code. */
export const readSelection = (
  options: CommonOptions,
  read: (call: CallCommand<SelectionCommandName>) => Promise<number>,
): Promise<void> =>
  withLibrary(options, async (database) => {
    const settings = readSettings(database, process.env);
    if (!settings.ok) return refuse(settings.failure, options.json === true);
    const rules = selectionRules(dataFolderOf(options), () => settings.value);
    const context = { database, settings: settings.value, startExtractor, rules };
    return read(createCaller(createSelectionHandlers(context)));
  });

/** Runs a command that reads the Neo4j target and writes nothing to the library, and sets the exit code. */
export const readTarget = (
  options: CommonOptions,
  read: (call: CallCommand<TargetCommandName>) => Promise<number>,
): Promise<void> =>
  withLibrary(options, async (database) => {
    const settings = readSettings(database, process.env);
    if (!settings.ok) return refuse(settings.failure, options.json === true);
    const { workstation_name: name } = settings.value;
    const connection = createTargetConnection(
      () => readTargetSettings(settings.value, secrets),
      () => undefined,
    );
    const workstation = name === '' ? os.hostname() : name;
    const context = { database, settings: () => settings.value, secrets, workstation, connection };
    try {
      return await read(createCaller(createTargetHandlers(context)));
    } finally {
      await connection.drop();
    }
  });
