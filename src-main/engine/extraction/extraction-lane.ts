import type { DocumentKind, ExtractionOutcome, ExtractionPart } from '../../contract/extraction.ts';
import { FAILURE_CODES, type FailureCode } from '../../contract/failure-codes.ts';
import type { Log } from '../logging/log.ts';
import type { ExtractorProcess, StartExtractor } from './extractor-port.ts';
import { extractorMessageSchema } from './protocol.ts';

export interface ExtractionLimits {
  readonly totalMs: number;
  /** Longest time without a part. */
  readonly silenceMs: number;
}

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
  readonly close: () => void;
}

const failedWith = (code: FailureCode): ExtractionOutcome => ({
  ok: false,
  code,
  message: FAILURE_CODES[code].message,
});

/**
 * The one lane in which files are read: an extractor process that is started when it is first needed, kept for the
 * next document and replaced when it ends, hangs or breaks the protocol.
 */
export const createExtractionLane = (
  startExtractor: StartExtractor,
  limits: ExtractionLimits,
  log: Log,
): ExtractionLane => {
  let process: ExtractorProcess | undefined;
  let onMessage: (message: unknown) => void = () => undefined;
  let onExit: () => void = () => undefined;

  const runningProcess = (): ExtractorProcess => {
    if (process !== undefined) return process;
    const started = startExtractor();
    process = started;
    started.onMessage((message) => {
      if (process === started) onMessage(message);
    });
    started.onExit((exit) => {
      if (process !== started) return;
      process = undefined;
      log.warn('Extractor ended unexpectedly', { ...exit, pid: started.pid });
      onExit();
    });
    return started;
  };

  const killProcess = (): void => {
    const killed = process;
    process = undefined;
    killed?.kill();
  };

  const extract = async ({ path, signal, onKind, onPart }: ExtractionRequest): Promise<ExtractionOutcome> => {
    if (signal.aborted) return failedWith('CANCELLED');
    const { promise, resolve, reject } = Promise.withResolvers<ExtractionOutcome>();
    const running = runningProcess();
    const stopWith = (code: FailureCode) => () => {
      killProcess();
      resolve(failedWith(code));
    };
    const abort = stopWith('CANCELLED');
    const total = setTimeout(stopWith('TIMEOUT'), limits.totalMs);
    let silence = setTimeout(stopWith('TIMEOUT'), limits.silenceMs);
    const heard = () => {
      clearTimeout(silence);
      silence = setTimeout(stopWith('TIMEOUT'), limits.silenceMs);
    };
    signal.addEventListener('abort', abort, { once: true });
    onExit = () => resolve(failedWith('EXTRACTOR_CRASHED'));
    onMessage = (raw) => {
      const parsed = extractorMessageSchema.safeParse(raw);
      if (!parsed.success) {
        log.error('Extractor broke the protocol', { pid: running.pid });
        stopWith('EXTRACTOR_CRASHED')();
        return;
      }
      const message = parsed.data;
      heard();
      try {
        if (message.part !== undefined) onPart(message.part);
        if (message.type === 'part') {
          running.send({ type: 'continue' });
        } else {
          if (message.kind !== undefined) onKind(message.kind);
          resolve(message.outcome);
        }
      } catch (error) {
        killProcess();
        reject(error);
      }
    };
    running.send({ type: 'extract', path });
    try {
      return await promise;
    } finally {
      clearTimeout(total);
      clearTimeout(silence);
      signal.removeEventListener('abort', abort);
      onMessage = () => undefined;
      onExit = () => undefined;
    }
  };

  return { extract, close: killProcess };
};
