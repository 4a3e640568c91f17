import type { FailureCode } from '../../contract/failure-codes.ts';
import type { Stage } from '../../contract/failure.ts';
import type { Metadata } from '../../contract/metadata.ts';

/** One failed document, as the export of failures to JSON needs it. */
export interface FailureEntry {
  readonly filename: string;
  /** The absolute path. */
  readonly path: string;
  /** The path from the picked folder; for a file picked alone, its filename. */
  readonly relativePath: string;
  readonly code: FailureCode;
  readonly error: string;
  readonly hint: string;
  readonly stage: Stage;
  readonly attempts: number;
  readonly retryable: boolean;
  readonly metadata: Metadata;
}

/**
 * Writes the failures of a batch or series as JSON for other programs: `{batch_id, exported_at, failures}`, or with
 * `series_id` instead, indented by two spaces, with a line end. `exported_at` is ISO 8601 in UTC.
 */
export const failuresJson = (input: {
  readonly batchId?: string;
  readonly seriesId?: string;
  readonly exportedAt: Date;
  readonly failures: readonly FailureEntry[];
}): string => {
  const failures = input.failures.map((entry) => ({
    filename: entry.filename,
    path: entry.path,
    relative_path: entry.relativePath,
    code: entry.code,
    error: entry.error,
    hint: entry.hint,
    stage: entry.stage,
    attempts: entry.attempts,
    retryable: entry.retryable,
    metadata: entry.metadata,
  }));
  const document = {
    batch_id: input.batchId,
    series_id: input.seriesId,
    exported_at: input.exportedAt.toISOString(),
    failures,
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
};
