import type { Log } from '../logging/log.ts';
import type { ExtractorExit, ExtractorProcess, StartExtractor } from './extractor-port.ts';

/** Of the memory budget: an extractor this large after one document leaves the next too little room. */
const WORN_SHARE = 0.5;
const LOGGED_OUTPUT_CHARACTERS = 2000;

export interface KeeperLimits {
  /** Resident size of the extractor. */
  readonly residentBytes: number;
  /** An extractor is replaced after so many documents, so that what a parser leaks does not add up. */
  readonly recycleDocuments: number;
}

/** What the document in hand hears of its extractor. */
export interface ExtractorListener {
  readonly onMessage: (message: unknown) => void;
  readonly onExit: (exit: ExtractorExit) => void;
}

export interface ExtractorKeeper {
  /** The extractor for the next document: the one that is there, or a fresh one. It reports to this listener alone. */
  readonly take: (listener: ExtractorListener) => ExtractorProcess;
  /** The document is out of hand: what the extractor still says or how it ends concerns nobody. */
  readonly release: () => void;
  /** Has the extractor replaced before the next document. */
  readonly recycle: () => void;
  readonly kill: () => void;
  /** Of the extractor that runs; undefined when none does or it is not known. */
  readonly residentBytes: () => number | undefined;
}

/** Keeps one extractor running from document to document and replaces it when it ends, is worn or is told to go. */
export const keepExtractor = (startExtractor: StartExtractor, limits: KeeperLimits, log: Log): ExtractorKeeper => {
  let process: ExtractorProcess | undefined;
  let listener: ExtractorListener | undefined;
  let documents = 0;
  let mustRecycle = false;

  const kill = (): void => {
    const killed = process;
    process = undefined;
    killed?.kill();
  };

  const start = (): ExtractorProcess => {
    const started = startExtractor();
    documents = 0;
    mustRecycle = false;
    started.onMessage((message) => {
      if (process === started) listener?.onMessage(message);
    });
    started.onExit((exit) => {
      if (process !== started) return;
      process = undefined;
      const lastOutput = exit.lastOutput.slice(-LOGGED_OUTPUT_CHARACTERS);
      log.warn('Extractor ended unexpectedly', { ...exit, lastOutput, pid: started.pid });
      listener?.onExit(exit);
    });
    return started;
  };

  const isWorn = (running: ExtractorProcess): boolean =>
    mustRecycle ||
    documents >= limits.recycleDocuments ||
    (running.residentBytes() ?? 0) >= WORN_SHARE * limits.residentBytes;

  return {
    take: (next) => {
      if (process !== undefined && isWorn(process)) {
        log.info('Extractor recycled', { pid: process.pid, documents });
        kill();
      }
      const running = (process ??= start());
      documents += 1;
      listener = next;
      return running;
    },
    release: () => (listener = undefined),
    recycle: () => (mustRecycle = true),
    kill,
    residentBytes: () => process?.residentBytes(),
  };
};
