import { MessageChannelMain, utilityProcess, type MessagePortMain, type UtilityProcess } from 'electron';
import type { ToEngine } from './engine-protocol.ts';

/** V8 writes a native stack of some thousand characters after the line that says why it gave up. */
const KEPT_OUTPUT_CHARACTERS = 20_000;
const ALLOWED_VARIABLES = ['LANG', 'LC_ALL', 'TZ', 'TMPDIR', 'TEMP', 'TMP', 'SystemRoot'];
const V8_OPTIONS = ['--v8-pool-size=1', '--min-semi-space-size=16', '--max-semi-space-size=32'];

/** What a child may know of its surroundings: no credential, no NODE_OPTIONS. Windows needs SystemRoot. */
export const allowedEnvironment = (): Record<string, string> =>
  Object.fromEntries(
    ALLOWED_VARIABLES.flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );

/**
 * Forks extractors for the engine, which may not fork in the app: gives each of the two one end of a channel, and tells
 * the engine when an extractor has ended.
 */
export const createExtractorHost = (entry: string, tell: (message: ToEngine, port?: MessagePortMain) => void) => {
  const running = new Map<number, UtilityProcess>();
  return {
    start: (id: number): void => {
      const child = utilityProcess.fork(entry, [], {
        serviceName: 'Stevedore extractor',
        env: allowedEnvironment(),
        execArgv: V8_OPTIONS,
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      running.set(id, child);
      let lastOutput = '';
      child.stderr?.on('data', (data: Buffer) => {
        lastOutput = (lastOutput + data.toString('utf8')).slice(-KEPT_OUTPUT_CHARACTERS);
      });
      child.once('spawn', () => {
        const { port1, port2 } = new MessageChannelMain();
        child.postMessage({}, [port1]);
        tell({ type: 'extractor_started', id, ...(child.pid !== undefined && { pid: child.pid }) }, port2);
      });
      child.once('exit', (code) => {
        running.delete(id);
        tell({ type: 'extractor_exited', id, code, last_output: lastOutput });
      });
    },
    kill: (id: number): void => void running.get(id)?.kill(),
    killAll: (): void => running.forEach((child) => child.kill()),
    pids: (): number[] => [...running.values()].flatMap(({ pid }) => pid ?? []),
  };
};
