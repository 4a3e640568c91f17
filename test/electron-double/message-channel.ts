import { EventEmitter } from 'node:events';
import { codec } from './codec.ts';
import { notInDouble } from './state.ts';

type Sink = (data, isClosed?: boolean) => void;

export class MessagePortMain extends EventEmitter {
  readonly #queue = [];
  #isStarted = false;
  peer: MessagePortMain;
  sink: Sink | undefined;
  start(): void {
    this.#isStarted = true;
    for (const data of this.#queue.splice(0)) this.emit('message', { data, ports: [] });
  }
  close(): void {
    this.emit('close');
    this.peer.closedByPeer();
  }
  closedByPeer(): void {
    if (this.sink === undefined) this.emit('close');
    else this.sink(undefined, true);
  }
  postMessage(message, transfer = []): void {
    if (transfer.length > 0) throw notInDouble('ports sent over a port');
    const data = codec.decode(codec.encode(message));
    setImmediate(() => this.peer.deliver(data));
  }
  deliver(data): void {
    if (this.sink !== undefined) this.sink(data);
    else if (this.#isStarted) this.emit('message', { data, ports: [] });
    else this.#queue.push(data);
  }
  /** The port now lives in another process: what comes for it goes to the sink. */
  transfer(sink: Sink): void {
    this.sink = sink;
    for (const data of this.#queue.splice(0)) sink(data);
  }
}

export class MessageChannelMain {
  readonly port1 = new MessagePortMain();
  readonly port2 = new MessagePortMain();
  constructor() {
    this.port1.peer = this.port2;
    this.port2.peer = this.port1;
  }
}
