/** Runs before a utility's module: process.parentPort as Electron gives it, and no child_process channel. */
import { EventEmitter } from 'node:events';
import { strict } from './state.ts';

const rawSend = process.send.bind(process);

class Port extends EventEmitter {
  readonly #queue = [];
  readonly #post: (message) => void;
  #isStarted = false;
  constructor(post: (message) => void) {
    super();
    this.#post = post;
  }
  override on(name, listener): this {
    super.on(name, listener);
    // parentPort starts with its first listener.
    if (name === 'message' && this === (parentPort as unknown)) this.start();
    return this;
  }
  start(): void {
    this.#isStarted = true;
    for (const message of this.#queue.splice(0)) this.emit('message', message);
  }
  close(): void {
    this.emit('close');
  }
  postMessage(message): void {
    this.#post(structuredClone(message));
  }
  deliver(message): void {
    if (this.#isStarted) this.emit('message', message);
    else this.#queue.push(message);
  }
}

const ports = new Map<string, Port>();
const parentPort = new Port((data) => rawSend({ data }));
process.on('message', (message: any) => {
  if (message.port !== undefined) {
    const port = ports.get(message.port);
    if (message.isClosed === true) port?.close();
    else port?.deliver({ data: message.data, ports: [] });
    return;
  }
  const transferred = message.ports.map((id) => {
    const port = new Port((data) => rawSend({ port: id, data }));
    ports.set(id, port);
    return port;
  });
  parentPort.deliver({ data: message.data, ports: transferred });
});
// A utility process never outlives its main process.
process.on('disconnect', () => process.exit(0));
Object.defineProperty(process, 'parentPort', { value: strict(parentPort, 'process.parentPort') });
Object.defineProperty(process, 'type', { value: 'utility' });
// Libraries such as pdf.js decide by these two what they run in.
Object.defineProperty(process.versions, 'electron', { value: '45.5.0-double', enumerable: true });
// So that nothing leans on child_process.fork.
delete process.send;
