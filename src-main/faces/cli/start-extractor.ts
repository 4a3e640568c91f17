import { fork, type ChildProcess } from 'node:child_process';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { StartExtractor } from '../../engine/extraction/extractor-port.ts';
import { listenForMemory, MEMORY_REPORT_DESCRIPTOR } from '../../engine/memory/memory-report.ts';
import { residentBytesOf } from '../../engine/memory/sample-memory.ts';

/** All that an extractor may know of its surroundings: no credential, no NODE_OPTIONS. Windows needs SystemRoot. */
const ALLOWED_VARIABLES = ['LANG', 'LC_ALL', 'TZ', 'TMPDIR', 'TEMP', 'TMP', 'SystemRoot'];
/** V8 writes a native stack of some thousand characters after the line that says why it gave up. */
const KEPT_OUTPUT_CHARACTERS = 20_000;

const allowedEnvironment = (): NodeJS.ProcessEnv =>
  Object.fromEntries(ALLOWED_VARIABLES.flatMap((name) => (name in process.env ? [[name, process.env[name]]] : [])));

/**
 * Node's permission model as a second fence: the extractor reads files, and neither writes one, starts a process nor
 * loads a native module (https://nodejs.org/api/permissions.html); it costs no time that could be measured. Threads are
 * allowed for the watchdog, the only one that can be started. A Node before 22.13 does without.
 */
const PERMISSIONS = process.allowedNodeEnvironmentFlags.has('--permission')
  ? ['--permission', '--allow-fs-read=*', '--allow-worker']
  : [];

/**
 * V8 for a short-lived helper beside a busy engine: one background thread, and a young generation for much garbage. Over
 * 200 documents the extractor took 10 to 15 % less CPU time. No heap limit: it makes V8 collect more often (another 10 %),
 * and what counts is the resident size, which is watched from outside.
 */
const V8_OPTIONS = ['--v8-pool-size=1', '--min-semi-space-size=16', '--max-semi-space-size=32'];

const onceEnded = (child: ChildProcess, listener: (code: number | null, signal: string | null) => void): void => {
  // A process that could not be started at all tells so by an error and never closes.
  child.on('error', () => {
    if (child.pid === undefined) listener(null, null);
  });
  child.on('close', listener);
};

const memoryReportsOf = (child: ChildProcess): Readable | undefined => {
  const stream = child.stdio[MEMORY_REPORT_DESCRIPTOR];
  return stream instanceof Readable ? stream : undefined;
};

/**
 * Starts extractors as forked children of this process.
 *
 * @param entry the module that they run
 * @param residentBytesOutside the size of a process, or undefined where the system does not tell it to others; what
 *   the extractor's own watchdog thread reports is used then
 */
export const forkExtractor =
  (entry: URL, residentBytesOutside = residentBytesOf): StartExtractor =>
  () => {
    const child = fork(fileURLToPath(entry), [], {
      env: allowedEnvironment(),
      execArgv: [...PERMISSIONS, ...V8_OPTIONS],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc', 'pipe'],
      // In a process group of its own, Ctrl+C reaches the engine alone, which then decides.
      detached: true,
      windowsHide: true,
    });
    let lastOutput = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      lastOutput = (lastOutput + text).slice(-KEPT_OUTPUT_CHARACTERS);
    });
    const reports = memoryReportsOf(child);
    const reportedBytes = reports === undefined ? () => undefined : listenForMemory(reports);
    return {
      pid: child.pid,
      send: (request) => {
        // A child that has just died answers through onExit.
        if (child.connected) child.send(request, () => undefined);
      },
      onMessage: (listener) => void child.on('message', listener),
      onExit: (listener) => onceEnded(child, (code, signal) => listener({ code, signal, lastOutput })),
      kill: () => void child.kill('SIGKILL'),
      residentBytes: () => residentBytesOutside(child.pid) ?? reportedBytes(),
    };
  };

/** Starts the extractor of the command line. */
export const startExtractor: StartExtractor = forkExtractor(
  new URL('../../engine/extraction/extractor-main.ts', import.meta.url),
);
