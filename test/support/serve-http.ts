import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import { z } from 'zod';
import { PROJECT_FOLDER } from './run-cli.ts';
import { temporaryFolder } from './temporary-folder.ts';

export const KEY = 'test-key-123';

export interface Server {
  readonly url: string;
  readonly dataFolder: string;
  readonly child: ChildProcess;
}

const startedSchema = z.object({ url: z.string() });
/** `serve`, in a process of its own. */
export const serve = async (
  args: readonly string[] = [],
  dataFolder = temporaryFolder(),
  environment: Readonly<Record<string, string>> = {},
): Promise<Server> => {
  const main = path.join(PROJECT_FOLDER, 'src-main/faces/cli/main.ts');
  const child = spawn(process.execPath, [main, 'serve', '--json', ...args], {
    env: {
      PATH: process.env['PATH'],
      HOME: dataFolder,
      STEVEDORE_DATA_DIR: dataFolder,
      STEVEDORE_API_KEY: KEY,
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGTERM');
    await once(child, 'exit');
  });
  let output = '';
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  while (!output.includes('}')) {
    if (child.exitCode !== null) throw new Error(`serve ended: ${output}${errors}`);
    await sleep(20);
  }
  return { url: startedSchema.parse(JSON.parse(output)).url, dataFolder, child };
};
