import { fork } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import type { ExtractorProcess, StartExtractor } from '../../src-main/engine/extraction/extractor-port.ts';
import { residentBytesOf } from '../../src-main/engine/memory/sample-memory.ts';
import { isAlive } from './is-alive.ts';
import { temporaryFolder } from './temporary-folder.ts';

export interface ScriptedExtractor {
  readonly start: StartExtractor;
  /** The processes started so far, in order. */
  readonly pids: number[];
}

/**
 * Extractors that run a script of the test instead of the real one, to misbehave in earnest. What is still alive when
 * the test has finished is killed.
 *
 * @param script the body of an ES module; `start` counts the processes from 1 and is a global there
 */
export const startScript = (script: string): ScriptedExtractor => {
  const file = path.join(temporaryFolder(), 'extractor.mjs');
  writeFileSync(file, `const start = Number(process.env.START);\n${script}\n`);
  const pids: number[] = [];
  onTestFinished(() => pids.filter(isAlive).forEach((pid) => process.kill(pid, 'SIGKILL')));
  const start = (): ExtractorProcess => {
    const child = fork(file, [], {
      env: { START: String(pids.length + 1) },
      execArgv: [],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    if (child.pid !== undefined) pids.push(child.pid);
    let lastOutput = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (lastOutput += text));
    return {
      pid: child.pid,
      send: (request) => {
        if (child.connected) child.send(request, () => undefined);
      },
      onMessage: (listener) => void child.on('message', listener),
      onExit: (listener) => void child.on('close', (code, signal) => listener({ code, signal, lastOutput })),
      kill: () => void child.kill('SIGKILL'),
      residentBytes: () => residentBytesOf(child.pid),
    };
  };
  return { start, pids };
};
