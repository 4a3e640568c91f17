import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

export const PROJECT_FOLDER = path.resolve(import.meta.dirname, '../..');
export const SAMPLE_FOLDER = path.join(PROJECT_FOLDER, 'fixtures', 'batch-files');

export interface CliRun {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliOptions {
  readonly dataFolder: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Called with the running process, to signal it. */
  readonly onStart?: (child: ChildProcess) => void;
}

/** Runs the command line in a process of its own, from its sources, as `npm run stevedore` does. */
export const runCli = async (
  args: readonly string[],
  { dataFolder, environment = {}, onStart }: CliOptions,
): Promise<CliRun> => {
  const child = spawn(process.execPath, [path.join(PROJECT_FOLDER, 'src-main/faces/cli/main.ts'), ...args], {
    cwd: PROJECT_FOLDER,
    env: { PATH: process.env['PATH'], HOME: dataFolder, STEVEDORE_DATA_DIR: dataFolder, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  onStart?.(child);
  const [exitCode] = (await once(child, 'close')) as [number | null];
  return { exitCode, stdout, stderr };
};
