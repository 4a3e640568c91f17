import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { makeCopies } from './copies.ts';
import { median } from './process-figures.ts';
import { startMeasuredEngine } from './run-engine.ts';

/**
 * `npm run bench:memory`: loads 1,000 documents and compares the resident size of engine and extractor at documents
 * 900 to 1,000 with that at 90 to 100 (medians).
 */
const COPIES = 50;
const GOAL_GROWTH = 0.2;

const BATCH_FILES = 100;

const folder = mkdtempSync(path.join(tmpdir(), 'stevedore-copies-'));
const engine = startMeasuredEngine();
try {
  const paths = makeCopies(folder, COPIES);
  for (let from = 0; from < paths.length; from += BATCH_FILES) await engine.load(paths.slice(from, from + BATCH_FILES));
  const { residentBytes } = engine;
  const early = median(residentBytes.slice(89, 100));
  const late = median(residentBytes.slice(899, 1000));
  const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;
  const growth = late / early - 1;
  process.stdout.write(
    `${paths.length} documents, resident size: ${megabytes(early)} at 90-100, ${megabytes(late)} at 900-1,000, ` +
      `${(growth * 100).toFixed(1)} % more (goal: within ${GOAL_GROWTH * 100} %)\n`,
  );
  if (Math.abs(growth) > GOAL_GROWTH) process.exitCode = 1;
} finally {
  engine.close();
  rmSync(folder, { recursive: true, force: true });
}
