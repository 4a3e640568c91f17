import { expect, it } from 'vitest';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { runCli } from '../support/run-cli.ts';
import { endure } from './endurance.ts';

const KILLS = 2;

it('ends a series of 250 with equal counts after a pause and kills', { timeout: 180_000 }, async () => {
  const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
  const folder = temporaryFolder();
  const end = await endure({ folder, documents: 250, kills: KILLS, seed });
  console.log(`SEED=${seed}: ${end.interruptedAttempts} documents were interrupted`);
  expect(end.exitCodes).toEqual([130, ...Array.from({ length: KILLS }, () => null), 0]);
  expect(
    end.batches.map(({ total_documents, processed_count, failed_count, waiting_count, state, series_id }) => ({
      counts: [total_documents, processed_count, failed_count, waiting_count],
      state,
      series_id,
    })),
  ).toEqual(
    [100, 100, 50].map((count) => ({
      counts: [count, count, 0, 0],
      state: 'completed',
      series_id: end.seriesId,
    })),
  );
  expect(end.storedDocuments).toBe(250);

  const status = await runCli(['status', end.seriesId, '--json'], { dataFolder: end.dataFolder });
  expect(JSON.parse(status.stdout)).toMatchObject({ series_id: end.seriesId, batches: [{}, {}, {}] });
  const nothing = await runCli(['resume', '--json'], { dataFolder: end.dataFolder });
  expect([nothing.exitCode, JSON.parse(nothing.stdout)]).toEqual([0, { batches: [] }]);
});
