import { InvalidArgumentError, type Command } from 'commander';
import type { Engine } from '../../../engine/engine.ts';
import { createFileLog } from '../../../engine/logging/file-log.ts';
import path from 'node:path';
import { dataFolderOf, withCommonOptions, withEngine, type CommonOptions } from '../context.ts';
import { noteLine, printableLine, printJson, printLine, refuse } from '../output.ts';

const LARGEST_PORT = 65_535;

const parsePort = (text: string): number => {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > LARGEST_PORT) {
    throw new InvalidArgumentError(`It must be a whole number from 1 to ${LARGEST_PORT}.`);
  }
  return port;
};

const untilSignal = (): Promise<void> =>
  new Promise((resolve) => void process.once('SIGINT', () => resolve()).once('SIGTERM', () => resolve()));

const serve = async (engine: Engine, options: CommonOptions & { readonly port?: number }): Promise<number> => {
  const { json = false, port } = options;
  // Loaded when it is needed: no other command has a server.
  const { serveHttp } = await import('../../http/serve.ts');
  const { apiKeyOf } = await import('../../http/api-key.ts');
  const dataFolder = dataFolderOf(options);
  const { key, file } = apiKeyOf(process.env['STEVEDORE_API_KEY'] ?? '', dataFolder);
  const log = createFileLog(path.join(dataFolder, 'logs'), 'http');
  const served = await serveHttp({ engine, dataFolder, key, log, ...(port !== undefined && { port }) });
  if (!served.ok) return refuse(served.failure, json);
  const url = `http://localhost:${served.value.port}`;
  if (json) printJson({ url, ...(file !== undefined && { key_file: file }) });
  else {
    printLine(`Stevedore answers at ${url}. Press Ctrl+C to end.`);
    printLine(file === undefined ? 'The key is that of STEVEDORE_API_KEY.' : `The key is in ${printableLine(file)}.`);
  }
  await untilSignal();
  noteLine('Pausing what runs…');
  engine.pauseAll('Paused when the server ended.');
  await engine.idle();
  await served.value.close();
  return 0;
};

/** `serve [--port N]`: the HTTP API on loopback, until Ctrl+C. */
export const addServeCommand = (program: Command): void => {
  withCommonOptions(program.command('serve'))
    .description('answer the HTTP API on this machine alone; the key comes from STEVEDORE_API_KEY or a file')
    .option('--port <number>', 'the port; 8000 or, when that is taken, another one', parsePort)
    .action(async (options: CommonOptions & { port?: number }) => {
      await withEngine(options, (engine) => serve(engine, options));
    });
};
