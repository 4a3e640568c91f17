import { FAILURE_CODES } from '../../contract/failure-codes.ts';
import type { extractFile } from './extract-file.ts';
import { extractorRequestSchema, type ExtractorMessage } from './protocol.ts';

/** The extractor's end of its channel to the engine. */
export interface EngineChannel {
  readonly send: (message: ExtractorMessage) => void;
  readonly onMessage: (listener: (message: unknown) => void) => void;
}

/** Reads one file: yields its kind and its parts, ends with its outcome. */
export type ExtractFile = typeof extractFile;

/** Answers the engine's requests, one file at a time, for as long as the process lives. */
export const serveExtractor = ({ send, onMessage }: EngineChannel, extractOne: ExtractFile): void => {
  let goOn = (): void => undefined;

  const extract = async (path: string): Promise<void> => {
    const items = extractOne(path);
    for (;;) {
      const next = await items.next();
      if (next.done === true) {
        send({ type: 'end', outcome: next.value });
        return;
      }
      const mayContinue = new Promise<void>((resolve) => (goOn = resolve));
      send(next.value);
      if (next.value.type === 'part') await mayContinue;
    }
  };

  onMessage((message) => {
    const request = extractorRequestSchema.parse(message);
    if (request.type === 'continue') {
      goOn();
      return;
    }
    extract(request.path).catch((error: unknown) => {
      // A bug in a format or its parser: the stack goes to the log through stderr, the document gets a plain sentence.
      process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
      send({ type: 'end', outcome: { ok: false, code: 'INTERNAL', message: FAILURE_CODES.INTERNAL.message } });
    });
  });
};
