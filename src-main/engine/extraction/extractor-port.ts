import type { ExtractorRequest } from './protocol.ts';

export interface ExtractorExit {
  readonly code: number | null;
  readonly signal: string | null;
  /** The last lines that the process wrote to stderr, for the log alone. */
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
}

/** The port through which a face starts extractors for the engine. */
export type StartExtractor = () => ExtractorProcess;
