import type { DatabaseSync } from 'node:sqlite';
import type { CommandOutput } from '../../contract/commands.ts';
import { failed, failure, succeeded, type Result } from '../../contract/failure.ts';
import { readBatch, resumableBatches, type StoredBatch } from '../library/batches.ts';
import type { Handlers } from '../call-command.ts';
import type { BatchQueue } from './batch-queue.ts';
import { batchesOf } from './find-batches.ts';

export type MoveCommandName = 'batch.pause' | 'batch.cancel' | 'batch.resume';

const PAUSED_BY_COMMAND = 'Paused by the pause command.';

const cannot = (batches: readonly StoredBatch[], verb: string): Result<never> => {
  const states = [...new Set(batches.map(({ state }) => state.replaceAll('_', ' ')))].join(', ');
  const what = batches.length === 1 ? 'The batch' : 'The series';
  return failed(failure('INVALID_STATE', 'select', `${what} is ${states}: it cannot be ${verb}.`));
};

/** Pausing, cancelling and resuming a batch or all batches of a series. */
export const createMoveHandlers = (database: DatabaseSync, queue: BatchQueue): Handlers<MoveCommandName> => {
  const moved = (
    batches: readonly StoredBatch[],
    move: (batchId: string) => boolean,
    verb: string,
  ): Result<CommandOutput<'batch.pause'>> => {
    const ids = batches.map(({ batch_id }) => batch_id).filter(move);
    if (ids.length === 0) return cannot(batches, verb);
    const now = ids.flatMap((batchId) => readBatch(database, batchId) ?? []);
    return succeeded({ batches: now.map(({ batch_id, state }) => ({ batch_id, state })) });
  };
  /** Later batches of a series first: an earlier one that stops must not let the next one begin. */
  const lastFirst = (batches: readonly StoredBatch[]): StoredBatch[] => batches.toReversed();

  return {
    'batch.pause': ({ batch_id }) => {
      const batches = batchesOf(database, batch_id);
      if (!batches.ok) return batches;
      return moved(
        lastFirst(batches.value),
        (batchId) => queue.pause(batchId, { reason: PAUSED_BY_COMMAND, code: '' }),
        'paused',
      );
    },
    'batch.cancel': ({ batch_id }) => {
      const batches = batchesOf(database, batch_id);
      if (!batches.ok) return batches;
      return moved(lastFirst(batches.value), queue.cancel, 'cancelled');
    },
    'batch.resume': ({ batch_id }) => {
      if (batch_id === undefined) {
        const waiting = resumableBatches(database);
        if (waiting.length > 0) return moved(waiting, queue.resume, 'resumed');
        return failed(failure('INVALID_STATE', 'select', 'No batch is paused or interrupted.'));
      }
      const batches = batchesOf(database, batch_id);
      return batches.ok ? moved(batches.value, queue.resume, 'resumed') : batches;
    },
  };
};
