import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { Target } from '../../contract/batch.ts';
import type { CommandOutput } from '../../contract/commands.ts';
import { insertBatch } from '../library/batches.ts';
import { inTransaction } from '../library/statements.ts';
import type { PreparedSelection } from '../preflight/prepare-selection.ts';

/** Writes a prepared selection as a batch in state queued, with the resolved metadata of every document. */
export const startBatch = (
  database: DatabaseSync,
  prepared: PreparedSelection,
  target: Target,
  now: Date,
  retryOf = '',
): CommandOutput<'batch.start'> => {
  const batchId = randomUUID();
  inTransaction(database, () => {
    insertBatch(database, { batchId, seriesId: '', retryOf, target, createdAt: now.toISOString(), ...prepared });
  });
  return {
    batch_id: batchId,
    ...(retryOf !== '' && { retry_of: retryOf }),
    total_documents: prepared.files.length,
    status: 'in_progress',
    message: 'Batch ingestion started. Use batch_id to check status',
    ignored_files: [...prepared.ignored],
    warnings: [...prepared.warnings],
  };
};
