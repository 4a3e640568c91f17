import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { makeCopies } from './copies.ts';
import { runBare } from './run-bare.ts';
import { runEngine } from './run-engine.ts';

/**
 * `npm run bench`: the CPU time of the engine over 200 documents, as a ratio to a bare loop with the same parsers over
 * the same files. Both run in fresh processes, turn by turn; the start-up of each, measured as a run over the first
 * document of each format, is subtracted and shown apart. The engine's figure includes its extractor.
 */
const COPIES = 10;
const ROUNDS = 5;
const GOAL_RATIO = 1.3;

const figuresSchema = z.object({ cpuSeconds: z.number(), processed: z.int().optional() });

const measure = (kind: 'engine' | 'bare', paths: readonly string[]): number => {
  const { stdout, stderr, status } = spawnSync(process.execPath, [fileURLToPath(import.meta.url), kind], {
    input: JSON.stringify(paths),
    encoding: 'utf8',
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  if (status !== 0) throw new Error(stderr);
  const { cpuSeconds, processed = paths.length } = figuresSchema.parse(JSON.parse(stdout));
  if (processed !== paths.length) throw new Error(`Only ${processed} of ${paths.length} documents were processed`);
  return cpuSeconds;
};

const firstOfEachFormat = (paths: readonly string[]): string[] => [
  ...new Map(paths.toReversed().map((file) => [path.extname(file), file])).values(),
];

const compare = (): void => {
  const folder = mkdtempSync(path.join(tmpdir(), 'stevedore-copies-'));
  try {
    const paths = makeCopies(folder, COPIES);
    const few = firstOfEachFormat(paths);
    const rounds = Array.from({ length: ROUNDS }, () => ({
      engineStart: measure('engine', few),
      bareStart: measure('bare', few),
      engine: measure('engine', paths),
      bare: measure('bare', paths),
    }));
    // Whatever else the machine does only adds to a figure: the least is the nearest to the truth.
    const least = (pick: (round: (typeof rounds)[number]) => number): number => Math.min(...rounds.map(pick));
    const shown = (pick: (round: (typeof rounds)[number]) => number): string => least(pick).toFixed(2);
    const engine = least((round) => round.engine) - least((round) => round.engineStart);
    const bare = least((round) => round.bare) - least((round) => round.bareStart);
    const ratio = engine / bare;
    process.stdout.write(
      [
        `${paths.length} documents, CPU seconds, the least of ${ROUNDS} rounds`,
        `start-up: engine ${shown((round) => round.engineStart)}, bare loop ${shown((round) => round.bareStart)}`,
        `whole run: engine ${shown((round) => round.engine)}, bare loop ${shown((round) => round.bare)}`,
        `engine / bare loop without start-up: ${ratio.toFixed(2)} (goal: at most ${GOAL_RATIO})`,
        '',
      ].join('\n'),
    );
    if (ratio > GOAL_RATIO) process.exitCode = 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const kind = process.argv[2];
if (kind === undefined) {
  compare();
} else {
  let input = '';
  for await (const text of process.stdin.setEncoding('utf8')) input += String(text);
  const paths = z.array(z.string()).parse(JSON.parse(input));
  const { residentBytes: _, ...figures } = {
    residentBytes: [],
    ...(kind === 'bare' ? await runBare(paths) : await runEngine(paths)),
  };
  process.stdout.write(JSON.stringify(figures));
}
