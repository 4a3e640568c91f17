import { assertNever } from '../../contract/assert-never.ts';
import { failure, type Failure } from '../../contract/failure.ts';
import type { Log } from '../logging/log.ts';
import { decideOnMemory, type GuardAction, type GuardState } from './guard-decision.ts';

/** Between two samples while nothing is read; during a document the extraction lane asks for one at every tick. */
const IDLE_INTERVAL_MS = 1000;
const GIGABYTE = 1024 ** 3;

export interface MemoryGuardOptions {
  readonly limitBytes: number;
  /** The resident size of all our processes together, read without waiting. */
  readonly residentBytes: () => number;
  /** Has the extractor replaced before the next document. */
  readonly recycleExtractor: () => void;
  /** Kills the extractor; the document in hand fails with EXTRACTOR_OUT_OF_MEMORY and this message. */
  readonly killExtractor: (message: string) => void;
  readonly log: Log;
}

export interface MemoryGuard {
  /** Takes a sample, acts on it and tells whether the limit is reached: no batch is taken then, and queued ones wait. */
  readonly isOver: () => boolean;
  /** MEMORY_LIMIT_REACHED with the figures of the last sample. */
  readonly refusal: () => Failure;
  readonly close: () => void;
}

const gigabytes = (bytes: number): number => Math.round((bytes / GIGABYTE) * 100) / 100;

/**
 * Watches the memory of all our processes: warns once when it comes near the limit and has the extractor replaced; at
 * the limit it kills the extractor and holds new work back until memory has fallen.
 */
export const createMemoryGuard = (options: MemoryGuardOptions): MemoryGuard => {
  const { limitBytes, residentBytes, recycleExtractor, killExtractor, log } = options;
  let state: GuardState = 'calm';
  let lastBytes = 0;

  const limitGb = limitBytes / GIGABYTE;
  const figures = () => ({ current_memory_gb: gigabytes(lastBytes), limit_gb: limitGb });

  const act = (action: GuardAction): void => {
    switch (action) {
      case 'warn_near':
        return log.warn('Memory limit approaching', figures());
      case 'recycle':
        return recycleExtractor();
      case 'warn_over':
        return log.warn('Memory limit reached', figures());
      case 'kill':
        return killExtractor(
          `Stevedore reached its memory limit of ${limitGb} GB while it read this document, and stopped.`,
        );
      default:
        return assertNever(action);
    }
  };

  const isOver = (): boolean => {
    lastBytes = residentBytes();
    const before = state;
    const { state: next, actions } = decideOnMemory(state, lastBytes, limitBytes);
    state = next;
    actions.forEach(act);
    if (before === 'over' && next !== 'over') log.info('Memory is below its limit again', figures());
    return state === 'over';
  };

  const timer = setInterval(isOver, IDLE_INTERVAL_MS).unref();
  return {
    isOver,
    refusal: () => {
      const { current_memory_gb, limit_gb } = figures();
      return failure(
        'MEMORY_LIMIT_REACHED',
        'select',
        `Memory limit reached: ${current_memory_gb} GB in use, the limit is ${limit_gb} GB.`,
        'Wait until running batches need less memory, or raise MAX_CONCURRENT_BATCH_SIZE_GB.',
      );
    },
    close: () => clearInterval(timer),
  };
};
