import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { StartExtractor } from '../../engine/extraction/extractor-port.ts';

/** All that an extractor may know of its surroundings: no credential, no NODE_OPTIONS. Windows needs SystemRoot. */
const ALLOWED_VARIABLES = ['LANG', 'LC_ALL', 'TZ', 'TMPDIR', 'TEMP', 'TMP', 'SystemRoot'];
const KEPT_OUTPUT_CHARACTERS = 2000;

const allowedEnvironment = (): NodeJS.ProcessEnv =>
  Object.fromEntries(ALLOWED_VARIABLES.flatMap((name) => (name in process.env ? [[name, process.env[name]]] : [])));

/** Starts an extractor as a forked child of this process. */
export const startExtractor: StartExtractor = () => {
  const entry = fileURLToPath(new URL('../../engine/extraction/extractor-main.ts', import.meta.url));
  const child = fork(entry, [], {
    env: allowedEnvironment(),
    execArgv: [],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    // In a process group of its own, Ctrl+C reaches the engine alone, which then decides.
    detached: true,
    windowsHide: true,
  });
  let lastOutput = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    lastOutput = (lastOutput + text).slice(-KEPT_OUTPUT_CHARACTERS);
  });
  return {
    pid: child.pid,
    send: (request) => {
      // A child that has just died answers through onExit.
      if (child.connected) child.send(request, () => undefined);
    },
    onMessage: (listener) => void child.on('message', listener),
    onExit: (listener) => {
      child.on('error', () => undefined);
      child.on('close', (code, signal) => listener({ code, signal, lastOutput }));
    },
    kill: () => void child.kill('SIGKILL'),
  };
};
