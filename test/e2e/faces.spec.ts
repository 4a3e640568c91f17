import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { batchStatusSchema, type BatchStatus } from '../../src-main/contract/batch.ts';
import { answerPick, expect, launch, ROOT, test, windowOf } from './support/app.ts';
import { writeTexts } from './support/files.ts';

const MAIN = path.join(ROOT, 'src-main/faces/cli/main.ts');
const FILES = { 'a.txt': 'some words', 'b.txt': 'some words', 'c.txt': '', 'd.txt': 'other words' };
const MAPPING = 'filename,author,date_created\na.txt,Ana,2025-10-16\nd.txt,Bo,not a day\n';
const KEY = 'test-key-123';

/** What must be the same on every face: everything but ids, times and places. */
const comparable = (status: BatchStatus) => ({
  ...status,
  batch_id: '',
  created_at: '',
  completed_at: typeof status.completed_at,
  processing_time_seconds: typeof status.processing_time_seconds,
  failed_documents: status.failed_documents.map((failed) => ({ ...failed, path: path.basename(failed.path) })),
});

const environmentOf = (dataFolder: string) => ({
  PATH: process.env['PATH'] ?? '',
  HOME: dataFolder,
  STEVEDORE_DATA_DIR: dataFolder,
  STEVEDORE_API_KEY: KEY,
});

const overCommandLine = (folder: string): BatchStatus => {
  const args = [MAIN, 'ingest', path.join(folder, 'in'), '--mapping', path.join(folder, 'mapping.csv'), '--json'];
  const { stdout } = spawnSync(process.execPath, args, {
    env: environmentOf(path.join(folder, 'cli')),
    encoding: 'utf8',
  });
  return batchStatusSchema.parse(JSON.parse(stdout));
};

const overHttp = async (folder: string): Promise<BatchStatus> => {
  const child = spawn(process.execPath, [MAIN, 'serve', '--json'], { env: environmentOf(path.join(folder, 'http')) });
  try {
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    while (!output.includes('}')) await once(child.stdout, 'data');
    const { url } = JSON.parse(output) as { url: string };
    const form = new FormData();
    for (const name of Object.keys(FILES))
      form.append('files', new Blob([readFileSync(path.join(folder, 'in', name))]), name);
    form.append('metadata_mapping', new Blob([MAPPING]), 'mapping.csv');
    const headers = { 'x-api-key': KEY };
    const ingest = `${url}/api/v1/documents/ingest/batch`;
    const { batch_id } = (await (await fetch(ingest, { method: 'POST', body: form, headers })).json()) as {
      batch_id: string;
    };
    for (;;) {
      const status = batchStatusSchema.parse(await (await fetch(`${ingest}/${batch_id}/status`, { headers })).json());
      if (status.status !== 'in_progress') return status;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  } finally {
    child.kill('SIGTERM');
    await once(child, 'exit');
  }
};

const overIpc = async (folder: string): Promise<BatchStatus> => {
  const app = await launch({ dataFolder: path.join(folder, 'app') });
  const page = await windowOf(app);
  await answerPick(app, path.join(folder, 'in'));
  await page.getByRole('button', { name: 'Add folder…' }).click();
  await answerPick(app, path.join(folder, 'mapping.csv'));
  await page.getByRole('button', { name: 'Choose…' }).click();
  await expect(page.getByText(/^2 problems will fail/u)).toBeVisible();
  await page.getByRole('button', { name: /^Load 4/u }).click();
  await expect(page.getByText('! Partly failed')).toBeVisible();
  const status = await page.evaluate(async () => {
    const history = await window.stevedore.call('batch.history', {});
    const batch_id = history.ok ? (history.value.batches[0]?.batch_id ?? '') : '';
    return window.stevedore.call('batch.status', { batch_id });
  });
  await app.close();
  return batchStatusSchema.parse(status.ok ? status.value : undefined);
};

test('the window, the command line and the HTTP API answer alike', async ({ folder }) => {
  writeTexts(path.join(folder, 'in'), FILES);
  writeTexts(folder, { 'mapping.csv': MAPPING });
  const [cli, http, ipc] = [overCommandLine(folder), await overHttp(folder), await overIpc(folder)];
  expect(cli).toMatchObject({ status: 'partial_failure', processed_count: 2, failed_count: 2 });
  expect(comparable(http)).toEqual(comparable(cli));
  expect(comparable(ipc)).toEqual(comparable(cli));
});
