import { FAILURE_CODES, type FailureCode } from '../../contract/failure-codes.ts';
import type { ExtractorProcess, StartExtractor } from './extractor-port.ts';
import { inspectedMessageSchema, type Inspection } from './protocol.ts';

/** A look at a file reads some 200 KB: longer is a hanging network drive or a parser in a loop. */
const FILE_TIMEOUT_MS = 10_000;

export interface Inspector {
  /** Looks at one file; more than one at a time wait for each other. Never rejects for what a file is. */
  readonly inspect: (path: string) => Promise<Inspection>;
  /** Ends the process; a file in hand answers CANCELLED. It starts again at the next use. */
  readonly close: () => void;
}

const failedWith = (code: FailureCode, message: string = FAILURE_CODES[code].message): Inspection => ({
  failure: { code, message },
  encrypted: 'unknown',
  warnings: [],
});

/**
 * An extractor of its own for preflights, so that one never waits for a document that is being read. The process is
 * started at the first use and runs until `close`, or until a file makes it hang (TIMEOUT), end or break the protocol
 * (EXTRACTOR_CRASHED); the next file then gets a fresh one.
 */
export const createInspector = (startExtractor: StartExtractor, timeoutMs = FILE_TIMEOUT_MS): Inspector => {
  let running: ExtractorProcess | undefined;
  let answer: (inspection: Inspection) => void = () => undefined;
  let last: Promise<unknown> = Promise.resolve();

  const stopWith = (inspection: Inspection): void => {
    const killed = running;
    running = undefined;
    killed?.kill();
    answer(inspection);
  };

  const start = (): ExtractorProcess => {
    const started = startExtractor();
    started.onMessage((raw) => {
      if (running !== started) return;
      const parsed = inspectedMessageSchema.safeParse(raw);
      if (parsed.success) answer(parsed.data.inspection);
      else stopWith(failedWith('EXTRACTOR_CRASHED'));
    });
    started.onExit(() => {
      if (running === started) stopWith(failedWith('EXTRACTOR_CRASHED'));
    });
    return started;
  };

  const inspectNow = async (path: string): Promise<Inspection> => {
    const { promise, resolve } = Promise.withResolvers<Inspection>();
    answer = resolve;
    running ??= start();
    const seconds = timeoutMs / 1000;
    const timer = setTimeout(() => {
      stopWith(failedWith('TIMEOUT', `Looking at the file took longer than ${seconds} seconds and was stopped.`));
    }, timeoutMs);
    running.send({ type: 'inspect', path });
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      answer = () => undefined;
    }
  };

  return {
    inspect: async (path) => {
      const inspection = last.then(async () => inspectNow(path));
      last = inspection.catch(() => undefined);
      return inspection;
    },
    close: () => stopWith(failedWith('CANCELLED')),
  };
};
