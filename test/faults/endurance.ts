import path from 'node:path';
import { z } from 'zod';
import { batchStatusSchema, type BatchStatus } from '../../src-main/contract/batch.ts';
import { makeCopies } from '../bench/copies.ts';
import { assertSoundLibrary } from '../support/assert-sound-library.ts';
import { interruptionsOf, libraryContent } from '../support/library-content.ts';
import { runCli, type CliRun } from '../support/run-cli.ts';
import { seededNumbers } from '../support/seeded-numbers.ts';
import { writeFiles } from '../support/write-files.ts';

const SAMPLES = 20;
/** A kill comes up to so long after a document has ended: while the next ones are read and written. */
const KILL_WITHIN_MS = 20;

const seriesOutput = z.object({ series_id: z.uuid(), batches: z.array(batchStatusSchema) });

export interface Endurance {
  /** Where documents and library are written. */
  readonly folder: string;
  readonly documents: number;
  readonly kills: number;
  readonly seed: number;
  readonly onStep?: (line: string) => void;
}

export interface EnduranceEnd {
  readonly seriesId: string;
  /** Of each process, in order: 130 for the pause, null for each kill, and that of the end. */
  readonly exitCodes: readonly (number | null)[];
  readonly batches: readonly BatchStatus[];
  readonly storedDocuments: number;
  readonly interruptedAttempts: number;
  readonly dataFolder: string;
}

/** Documents of which no two have the same content: one in five a copy of a sample, the others short texts. */
const makeDocuments = (folder: string, count: number): void => {
  const copies = Math.floor(count / SAMPLES / 5);
  makeCopies(folder, copies);
  const texts = Array.from({ length: count - copies * SAMPLES }, (_, index): [string, string] => {
    const heading = index % 2 === 0 ? `Note ${index}` : `# Note ${index}`;
    const body = Array.from(
      { length: 20 },
      (__, line) => `Line ${line} of note ${index} tells of berth ${line * index}.`,
    );
    return [`notes-${index % 7}/note-${index}.${index % 2 === 0 ? 'txt' : 'md'}`, `${heading}\n\n${body.join('\n')}\n`];
  });
  writeFiles(folder, Object.fromEntries(texts));
};

const ENDED_LINE = /^ *\d+\/\d+ (?:processed|unchanged|duplicate|failed)/gmu;

/** Runs a command of Stevedore and signals it once so many documents have ended. */
const runUntil = async (
  args: readonly string[],
  dataFolder: string,
  ended: number,
  signal: NodeJS.Signals,
  delayMs: number,
): Promise<CliRun> => {
  let output = '';
  let isSignalled = false;
  return runCli(args, {
    dataFolder,
    onStart: (child) =>
      child.stderr?.on('data', (text: string) => {
        output += text;
        if (isSignalled || (output.match(ENDED_LINE)?.length ?? 0) < ended) return;
        isSignalled = true;
        setTimeout(() => child.kill(signal), delayMs);
      }),
  });
};

/**
 * Loads a series through the command line that is paused once with Ctrl+C and then killed so and so often with -9, each
 * time resumed by a new process. Throws when the library is not sound after any of it.
 */
export const endure = async ({ folder, documents, kills, seed, onStep }: Endurance): Promise<EnduranceEnd> => {
  const [documentFolder, dataFolder] = [path.join(folder, 'documents'), path.join(folder, 'data')];
  makeDocuments(documentFolder, documents);
  const random = seededNumbers(seed);
  const exitCodes: (number | null)[] = [];
  let stored = 0;
  const note = (what: string, { exitCode }: CliRun): void => {
    exitCodes.push(exitCode);
    stored = libraryContent(dataFolder).documents.length;
    const { openAttempts, interruptedAttempts } = interruptionsOf(dataFolder);
    const interrupted = openAttempts.length + interruptedAttempts.length;
    const counts = `${stored} of ${documents} documents in the library, ${interrupted} attempts interrupted`;
    onStep?.(`${what}: exit code ${exitCode ?? 'none'}, ${counts}`);
  };
  /** What is left, in as many pieces of the same size as there are processes left. */
  const piece = (processes: number): number => Math.floor((documents - stored) / processes);

  const ingest = ['ingest', documentFolder, '--split', '--json'];
  const paused = await runUntil(ingest, dataFolder, piece(kills + 2), 'SIGINT', 0);
  assertSoundLibrary(dataFolder);
  note('paused', paused);
  const { series_id: seriesId } = seriesOutput.parse(JSON.parse(paused.stdout));

  const resume = ['resume', seriesId, '--json'];
  for (let kill = 1; kill <= kills; kill += 1) {
    const killed = await runUntil(resume, dataFolder, piece(kills + 2 - kill), 'SIGKILL', random() * KILL_WITHIN_MS);
    if (killed.exitCode !== null) throw new Error(`The series ended before kill ${kill}: make it longer.`);
    assertSoundLibrary(dataFolder, 'kill');
    note(`kill ${kill}`, killed);
  }

  const ended = await runCli(resume, { dataFolder });
  assertSoundLibrary(dataFolder);
  note('ended', ended);
  return {
    seriesId,
    exitCodes,
    batches: seriesOutput.parse(JSON.parse(ended.stdout)).batches,
    storedDocuments: libraryContent(dataFolder).documents.length,
    interruptedAttempts: interruptionsOf(dataFolder).interruptedAttempts.length,
    dataFolder,
  };
};
