import type { DatabaseSync } from 'node:sqlite';
import { FAILURE_CODES } from '../../contract/failure-codes.ts';
import { readBatchDocuments, toBatchDocument, type StoredBatchDocument } from '../library/batch-documents.ts';
import { readIgnoredFiles, type StoredBatch } from '../library/batches.ts';
import { statusesOfBatches } from '../queue/batch-status.ts';
import { sumStatuses } from '../queue/sum-statuses.ts';
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
 * Exports a batch or the batches of a series as one thing: the failures as a mapping file or as JSON, or a report of
 * all of it as one HTML file.
 *
 * @param workstation named in the report
 */
export const exportBatches = (
  database: DatabaseSync,
  batches: readonly [StoredBatch, ...StoredBatch[]],
  format: 'csv' | 'json' | 'html',
  workstation: string,
  now: Date,
): BatchExport => {
  const [first, ...others] = batches;
  const isSeries = others.length > 0;
  const documents = batches.flatMap(({ batch_id }) => readBatchDocuments(database, batch_id));
  const failures = documents.filter(({ status }) => status === 'failed');
  const rows = failures.flatMap(toFailureRow);
  const contents = {
    csv: () => failuresCsv({ mappingColumns: first.mapping_columns, failures: rows }),
    json: () =>
      failuresJson({
        ...(isSeries ? { seriesId: first.series_id } : { batchId: first.batch_id }),
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
    html: () => {
      const [status, ...more] = statusesOfBatches(database, batches, now);
      if (status === undefined) throw new Error('A batch has no status');
      return reportHtml({
        batch: sumStatuses([status, ...more]),
        batchCount: batches.length,
        documents: documents.map(toBatchDocument),
        ignored: batches.flatMap(({ batch_id }) => readIgnoredFiles(database, batch_id)),
        workstation,
        generatedAt: now,
      });
    },
  };
  return { content: contents[format](), failures_count: failures.length };
};
