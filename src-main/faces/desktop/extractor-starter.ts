import type { MessagePortMain } from 'electron';
import type { ExtractorExit, StartExtractor } from '../../engine/extraction/extractor-port.ts';
import type { ExtractorRequest } from '../../engine/extraction/protocol.ts';
import { residentBytesOf } from '../../engine/memory/sample-memory.ts';
import type { FromEngine } from './engine-protocol.ts';

interface Started {
  port: MessagePortMain | undefined;
  pid: number | undefined;
  readonly waiting: ExtractorRequest[];
  readonly messageListeners: ((message: unknown) => void)[];
  readonly exitListeners: ((exit: ExtractorExit) => void)[];
}

/**
 * Starts extractors by asking main, which alone can fork in the app, and talks to each over a port of its own.
 */
export const createExtractorStarter = (send: (message: FromEngine) => void) => {
  const running = new Map<number, Started>();
  let nextId = 0;
  let reportedBytes: number | undefined;

  const start: StartExtractor = () => {
    nextId += 1;
    const id = nextId;
    const started: Started = { port: undefined, pid: undefined, waiting: [], messageListeners: [], exitListeners: [] };
    running.set(id, started);
    send({ type: 'start_extractor', id });
    return {
      get pid() {
        return started.pid;
      },
      send: (request) => {
        if (started.port === undefined) started.waiting.push(request);
        else started.port.postMessage(request);
      },
      onMessage: (listener) => void started.messageListeners.push(listener),
      onExit: (listener) => void started.exitListeners.push(listener),
      kill: () => send({ type: 'kill_extractor', id }),
      residentBytes: () => residentBytesOf(started.pid) ?? reportedBytes,
    };
  };

  return {
    start,
    onStarted: (id: number, pid: number | undefined, port: MessagePortMain | undefined): void => {
      const started = running.get(id);
      if (started === undefined || port === undefined) return;
      started.pid = pid;
      started.port = port;
      port.on('message', ({ data }) => started.messageListeners.forEach((listener) => listener(data)));
      port.start();
      for (const request of started.waiting.splice(0)) port.postMessage(request);
    },
    onExited: (id: number, code: number | null, lastOutput: string): void => {
      const started = running.get(id);
      running.delete(id);
      started?.port?.close();
      started?.exitListeners.forEach((listener) => listener({ code, signal: null, lastOutput }));
    },
    /** What main measures where the system does not tell one process the size of another. */
    onResidentBytes: (bytes: number | undefined): void => {
      reportedBytes = bytes;
    },
  };
};
