import os from 'node:os';
import path from 'node:path';
import type { Command } from 'commander';
import type { Result } from '../../contract/failure.ts';
import { createCaller, type CallCommand } from '../../engine/call-command.ts';
import { createEngine, type Engine } from '../../engine/engine.ts';
import { systemDataFolder } from '../../engine/library/data-folder.ts';
import { openLibraryForReading } from '../../engine/library/open-library.ts';
import { createFileLog } from '../../engine/logging/file-log.ts';
import { createReadHandlers, type ReadCommandName } from '../../engine/read-commands.ts';
import { refuse } from './output.ts';
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

/** The folder of the library: --data-dir, else STEVEDORE_DATA_DIR, else the system's usual place. */
export const dataFolderOf = ({ dataDir = process.env['STEVEDORE_DATA_DIR'] ?? '' }: CommonOptions): string =>
  dataDir === ''
    ? systemDataFolder({ platform: process.platform, environment: process.env, homeFolder: os.homedir() })
    : resolveFromCaller(dataDir);

/** An engine in this process, with its log in the data folder. */
export const openEngine = (options: CommonOptions): Result<Engine> => {
  const folder = dataFolderOf(options);
  const log = createFileLog(path.join(folder, 'logs'), 'engine');
  return createEngine({ dataFolder: folder, environment: process.env, startExtractor, log });
};

/** Runs a command that only reads, and sets the exit code. */
export const readLibrary = async (
  options: CommonOptions,
  read: (call: CallCommand<ReadCommandName>) => Promise<number>,
): Promise<void> => {
  const opened = openLibraryForReading(dataFolderOf(options));
  if (!opened.ok) {
    process.exitCode = refuse(opened.failure, options.json === true);
    return;
  }
  try {
    process.exitCode = await read(createCaller(createReadHandlers(opened.value, () => new Date())));
  } finally {
    opened.value.close();
  }
};
