import { EventEmitter } from 'node:events';
import { strict } from './state.ts';

class IpcMain extends EventEmitter {
  readonly #handlers = new Map<string, (event, ...args) => unknown>();
  handle(channel: string, handler): void {
    if (this.#handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`);
    this.#handlers.set(channel, handler);
  }
  removeHandler(channel: string): void {
    this.#handlers.delete(channel);
  }
  /** As in Electron an error arrives with its name and text alone. */
  async answer(channel: string, event, args): Promise<{ value?: unknown; error?: string }> {
    const handler = this.#handlers.get(channel);
    try {
      if (handler === undefined) throw new Error(`No handler registered for '${channel}'`);
      return { value: await handler(event, ...args) };
    } catch (error) {
      console.error(`Error occurred in handler for '${channel}':`, error);
      return { error: `Error invoking remote method '${channel}': ${error}` };
    }
  }
}

export const ipcMain = strict(new IpcMain(), 'ipcMain');
