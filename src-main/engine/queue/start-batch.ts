import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { IgnoredFile, Target } from '../../contract/batch.ts';
import type { CommandOutput } from '../../contract/commands.ts';
import { failed, failure, succeeded, type Result } from '../../contract/failure.ts';
import { insertBatch } from '../library/batches.ts';
import { inTransaction } from '../library/statements.ts';
import { selectFiles, type SelectedFile } from '../selection/select-files.ts';

const IGNORED_NAMED = 5;

/** Nothing to load is refused, and a refusal has no list of ignored files: the sentence names them. */
const emptySentence = (ignored: readonly IgnoredFile[]): string => {
  if (ignored.length === 0) return 'The selection has no files.';
  const named = ignored.slice(0, IGNORED_NAMED).map(({ path, reason }) => `${path} (${reason.replace(/\.$/u, '')})`);
  const more = ignored.length > IGNORED_NAMED ? [`${ignored.length - IGNORED_NAMED} more`] : [];
  return `Nothing is left to load; ignored: ${[...named, ...more].join(', ')}.`;
};

export interface BatchRequest {
  readonly paths: readonly string[];
  readonly target: Target;
}

/**
 * Makes a batch of a selection: counts first, then writes it whole, in state queued.
 *
 * @param maxFiles files in a batch at the most; more are counted, none is loaded, and BATCH_TOO_LARGE tells the number
 */
export const startBatch = async (
  database: DatabaseSync,
  { paths, target }: BatchRequest,
  maxFiles: number,
  now: Date,
): Promise<Result<CommandOutput<'batch.start'>>> => {
  const files: SelectedFile[] = [];
  const ignored: IgnoredFile[] = [];
  let fileCount = 0;
  for await (const entry of selectFiles(paths)) {
    if (entry.type === 'ignored') {
      ignored.push({ path: entry.path, reason: entry.reason });
    } else {
      fileCount += 1;
      if (fileCount <= maxFiles) files.push(entry);
    }
  }
  if (fileCount > maxFiles) {
    const message = `Batch exceeds maximum size of ${maxFiles} files. Uploaded: ${fileCount} files`;
    return failed(failure('BATCH_TOO_LARGE', 'select', message));
  }
  if (fileCount === 0) {
    return failed(failure('BATCH_EMPTY', 'select', emptySentence(ignored)));
  }
  const batchId = randomUUID();
  inTransaction(database, () => {
    insertBatch(database, { batchId, seriesId: '', target, createdAt: now.toISOString(), files, ignored });
  });
  return succeeded({
    batch_id: batchId,
    total_documents: fileCount,
    status: 'in_progress',
    message: 'Batch ingestion started. Use batch_id to check status',
    ignored_files: ignored,
  });
};
