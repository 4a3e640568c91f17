import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { makeCopies } from './copies.ts';
import { median } from './process-figures.ts';
import { runEngine } from './run-engine.ts';

/**
 * `npm run bench:memory`: loads 1,000 documents and compares the resident size of engine and extractor at documents
 * 900 to 1,000 with that at 90 to 100 (medians).
 */
const COPIES = 50;
const GOAL_GROWTH = 0.2;

const folder = mkdtempSync(path.join(tmpdir(), 'stevedore-copies-'));
try {
  const { residentBytes, processed } = await runEngine(makeCopies(folder, COPIES));
  if (processed !== residentBytes.length) throw new Error(`${residentBytes.length - processed} documents failed`);
  const early = median(residentBytes.slice(89, 100));
  const late = median(residentBytes.slice(899, 1000));
  const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;
  const growth = late / early - 1;
  process.stdout.write(
    `${processed} documents, resident size: ${megabytes(early)} at 90-100, ${megabytes(late)} at 900-1,000, ` +
      `${(growth * 100).toFixed(1)} % more (goal: within ${GOAL_GROWTH * 100} %)\n`,
  );
  if (Math.abs(growth) > GOAL_GROWTH) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
