import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { Target } from '../../contract/batch.ts';
import type { CommandOutput } from '../../contract/commands.ts';
import { insertBatch } from '../library/batches.ts';
import { inTransaction } from '../library/statements.ts';
import type { PreparedSelection } from '../preflight/prepare-selection.ts';

export interface BatchOrigin {
  readonly target: Target;
  /** The batch or series whose failures are loaded again; '' for none. */
  readonly retryOf: string;
}

/**
 * Writes prepared selections as batches in state queued, all of them or none, with the resolved metadata of every
 * document; more than one are a series.
 */
export const startBatches = (
  database: DatabaseSync,
  selections: readonly PreparedSelection[],
  { target, retryOf }: BatchOrigin,
  now: Date,
): CommandOutput<'series.start'> => {
  const seriesId = selections.length > 1 ? randomUUID() : '';
  const createdAt = now.toISOString();
  const series = seriesId === '' ? {} : { series_id: seriesId };
  const batches = selections.map((prepared) => ({
    batch_id: randomUUID(),
    ...series,
    ...(retryOf !== '' && { retry_of: retryOf }),
    total_documents: prepared.files.length,
    status: 'in_progress' as const,
    message: 'Batch ingestion started. Use batch_id to check status',
    ignored_files: prepared.ignored.map(({ path, reason }) => ({ path, reason })),
    warnings: [...prepared.warnings],
  }));
  inTransaction(database, () => {
    selections.forEach((prepared, at) => {
      const batchId = batches[at]?.batch_id ?? '';
      insertBatch(database, { ...prepared, batchId, seriesId, retryOf, target, createdAt });
    });
  });
  return { ...series, batches };
};
