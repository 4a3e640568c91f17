import type { FailureCode } from '../../contract/failure-codes.ts';
import type { Stage } from '../../contract/failure.ts';

/** One failed document, as the export of failures to CSV needs it. */
export interface FailureRow {
  /** The path from the picked folder; for a file picked alone, its filename. */
  readonly relativePath: string;
  readonly filename: string;
  /** The absolute path; it becomes the key where two failures have the same relative path. */
  readonly path?: string;
  /** The document's row of the mapping as it stands there; empty if it has none. The key column is ignored. */
  readonly originalCells: readonly (readonly [column: string, text: string])[];
  readonly code: FailureCode;
  readonly error: string;
  readonly hint: string;
  readonly stage: Stage;
  readonly attempts: number;
}
