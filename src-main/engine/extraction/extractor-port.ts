import type { ExtractorRequest } from './protocol.ts';

export interface ExtractorExit {
  readonly code: number | null;
  readonly signal: string | null;
  /** What the process wrote to stderr at last, for the log, and to tell that V8 gave up for want of memory. */
  readonly lastOutput: string;
}

/** A running extractor, however its face started it. */
export interface ExtractorProcess {
  readonly pid: number | undefined;
  readonly send: (request: ExtractorRequest) => void;
  /** Messages come unparsed: the process at the other end reads hostile files. */
  readonly onMessage: (listener: (message: unknown) => void) => void;
  readonly onExit: (listener: (exit: ExtractorExit) => void) => void;
  readonly kill: () => void;
  /**
   * The resident size as it is known at this moment, without waiting; undefined when it is not. Must not depend on the
   * extractor's main thread, which may be in a loop. The engine asks up to fifty times a second.
   */
  readonly residentBytes: () => number | undefined;
}

/** The port through which a face starts extractors for the engine. */
export type StartExtractor = () => ExtractorProcess;
