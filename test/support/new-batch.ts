import type { IgnoredFile } from '../../src-main/contract/batch.ts';
import type { NewBatch } from '../../src-main/engine/library/batches.ts';
import { DEFAULT_METADATA_SCHEMA } from '../../src-main/engine/metadata/metadata-schema.ts';
import type { SelectedFile } from '../../src-main/engine/selection/select-files.ts';

/** A batch without any metadata, ready for insertBatch. */
export const batchOf = (
  batchId: string,
  createdAt: string,
  files: readonly SelectedFile[],
  ignored: readonly IgnoredFile[] = [],
): NewBatch => ({
  batchId,
  seriesId: '',
  retryOf: '',
  target: 'library',
  createdAt,
  files: files.map((file) => ({ file, resolved: { metadata: {}, source: 'none', problems: [], warnings: [] } })),
  ignored,
  schema: DEFAULT_METADATA_SCHEMA,
  mappingColumns: [],
  defaults: [],
  warnings: [],
});
