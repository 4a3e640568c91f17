import type { DocumentKind, ExtractionOutcome, ExtractionPart } from '../../contract/extraction.ts';
import { FAILURE_CODES, type FailureCode } from '../../contract/failure-codes.ts';
import type { Log } from '../logging/log.ts';
import { keepExtractor, type KeeperLimits } from './extractor-keeper.ts';
import type { StartExtractor } from './extractor-port.ts';
import { extractorMessageSchema } from './protocol.ts';
import { watchBudgets, type ExtractionBudgets } from './watch-budgets.ts';

export type ExtractionLimits = ExtractionBudgets & KeeperLimits;

export interface ExtractionRequest {
  readonly path: string;
  /** Aborting kills the extractor; the extraction then ends with CANCELLED. */
  readonly signal: AbortSignal;
  /** Called once, at the end, when the type of the file could be told. */
  readonly onKind: (kind: DocumentKind) => void;
  /** Called with one part at a time; the extractor waits until it has returned. */
  readonly onPart: (part: ExtractionPart) => void;
}

export interface ExtractionLane {
  readonly extract: (request: ExtractionRequest) => Promise<ExtractionOutcome>;
  /** Resident size of the extractor; 0 when none runs or it is not known. */
  readonly residentBytes: () => number;
  /** Has the extractor replaced before the next document. */
  readonly recycle: () => void;
  /** Kills the extractor; a document in hand fails with EXTRACTOR_OUT_OF_MEMORY and this message. */
  readonly killForMemory: (message: string) => void;
  readonly close: () => void;
}

const failedWith = (code: FailureCode, message: string = FAILURE_CODES[code].message): ExtractionOutcome => ({
  ok: false,
  code,
  message,
});

/** V8 writes this before it aborts: the document needed too much memory, and would again. */
const OUT_OF_MEMORY = /heap out of memory|process out of memory|fatal process oom|bad_alloc/iu;

/**
 * The one lane in which files are read: one document at a time, in an extractor whose budgets are watched from outside.
 * Ends with TIMEOUT or EXTRACTOR_OUT_OF_MEMORY when a budget is exceeded, with EXTRACTOR_CRASHED when the extractor
 * ends or breaks the protocol.
 *
 * @param onTick called many times a second while a document is in the extractor
 */
export const createExtractionLane = (
  startExtractor: StartExtractor,
  limits: ExtractionLimits,
  log: Log,
  onTick: () => void = () => undefined,
): ExtractionLane => {
  const keeper = keepExtractor(startExtractor, limits, log);
  let stopInHand: ((code: FailureCode, message?: string) => void) | undefined;

  const extract = async ({ path, signal, onKind, onPart }: ExtractionRequest): Promise<ExtractionOutcome> => {
    if (signal.aborted) return failedWith('CANCELLED');
    const { promise, resolve, reject } = Promise.withResolvers<ExtractionOutcome>();
    const stopWith = (code: FailureCode, message?: string): void => {
      keeper.kill();
      resolve(failedWith(code, message));
    };
    const take = (raw: unknown): void => {
      const parsed = extractorMessageSchema.safeParse(raw);
      if (!parsed.success) {
        log.error('Extractor broke the protocol', { pid: running.pid });
        stopWith('EXTRACTOR_CRASHED');
        return;
      }
      const message = parsed.data;
      watch.heard();
      try {
        if (message.part !== undefined) onPart(message.part);
        if (message.type === 'part') {
          running.send({ type: 'continue' });
        } else {
          if (message.kind !== undefined) onKind(message.kind);
          // A parser that threw in the middle may have left anything behind.
          if (!message.outcome.ok && message.outcome.code === 'INTERNAL') keeper.recycle();
          resolve(message.outcome);
        }
      } catch (error) {
        keeper.kill();
        reject(error);
      }
    };
    const running = keeper.take({
      onMessage: take,
      onExit: ({ lastOutput }) =>
        resolve(failedWith(OUT_OF_MEMORY.test(lastOutput) ? 'EXTRACTOR_OUT_OF_MEMORY' : 'EXTRACTOR_CRASHED')),
    });
    const abort = (): void => stopWith('CANCELLED');
    signal.addEventListener('abort', abort, { once: true });
    stopInHand = stopWith;
    const watch = watchBudgets(limits, keeper.residentBytes, onTick, (code) => {
      log.warn('Extractor exceeded a budget', { code, pid: running.pid, resident_bytes: keeper.residentBytes() });
      stopWith(code);
    });
    running.send({ type: 'extract', path });
    try {
      return await promise;
    } finally {
      watch.stop();
      signal.removeEventListener('abort', abort);
      stopInHand = undefined;
      keeper.release();
    }
  };

  return {
    extract,
    residentBytes: () => keeper.residentBytes() ?? 0,
    recycle: keeper.recycle,
    killForMemory: (message) => {
      if (stopInHand === undefined) keeper.kill();
      else stopInHand('EXTRACTOR_OUT_OF_MEMORY', message);
    },
    close: keeper.kill,
  };
};
