import { serveExtractor } from './serve-extractor.ts';

/** The extractor as a forked child of the command line: the engine is at the other end of the IPC channel. */
if (process.send === undefined) throw new Error('The extractor is started by the engine.');
const send = process.send.bind(process);
serveExtractor({
  send: (message) => void send(message),
  onMessage: (listener) => process.on('message', listener),
});
// Without this, an extractor would outlive an engine that was killed.
process.on('disconnect', () => process.exit(0));
