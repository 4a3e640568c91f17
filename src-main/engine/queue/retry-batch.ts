import type { DatabaseSync } from 'node:sqlite';
import type { FailureCode } from '../../contract/failure-codes.ts';
import { failed, failure, succeeded, type Result } from '../../contract/failure.ts';
import { readOpenFailures, type StoredBatchDocument } from '../library/batch-documents.ts';
import type { StoredBatch } from '../library/batches.ts';
import type { ResolvedMetadata } from '../metadata/resolve-metadata.ts';
import {
  readMetadataInputs,
  resolveFiles,
  type PreparedFile,
  type PreparedSelection,
} from '../preflight/prepare-selection.ts';
import { isFinal } from './batch-state.ts';
import { schemaOfBatch } from './schema-of-batch.ts';

export interface RetryRequest {
  /** Only failures with one of these codes; all when empty. */
  readonly codes: readonly FailureCode[];
  /** Only these filenames, paths or relative paths; all when empty. */
  readonly only: readonly string[];
  /** The path of a corrected mapping. */
  readonly mapping?: string | undefined;
}

const storedResolution = (document: StoredBatchDocument): ResolvedMetadata => ({
  metadata: document.metadata,
  source: document.metadata_source,
  problems: [],
  ...(document.metadata_failure !== '' && {
    failure: failure('METADATA_INVALID', 'metadata', document.metadata_failure),
  }),
  warnings: document.metadata_warnings,
  ...(document.original_cells.length > 0 && { originalCells: document.original_cells }),
});

const isAskedFor = (document: StoredBatchDocument, { codes, only }: RetryRequest): boolean =>
  (codes.length === 0 || codes.some((code) => code === document.code)) &&
  (only.length === 0 || only.some((name) => [document.filename, document.path, document.relative_path].includes(name)));

/**
 * The open failures of ended batches as a selection for new ones. A file with a row in the corrected mapping gets its
 * metadata from there, under the schema and the defaults of its batch; any other keeps what was resolved for it.
 * INVALID_STATE while one of the batches runs, BATCH_EMPTY when no open failure is asked for, or what the mapping is
 * refused with.
 *
 * @param batches one batch, or the batches of a series: those have their schema, defaults and mapping in common
 */
export const prepareRetry = async (
  database: DatabaseSync,
  batches: readonly [StoredBatch, ...StoredBatch[]],
  request: RetryRequest,
): Promise<Result<PreparedSelection>> => {
  const what = batches.length === 1 ? 'batch' : 'series';
  if (!batches.every(({ state }) => isFinal(state))) {
    const message = `The ${what} has not ended yet; only an ended ${what} can be retried.`;
    return failed(failure('INVALID_STATE', 'select', message));
  }
  const [batch] = batches;
  const documents = batches
    .flatMap(({ batch_id }) => readOpenFailures(database, batch_id))
    .filter((document) => isAskedFor(document, request));
  if (documents.length === 0) {
    const hint = 'The documents command lists what failed and what was done about it.';
    return failed(failure('BATCH_EMPTY', 'select', `No open failure of this ${what} is asked for.`, hint));
  }
  const schema = schemaOfBatch(batch);
  const inputs = await readMetadataInputs({ mapping: request.mapping, defaults: batch.metadata_defaults }, schema);
  if (!inputs.ok) return inputs;
  const files = documents.map(({ path, relative_path, filename, size_bytes }) => ({
    type: 'file' as const,
    path,
    relativePath: relative_path,
    filename,
    sizeBytes: size_bytes,
  }));
  const resolved = resolveFiles(files, inputs.value);
  if (!resolved.ok) return resolved;
  const prepared = resolved.value.files.map((file, at): PreparedFile => {
    const document = documents[at];
    return file.hasRow || document === undefined ? file : { ...file, resolved: storedResolution(document) };
  });
  const mappingColumns = request.mapping === undefined ? batch.mapping_columns : resolved.value.mappingColumns;
  return succeeded({ ...resolved.value, files: prepared, mappingColumns, ignored: [] });
};
