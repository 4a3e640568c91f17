import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { makeCopies } from './copies.ts';

/**
 * `npm run bench`: the CPU time of the engine over 200 documents, as a ratio to a bare loop with the same parsers over
 * the same files. Both are fresh processes and take turns, 20 documents at a time, because a shared machine can be half
 * as fast a few seconds later; three such rounds are added up. The start-up of each, measured as a run over the first
 * document of each format, is subtracted and shown apart. The engine's figure includes its extractor.
 */
const COPIES = 10;
const ROUNDS = 3;
const GOAL_RATIO = 1.3;

interface Side {
  /** Reads files and gives the CPU seconds that it took. */
  readonly read: (paths: readonly string[]) => Promise<number>;
  readonly stop: () => void;
}

const startSide = (name: 'engine' | 'bare'): Side => {
  const child = fork(new URL('throughput-child.ts', import.meta.url), [name]);
  let before = 0;
  const read = async (paths: readonly string[]): Promise<number> => {
    child.send(paths);
    const [now]: unknown[] = await once(child, 'message');
    if (typeof now !== 'number') throw new Error(`The ${name} gave no figure`);
    const took = now - before;
    before = now;
    return took;
  };
  return { read, stop: () => child.disconnect() };
};

const firstOfEachFormat = (paths: readonly string[]): string[] => [
  ...new Map(paths.toReversed().map((file) => [path.extname(file), file])).values(),
];

const folder = mkdtempSync(path.join(tmpdir(), 'stevedore-copies-'));
try {
  const slices = Array.from({ length: COPIES }, (_, copy) => makeCopies(path.join(folder, String(copy)), 1, copy));
  const few = firstOfEachFormat(makeCopies(path.join(folder, 'start'), 1, COPIES));
  const sums = { engineStart: 0, bareStart: 0, engine: 0, bare: 0 };
  for (let round = 0; round < ROUNDS; round += 1) {
    const [engine, bare] = [startSide('engine'), startSide('bare')];
    sums.engineStart += await engine.read(few);
    sums.bareStart += await bare.read(few);
    for (const slice of slices) {
      sums.engine += await engine.read(slice);
      sums.bare += await bare.read(slice);
    }
    engine.stop();
    bare.stop();
  }
  const shown = (sum: number): string => (sum / ROUNDS).toFixed(2);
  const ratio = sums.engine / sums.bare;
  process.stdout.write(
    [
      `${slices.flat().length} documents, CPU seconds, means of ${ROUNDS} rounds`,
      `start-up: engine ${shown(sums.engineStart)}, bare loop ${shown(sums.bareStart)}`,
      `documents: engine ${shown(sums.engine)}, bare loop ${shown(sums.bare)}`,
      `engine / bare loop: ${ratio.toFixed(2)} (goal: at most ${GOAL_RATIO})`,
      '',
    ].join('\n'),
  );
  if (ratio > GOAL_RATIO) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
