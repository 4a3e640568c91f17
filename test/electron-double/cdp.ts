type Listener = (method: string, params) => void;

/** A connection to Chromium's DevTools protocol (https://chromedevtools.github.io/devtools-protocol/). */
export class Cdp {
  readonly #socket: WebSocket;
  readonly #pending = new Map<number, { resolve: (value) => void; reject: (error: Error) => void; method: string }>();
  readonly #listeners = new Map<string, Listener>();
  #id = 0;

  static async connect(url: string): Promise<Cdp> {
    const socket = new WebSocket(url);
    await new Promise((resolve, reject) => {
      socket.addEventListener('open', resolve);
      socket.addEventListener('error', reject);
    });
    return new Cdp(socket);
  }

  constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.addEventListener('message', ({ data }) => this.#receive(JSON.parse(data)));
  }

  #receive(message): void {
    if (message.id === undefined) {
      this.#listeners.get(message.sessionId ?? '')?.(message.method, message.params);
      return;
    }
    const pending = this.#pending.get(message.id);
    this.#pending.delete(message.id);
    if (message.error === undefined) pending?.resolve(message.result);
    else pending?.reject(new Error(`${pending.method}: ${message.error.message}`));
  }

  send(method: string, params = {}, sessionId?: string): Promise<any> {
    return new Promise((resolve, reject) => {
      this.#id += 1;
      this.#pending.set(this.#id, { resolve, reject, method });
      this.#socket.send(JSON.stringify({ id: this.#id, method, params, sessionId }));
    });
  }

  /** Events of a session; '' for those of the browser. */
  listen(sessionId: string, listener: Listener): void {
    this.#listeners.set(sessionId, listener);
  }
}
