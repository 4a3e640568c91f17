import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { EngineJob } from './engine-with-kill-point.ts';

/** Chunks of this size make a text of 1 MB one of several slices, which saves the time of indexing 6 MB. */
const ENVIRONMENT = { CHUNK_SIZE: '200', CHUNK_OVERLAP: '20', WORKSTATION_NAME: 'test' };

export interface EngineRun {
  readonly wasKilled: boolean;
  readonly milliseconds: number;
}

/**
 * Runs engine-with-kill-point.ts to its end, whatever end that is.
 *
 * @param killAfterMs kills it from outside so long after its start
 */
export const runEngineToKill = async (
  job: EngineJob,
  killAfterMs?: number,
  environment: Readonly<Record<string, string>> = {},
): Promise<EngineRun> => {
  const began = performance.now();
  const child = fork(new URL('./engine-with-kill-point.ts', import.meta.url), [JSON.stringify(job)], {
    env: { PATH: process.env['PATH'], ...ENVIRONMENT, ...environment },
    execArgv: [],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const timer = killAfterMs === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfterMs);
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  clearTimeout(timer);
  if (code !== 0 && signal !== 'SIGKILL') throw new Error(`The engine ended with ${code ?? signal}: ${stderr}`);
  return { wasKilled: signal === 'SIGKILL', milliseconds: performance.now() - began };
};
