import { performance } from 'node:perf_hooks';

export interface ExtractionBudgets {
  readonly totalMs: number;
  /** Longest time without a sign of progress. */
  readonly silenceMs: number;
  /** Resident size of the extractor. */
  readonly residentBytes: number;
}

/** How often time and memory are looked at. */
const TICK_MS = 100;

/**
 * From this share of the memory budget on, the resident size is read five times as often: the fastest bomb that was
 * measured grows by 2.5 GB a second, and may overshoot its budget by a quarter at most.
 */
const CLOSE_WATCH_SHARE = 0.25;
const CLOSE_TICK_MS = 20;

/** What one tick may add to the time of a document. */
const MOST_COUNTED_MS = 1000;

/**
 * How much of the time since the tick before counts. What goes beyond a second is a machine that slept or a process
 * that was stopped, which some systems' monotonic clocks count, and no fault of the document.
 */
export const countedMs = (sinceLastMs: number): number => Math.min(Math.max(sinceLastMs, 0), MOST_COUNTED_MS);

export interface BudgetWatch {
  /** Progress was made: the silence begins anew. */
  readonly heard: () => void;
  readonly stop: () => void;
}

/**
 * Watches one extraction from outside until it is stopped; tells once which budget was exceeded. A resident size that
 * cannot be known exceeds nothing.
 */
export const watchBudgets = (
  budgets: ExtractionBudgets,
  residentBytes: () => number | undefined,
  onTick: () => void,
  onExceeded: (code: 'TIMEOUT' | 'EXTRACTOR_OUT_OF_MEMORY') => void,
): BudgetWatch => {
  let totalMs = 0;
  let silenceMs = 0;
  let intervalMs = TICK_MS;
  let lastAt = performance.now();
  let timer: NodeJS.Timeout | undefined;

  const exceeded = (bytes: number): 'TIMEOUT' | 'EXTRACTOR_OUT_OF_MEMORY' | undefined => {
    if (bytes >= budgets.residentBytes) return 'EXTRACTOR_OUT_OF_MEMORY';
    return totalMs >= budgets.totalMs || silenceMs >= budgets.silenceMs ? 'TIMEOUT' : undefined;
  };

  const tick = (): void => {
    const at = performance.now();
    const counted = countedMs(at - lastAt);
    lastAt = at;
    totalMs += counted;
    silenceMs += counted;
    const bytes = residentBytes() ?? 0;
    const code = exceeded(bytes);
    if (code !== undefined) {
      onExceeded(code);
      return;
    }
    intervalMs = bytes >= CLOSE_WATCH_SHARE * budgets.residentBytes ? CLOSE_TICK_MS : TICK_MS;
    timer = setTimeout(tick, intervalMs);
    onTick();
  };

  timer = setTimeout(tick, intervalMs);
  return {
    heard: () => (silenceMs = 0),
    stop: () => clearTimeout(timer),
  };
};
