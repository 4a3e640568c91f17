import type { Block, DocumentKind } from '../../contract/extraction.ts';
import { FAILURE_CODES } from '../../contract/failure-codes.ts';
import type { extractFile } from './extract-file.ts';
import { inspectFile } from './inspect-file.ts';
import { extractorRequestSchema, type ExtractorMessage, type InspectedMessage } from './protocol.ts';

/** The extractor's end of its channel to the engine. */
export interface EngineChannel {
  readonly send: (message: ExtractorMessage | InspectedMessage) => void;
  readonly onMessage: (listener: (message: unknown) => void) => void;
}

/** Reads one file: yields its kind and its parts, ends with its outcome. */
export type ExtractFile = typeof extractFile;

/** Text that is gathered before it is sent: a message costs more than the text in it. */
const PART_CHARACTERS = 128 * 1024;
/** A slow document sends what it has after so long, also as a sign of life. */
const PART_MS = 2000;

const charactersIn = (blocks: readonly Block[]): number => blocks.reduce((sum, { text }) => sum + text.length, 0);

/** A bug in a format or its parser: the stack goes to the log through stderr, the document gets a plain sentence. */
const internalFailure = (error: unknown): { readonly code: 'INTERNAL'; readonly message: string } => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  return { code: 'INTERNAL', message: FAILURE_CODES.INTERNAL.message };
};

/** Answers the engine's requests, one file at a time, for as long as the process lives. */
export const serveExtractor = ({ send, onMessage }: EngineChannel, extractOne: ExtractFile): void => {
  let goOn = (): void => undefined;

  const extract = async (path: string): Promise<void> => {
    const items = extractOne(path);
    let kind: DocumentKind | undefined;
    let part: { blocks: Block[]; warnings: string[] } = { blocks: [], warnings: [] };
    let characters = 0;
    let sentAt = performance.now();
    for (;;) {
      const next = await items.next();
      if (next.done === true) {
        send({ type: 'end', part, kind, outcome: next.value });
        return;
      }
      if (next.value.type === 'kind') {
        kind = next.value.kind;
        continue;
      }
      const { blocks, warnings } = next.value.part;
      for (const block of blocks) part.blocks.push(block);
      part.warnings.push(...warnings);
      characters += charactersIn(blocks);
      if (characters < PART_CHARACTERS && performance.now() - sentAt < PART_MS) continue;
      const mayContinue = new Promise<void>((resolve) => (goOn = resolve));
      send({ type: 'part', part });
      await mayContinue;
      part = { blocks: [], warnings: [] };
      characters = 0;
      sentAt = performance.now();
    }
  };

  onMessage((message) => {
    const request = extractorRequestSchema.parse(message);
    if (request.type === 'continue') {
      goOn();
      return;
    }
    if (request.type === 'inspect') {
      inspectFile(request.path)
        .then((inspection) => send({ type: 'inspected', inspection }))
        .catch((error: unknown) => {
          const why = internalFailure(error);
          send({ type: 'inspected', inspection: { failure: why, encrypted: 'unknown', warnings: [] } });
        });
      return;
    }
    extract(request.path).catch((error: unknown) => {
      send({ type: 'end', outcome: { ok: false, ...internalFailure(error) } });
    });
  });
};
