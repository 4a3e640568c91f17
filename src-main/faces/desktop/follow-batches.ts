import { Notification, powerSaveBlocker, type BrowserWindow } from 'electron';
import type { BatchStatus } from '../../contract/batch.ts';
import type { EngineEvent } from '../../contract/events.ts';
import type { shellWords } from './shell-words.ts';

const RUNNING: ReadonlySet<BatchStatus['state']> = new Set([
  'running',
  'pausing',
  'cancelling',
  'queued',
  'waiting_for_target',
]);

/** Whether the engine is seeing to a batch. */
export const isRunning = ({ state }: BatchStatus): boolean => RUNNING.has(state);

/**
 * What the system shows of batches: progress at the dock or taskbar, a notification when one ends while nobody looks, and
 * no sleep while one runs.
 */
export const createBatchFollower = (
  window: () => BrowserWindow | undefined,
  words: () => ReturnType<typeof shellWords>,
) => {
  const batches = new Map<string, BatchStatus>();
  let blocker: number | undefined;

  const running = (): BatchStatus[] => [...batches.values()].filter(isRunning);

  const showProgress = (): void => {
    const now = running();
    const total = now.reduce((sum, { total_documents }) => sum + total_documents, 0);
    const waiting = now.reduce((sum, { waiting_count }) => sum + waiting_count, 0);
    const hasFailed = now.some(({ failed_count }) => failed_count > 0);
    window()?.setProgressBar(total === 0 ? -1 : (total - waiting) / total, { mode: hasFailed ? 'error' : 'normal' });
  };
  const keepAwake = (): void => {
    const isAnyRunning = running().length > 0;
    if (isAnyRunning && blocker === undefined) blocker = powerSaveBlocker.start('prevent-app-suspension');
    else if (!isAnyRunning && blocker !== undefined) {
      powerSaveBlocker.stop(blocker);
      blocker = undefined;
    }
  };
  const notify = ({ status, processed_count, failed_count, total_documents }: BatchStatus): void => {
    if (!Notification.isSupported() || window()?.isFocused() === true) return;
    const { ended, counts } = words();
    const body = counts(processed_count, total_documents, failed_count);
    new Notification({ title: ended[status], body }).show();
  };

  return {
    onEvents: (events: readonly EngineEvent[]): void => {
      for (const event of events) {
        if (event.type !== 'batch') continue;
        const { batch } = event;
        const before = batches.get(batch.batch_id);
        if (batch.status === 'in_progress') batches.set(batch.batch_id, batch);
        else batches.delete(batch.batch_id);
        if (before !== undefined && batch.status !== 'in_progress') notify(batch);
      }
      keepAwake();
      showProgress();
    },
    /** After the engine ended nothing runs until it says so again. */
    reset: (): void => {
      batches.clear();
      keepAwake();
      showProgress();
    },
  };
};
