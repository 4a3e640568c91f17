import { fork, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import os from 'node:os';
import path from 'node:path';
import { app, owned } from './app.ts';
import type { MessagePortMain } from './message-channel.ts';
import { strict } from './state.ts';

const BOOTSTRAP = new URL('utility-bootstrap.ts', import.meta.url).href;

class UtilityProcess extends EventEmitter {
  readonly name: string;
  readonly stdout;
  readonly stderr;
  readonly #child: ChildProcess;
  readonly #ports = new Map<string, MessagePortMain>();
  pid: number | undefined;

  constructor(module: string, args: string[], options: any) {
    super();
    if (!app.isReady()) throw new Error('utilityProcess cannot be created before app is ready');
    if (!path.isAbsolute(module)) throw new Error('modulePath must be absolute in the double');
    this.name = options.serviceName ?? 'Node Utility Process';
    const output = options.stdio === 'pipe' ? 'pipe' : options.stdio === 'ignore' ? 'ignore' : 'inherit';
    const child = fork(module, args, {
      env: options.env ?? process.env,
      execArgv: ['--import', BOOTSTRAP, ...(options.execArgv ?? [])],
      serialization: 'advanced',
      stdio: ['ignore', output, output, 'ipc'],
    });
    this.#child = child;
    this.stdout = child.stdout;
    this.stderr = child.stderr;
    child.on('spawn', () => {
      this.pid = child.pid;
      owned.utilities.set(child.pid, { name: this.name, kill: () => this.kill() });
      this.emit('spawn');
    });
    child.on('message', (message: any) => {
      if (message.port === undefined) this.emit('message', message.data);
      else this.#ports.get(message.port)?.peer.deliver(message.data);
    });
    child.on('exit', (code, signal) => this.#onExit(code, signal));
  }

  #onExit(code: number | null, signal: NodeJS.Signals | null): void {
    owned.utilities.delete(this.pid);
    this.pid = undefined;
    for (const port of this.#ports.values()) port.peer.closedByPeer();
    const exitCode = code ?? os.constants.signals[signal] ?? 1;
    this.emit('exit', exitCode);
    const reason = code === 0 ? 'clean-exit' : signal === null ? 'abnormal-exit' : 'killed';
    app.emit('child-process-gone', {}, { type: 'Utility', reason, exitCode, name: this.name });
  }

  postMessage(message, transfer: MessagePortMain[] = []): void {
    const ports = transfer.map((port) => {
      const id = randomUUID();
      this.#ports.set(id, port);
      port.transfer((data, isClosed) => {
        if (this.#child.connected) this.#child.send({ port: id, data, isClosed });
      });
      return id;
    });
    if (this.#child.connected) this.#child.send({ data: structuredClone(message), ports });
  }
  kill(): boolean {
    return this.#child.kill('SIGTERM');
  }
}

export const utilityProcess = strict(
  {
    fork: (module: string, args: string[] = [], options = {}) =>
      strict(new UtilityProcess(module, args, options), 'utilityProcess'),
  },
  'utilityProcess',
);
