import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { insertBatch, readBatch, type StoredBatch } from '../../../../src-main/engine/library/batches.ts';
import { prepareRetry } from '../../../../src-main/engine/queue/retry-batch.ts';
import { batchOf } from '../../../support/new-batch.ts';
import { memoryLibrary } from '../../../support/test-library.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { failureOf, valueOf } from '../../../support/unwrap.ts';

/** A batch of a.txt (no author: METADATA_INVALID), b.txt (FILE_EMPTY) and c.txt (processed). */
const endedBatch = (state = 'partial_failure') => {
  const database = memoryLibrary();
  const files = ['a', 'b', 'c'].map((name) => ({
    type: 'file' as const,
    path: `/in/${name}.txt`,
    relativePath: `${name}.txt`,
    filename: `${name}.txt`,
    sizeBytes: 1,
  }));
  insertBatch(database, batchOf('old', '2025-10-16T14:35:00.000Z', files));
  database.exec(`
    UPDATE batches SET state = '${state}', metadata_defaults = '["department=Operations"]';
    UPDATE batch_documents SET status = 'failed', stage = 'read', message = 'm', hint = 'h', code = 'FILE_EMPTY';
    UPDATE batch_documents SET code = 'METADATA_INVALID', metadata_failure = 'No author.' WHERE position = 0;
    UPDATE batch_documents SET metadata = '{"author":"Bo"}', metadata_source = 'row' WHERE position = 1;
    UPDATE batch_documents SET status = 'processed', code = '' WHERE position = 2;`);
  const batch: StoredBatch | undefined = readBatch(database, 'old');
  if (batch === undefined) throw new Error('The batch is not there');
  return { database, batch };
};

const retry = async (request: Partial<Parameters<typeof prepareRetry>[2]> = {}) => {
  const { database, batch } = endedBatch();
  return prepareRetry(database, [batch], { codes: [], only: [], ...request });
};

describe('prepareRetry', () => {
  it('takes the open failures alone, with what was resolved for them', async () => {
    const { files, ignored } = valueOf(await retry());
    expect(files.map(({ file }) => file.filename)).toEqual(['a.txt', 'b.txt']);
    expect(files[0]?.resolved).toMatchObject({ failure: { code: 'METADATA_INVALID', message: 'No author.' } });
    expect(files[1]?.resolved).toMatchObject({ metadata: { author: 'Bo' }, source: 'row' });
    expect(ignored).toEqual([]);
  });

  it.each([
    [{ codes: ['FILE_EMPTY'] }, ['b.txt']],
    [{ only: ['a.txt'] }, ['a.txt']],
    [{ only: ['/in/b.txt'] }, ['b.txt']],
  ] as const)('takes only what is asked for: %j', async (request, expected) => {
    expect(valueOf(await retry(request)).files.map(({ file }) => file.filename)).toEqual(expected);
  });

  it('takes rows of a corrected mapping, with the defaults of the batch', async () => {
    const mapping = path.join(temporaryFolder(), 'fixed.csv');
    writeFileSync(mapping, 'filename,author\na.txt,Ann\n');
    const { files } = valueOf(await retry({ mapping }));
    expect(files[0]?.resolved).toMatchObject({ metadata: { author: 'Ann', department: 'Operations' }, source: 'row' });
    expect(files[0]?.resolved.failure).toBeUndefined();
    expect(files[1]?.resolved.metadata).toEqual({ author: 'Bo' });
  });

  it('refuses when nothing open is asked for, while the batch runs, and for a bad mapping', async () => {
    expect(failureOf(await retry({ codes: ['TIMEOUT'] })).code).toBe('BATCH_EMPTY');
    expect(failureOf(await retry({ mapping: '/nowhere.csv' })).code).toBe('MAPPING_INVALID');
    const { database, batch } = endedBatch('paused');
    expect(failureOf(await prepareRetry(database, [batch], { codes: [], only: [] })).code).toBe('INVALID_STATE');
  });
});
