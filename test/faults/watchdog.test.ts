import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { createExtractionLane } from '../../src-main/engine/extraction/extraction-lane.ts';
import { residentBytesOf } from '../../src-main/engine/memory/sample-memory.ts';
import { forkExtractor } from '../../src-main/faces/cli/start-extractor.ts';
import { endsOf, engineWithFaults, FAULTY_EXTRACTOR, printFigures } from '../support/engine-with-faults.ts';
import { haveEnded, isAlive } from '../support/is-alive.ts';
import { listeningLog } from '../support/listening-log.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { writeFiles } from '../support/write-files.ts';

const MEGABYTE = 1024 ** 2;

/** As on a system that does not tell the size of a process to others. */
const startWithoutProc = forkExtractor(FAULTY_EXTRACTOR, () => undefined);

it('reports the memory of an extractor whose main thread is in a loop', async () => {
  const limits = { totalMs: 60_000, silenceMs: 60_000, residentBytes: 1024 ** 3, recycleDocuments: 500 };
  const lane = createExtractionLane(startWithoutProc, limits, listeningLog().log);
  const [file = ''] = writeFiles(temporaryFolder(), { 'a.hang': 'x' });
  const abort = new AbortController();
  const extraction = lane.extract({
    path: file,
    signal: abort.signal,
    onKind: () => undefined,
    onPart: () => undefined,
  });
  await sleep(1500);
  expect(lane.residentBytes()).toBeGreaterThan(30 * MEGABYTE);
  abort.abort();
  expect(await extraction).toMatchObject({ ok: false, code: 'CANCELLED' });
  expect(lane.residentBytes()).toBe(0);
});

it('kills an extractor within its budget by what its own watchdog reports', async () => {
  const { load } = engineWithFaults({}, { start: startWithoutProc });
  const end = await load(writeFiles(temporaryFolder(), { 'a.allocate': 'x', 'b.txt': 'Healthy.' }));
  printFigures('allocate, 1.5 GB, watchdog', end);
  expect(endsOf(end)).toEqual(['EXTRACTOR_OUT_OF_MEMORY', 'processed']);
  expect(end.peakBytes).toBeLessThan(1.25 * 1.5 * 1024 * MEGABYTE);
});

it('ends an extractor in a loop when the engine was killed', async () => {
  const [file = ''] = writeFiles(temporaryFolder(), { 'a.hang': 'x' });
  const engine = fork(new URL('../support/engine-to-kill.ts', import.meta.url), [temporaryFolder(), file]);
  onTestFinished(() => void engine.kill('SIGKILL'));
  const [extractor] = (await once(engine, 'message')) as [number];
  onTestFinished(() => void (isAlive(extractor) && process.kill(extractor, 'SIGKILL')));
  expect(isAlive(extractor)).toBe(true);
  expect(residentBytesOf(extractor)).toBeGreaterThan(30 * MEGABYTE);
  engine.kill('SIGKILL');
  expect(await haveEnded([extractor])).toBe(true);
});
