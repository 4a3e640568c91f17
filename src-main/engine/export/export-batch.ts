import type { DatabaseSync } from 'node:sqlite';
import { FAILURE_CODES } from '../../contract/failure-codes.ts';
import { readBatchDocuments, toBatchDocument, type StoredBatchDocument } from '../library/batch-documents.ts';
import { readIgnoredFiles, type StoredBatch } from '../library/batches.ts';
import { statusOfBatch } from '../queue/batch-status.ts';
import type { FailureRow } from './failure-row.ts';
import { failuresCsv } from './failures-csv.ts';
import { failuresJson } from './failures-json.ts';
import { reportHtml } from './report-html.ts';

export interface BatchExport {
  readonly content: string;
  readonly failures_count: number;
}

const toFailureRow = (document: StoredBatchDocument): FailureRow[] => {
  const { code, stage } = document;
  if (code === '' || stage === '') return [];
  return [
    {
      relativePath: document.relative_path,
      filename: document.filename,
      path: document.path,
      originalCells: document.original_cells,
      code,
      error: document.message,
      hint: document.hint,
      stage,
      attempts: document.attempts,
    },
  ];
};

/**
 * Exports a batch: its failures as a mapping file or as JSON, or a report of all of it as one HTML file.
 *
 * @param workstation named in the report
 */
export const exportBatch = (
  database: DatabaseSync,
  batch: StoredBatch,
  format: 'csv' | 'json' | 'html',
  workstation: string,
  now: Date,
): BatchExport => {
  const documents = readBatchDocuments(database, batch.batch_id);
  const failures = documents.filter(({ status }) => status === 'failed');
  const rows = failures.flatMap(toFailureRow);
  const contents = {
    csv: () => failuresCsv({ mappingColumns: batch.mapping_columns, failures: rows }),
    json: () =>
      failuresJson({
        batchId: batch.batch_id,
        exportedAt: now,
        failures: failures.flatMap((document) =>
          toFailureRow(document).map((row) => ({
            ...row,
            path: document.path,
            retryable: FAILURE_CODES[row.code].retryable,
            metadata: document.metadata,
          })),
        ),
      }),
    html: () =>
      reportHtml({
        batch: statusOfBatch(database, batch, now),
        documents: documents.map(toBatchDocument),
        ignored: readIgnoredFiles(database, batch.batch_id),
        workstation,
        generatedAt: now,
      }),
  };
  return { content: contents[format](), failures_count: failures.length };
};
