import type { DatabaseSync } from 'node:sqlite';
import type { CommandOutput } from '../../contract/commands.ts';
import { failed, failure, succeeded, type Result } from '../../contract/failure.ts';
import { deleteBatch, forgetRetries } from '../library/history.ts';
import { countKept } from '../library/publications.ts';
import { inTransaction } from '../library/statements.ts';
import { isFinal } from './batch-state.ts';
import { batchesOf } from './find-batches.ts';

/**
 * Deletes the batch or all batches of the series with this id from the history, all or none. Fails with
 * BATCH_NOT_FOUND, or with INVALID_STATE while one of them has not ended or is being published.
 */
export const deleteBatches = (
  database: DatabaseSync,
  batchOrSeriesId: string,
  isDryRun: boolean,
): Result<CommandOutput<'batch.delete'>> => {
  const batches = batchesOf(database, batchOrSeriesId);
  if (!batches.ok) return batches;
  const busy = batches.value.find(({ state, publish_asked_at: asked }) => !isFinal(state) || asked !== '');
  if (busy !== undefined) {
    const message = `Batch ${busy.batch_id} has not ended, or is being published.`;
    return failed(failure('INVALID_STATE', 'store', message, 'Wait for its end, or cancel it, and delete it then.'));
  }
  const ids = batches.value.map(({ batch_id }) => batch_id);
  const kept = countKept(database, ids);
  if (!isDryRun) {
    inTransaction(database, () => {
      for (const id of ids) {
        deleteBatch(database, id);
        forgetRetries(database, id);
      }
      forgetRetries(database, batchOrSeriesId);
    });
  }
  return succeeded({
    batches_deleted: ids.length,
    documents_kept: kept.documents,
    unpublished_count: kept.unpublished,
  });
};
