import { expect, it } from 'vitest';
import { runCli } from '../support/run-cli.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { writeFiles } from '../support/write-files.ts';

it('deletes a batch and removes a document when that is confirmed, and says what stays', async () => {
  const dataFolder = temporaryFolder();
  const folder = temporaryFolder();
  writeFiles(folder, { 'a.txt': 'first words' });
  const run = (...words: string[]) => runCli(words, { dataFolder });
  const ingested = await run('ingest', folder, '--json');
  const { batch_id: batchId } = JSON.parse(ingested.stdout) as { batch_id: string };
  const unsure = await run('delete', batchId);
  expect(unsure.exitCode).toBe(4);
  expect(unsure.stderr).toContain('Give --yes to do so without being asked.');
  const deleted = await run('delete', batchId, '--yes');
  expect([deleted.exitCode, deleted.stdout]).toEqual([0, 'Deleted 1 batch from the history, keeping 1 document.\n']);
  expect((await run('history')).stdout).toContain('No batches yet.');
  const { hits } = JSON.parse((await run('search', 'first', '--json')).stdout) as { hits: { document_id: string }[] };
  const removed = await run('remove', hits[0]?.document_id ?? '', '--yes');
  expect([removed.exitCode, removed.stdout]).toEqual([
    0,
    'Removed a.txt from the library. The Neo4j database was not touched.\n',
  ]);
  const gone = await run('remove', hits[0]?.document_id ?? '', '--yes', '--json');
  expect(JSON.parse(gone.stdout)).toMatchObject({ error: { code: 'DOCUMENT_NOT_FOUND' } });
});
