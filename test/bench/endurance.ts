import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { endure } from '../faults/endurance.ts';

/**
 * `node test/bench/endurance.ts 1000 5`: loads a series of 1,000 documents that is paused once and killed five times,
 * and tells the counts after each interruption and at the end. SEED repeats the moments.
 */
const [documents = 1000, kills = 5] = process.argv.slice(2).map(Number);
const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
const folder = mkdtempSync(path.join(tmpdir(), 'stevedore-endurance-'));
const began = performance.now();
const print = (line: string): void => console.log(`${((performance.now() - began) / 1000).toFixed(1)} s  ${line}`);
try {
  print(`${documents} documents, ${kills} kills, SEED=${seed}`);
  const end = await endure({ folder, documents, kills, seed, onStep: print });
  for (const batch of end.batches) {
    const { total_documents: total, processed_count: processed, failed_count: failed, waiting_count: waiting } = batch;
    print(`${batch.state}: ${processed} of ${total} processed, ${failed} failed, ${waiting} waiting`);
  }
  const sum = end.batches.reduce((count, { processed_count: processed }) => count + processed, 0);
  print(`${sum} processed, ${end.storedDocuments} in the library, ${end.interruptedAttempts} attempts interrupted`);
  if (sum !== documents || end.storedDocuments !== documents) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
