import type { ChildProcess } from 'node:child_process';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { batchStatusSchema, batchSummarySchema } from '../../src-main/contract/batch.ts';
import { searchHitSchema } from '../../src-main/contract/search.ts';
import { assertSoundLibrary } from '../support/assert-sound-library.ts';
import { longText } from '../support/files-to-interrupt.ts';
import { runCli, type CliRun } from '../support/run-cli.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { writeFiles } from '../support/write-files.ts';

const RACERS = 5;

const refusal = z.object({ error: z.object({ code: z.string(), message: z.string() }) });
const history = z.object({ batches: z.array(batchSummarySchema) });
const hits = z.object({ hits: z.array(searchHitSchema) });
const json = <Schema extends z.ZodType>(schema: Schema, { stdout }: CliRun): z.infer<Schema> =>
  schema.parse(JSON.parse(stdout));

/** A document that is there at once, and a text that takes some seconds. */
const folderToLoad = (characters: number): string => {
  const folder = temporaryFolder();
  writeFiles(folder, { 'a.txt': 'Heliotrope blooms at the quay.', 'b.txt': longText(characters) });
  return folder;
};

/** Resolves to the id of the batch once a process has loaded its first document. */
const untilFirstDocument = async (child: ChildProcess): Promise<string> =>
  new Promise((resolve, reject) => {
    let said = '';
    child.stderr?.on('data', (text: string) => {
      said += text;
      if (said.includes('1/2 processed')) resolve(/Batch (\S+)/u.exec(said)?.[1] ?? '');
    });
    child.on('close', () => reject(new Error('It ended before its first document.')));
  });

/** Starts loading; gives the process, its end and the moment when it holds the library for sure. */
const startLoading = (folder: string, dataFolder: string) => {
  const children: ChildProcess[] = [];
  const run = runCli(['ingest', folder, '--json'], { dataFolder, onStart: (child) => void children.push(child) });
  const [child] = children;
  if (child === undefined) throw new Error('Nothing was started');
  return { child, run, underWay: untilFirstDocument(child) };
};

it(`lets one of ${RACERS} that start at once load, and refuses the others, naming it`, async () => {
  const dataFolder = temporaryFolder();
  const folder = folderToLoad(8_000_000);
  const pids: (number | undefined)[] = [];
  const runs = await Promise.all(
    Array.from({ length: RACERS }, () =>
      runCli(['ingest', folder, '--json'], { dataFolder, onStart: ({ pid }) => void pids.push(pid) }),
    ),
  );
  const winner = runs.findIndex(({ exitCode }) => exitCode === 0);
  expect(runs.map(({ exitCode }) => exitCode).toSorted()).toEqual([0, 4, 4, 4, 4]);
  for (const run of runs.filter(({ exitCode }) => exitCode === 4)) {
    const { error } = json(refusal, run);
    expect(error.code).toBe('LIBRARY_IN_USE');
    expect(error.message).toContain(`by another Stevedore (process ${pids[winner]}).`);
  }
  assertSoundLibrary(dataFolder);
  const { batches } = json(history, await runCli(['history', '--json'], { dataFolder }));
  expect(batches).toMatchObject([{ state: 'completed', total_documents: 2, processed_count: 2 }]);
});

it('answers beside a running engine, and gives the library free when that is killed', async () => {
  const dataFolder = temporaryFolder();
  // Long enough for three commands beside it, on a busy machine too.
  const folder = folderToLoad(20_000_000);
  const first = startLoading(folder, dataFolder);
  const id = await first.underWay;
  const [listed, status, found] = await Promise.all([
    runCli(['history', '--json'], { dataFolder }),
    runCli(['status', id, '--json'], { dataFolder }),
    runCli(['search', 'heliotrope', '--json'], { dataFolder }),
  ]);
  expect(json(history, listed).batches).toMatchObject([
    { batch_id: id, state: 'running', processed_count: 1, waiting_count: 1 },
  ]);
  expect(json(batchStatusSchema, status)).toMatchObject({ state: 'running', processed_count: 1 });
  expect(json(hits, found).hits).toMatchObject([{ filename: 'a.txt' }]);

  expect(first.child.exitCode).toBe(null);
  first.child.kill('SIGKILL');
  await first.run;
  assertSoundLibrary(dataFolder, 'kill');
  const second = await runCli(['ingest', folder, '--json'], { dataFolder });
  expect(json(batchStatusSchema, second)).toMatchObject({ state: 'completed', processed_count: 2 });
  expect(second.exitCode).toBe(0);
  expect(second.stderr).toContain('An earlier batch waits, paused or interrupted, with 1 document.');
  const resumed = await runCli(['resume', id, '--json'], { dataFolder });
  expect(json(batchStatusSchema, resumed)).toMatchObject({ batch_id: id, state: 'completed', processed_count: 2 });
  expect(resumed.exitCode).toBe(0);
  assertSoundLibrary(dataFolder);
});
