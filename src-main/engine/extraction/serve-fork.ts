import { startWatchdog } from '../memory/start-watchdog.ts';
import type { ExtractFile } from './serve-extractor.ts';

const loadExtractFile = async (): Promise<ExtractFile> => (await import('./extract-file.ts')).extractFile;

/**
 * Makes this process, a forked child, an extractor: the engine is at the other end of the IPC channel. The order
 * matters: no thread can be started after the watchdog, and no parser is loaded before the doors are shut.
 */
export const serveFork = async (loadExtract: () => Promise<ExtractFile> = loadExtractFile): Promise<void> => {
  if (process.send === undefined) throw new Error('The extractor is started by the engine.');
  const send = process.send.bind(process);
  // Without this, an extractor would outlive an engine that was killed.
  process.on('disconnect', () => process.exit(0));
  startWatchdog();
  await import('./deny-network.ts');
  const { serveExtractor } = await import('./serve-extractor.ts');
  serveExtractor(
    {
      send: (message) => void send(message),
      onMessage: (listener) => process.on('message', listener),
    },
    await loadExtract(),
  );
};
