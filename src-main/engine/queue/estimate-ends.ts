import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { documentStatusSchema } from '../../contract/batch.ts';
import { kindOfExtension } from '../extraction/kinds.ts';
import { batchesInState, readBatch, type StoredBatch } from '../library/batches.ts';
import { statement } from '../library/statements.ts';
import { isFinal } from './batch-state.ts';
import { estimateRemainingSeconds } from './estimate.ts';

const READ_WORKS = 'SELECT filename, size_bytes, seconds, status FROM batch_documents WHERE batch_id = ?';

const worksSchema = z.array(
  z
    .object({ filename: z.string(), size_bytes: z.int(), seconds: z.number(), status: documentStatusSchema })
    .transform(({ filename, size_bytes, seconds, status }) => ({
      kind: kindOfExtension(filename),
      sizeBytes: size_bytes,
      seconds,
      status,
    })),
);

/**
 * When each of these batches will have been extracted, as ISO times in UTC: batches run one after the other, so that
 * each adds to the end of the one before. Batches that have ended have no estimate.
 *
 * @param batches in the order in which they run
 */
export const estimateEnds = (
  database: DatabaseSync,
  batches: readonly StoredBatch[],
  now: Date,
): ReadonlyMap<string, string> => {
  const works = batches.map(({ batch_id }) => worksSchema.parse(statement(database, READ_WORKS).all(batch_id)));
  const extracted = works.flat().filter(({ status }) => status === 'processed' || status === 'failed');
  const ends = new Map<string, string>();
  let seconds = 0;
  batches.forEach(({ batch_id, state }, at) => {
    if (isFinal(state)) return;
    const remaining = (works[at] ?? []).filter(({ status }) => status === 'queued' || status === 'extracting');
    seconds += estimateRemainingSeconds(extracted, remaining);
    ends.set(batch_id, new Date(now.getTime() + seconds * 1000).toISOString());
  });
  return ends;
};

/** The batches that run before this one. */
const batchesAhead = (database: DatabaseSync, { batch_id, state }: StoredBatch): StoredBatch[] => {
  if (state !== 'queued') return [];
  const queued = batchesInState(database, 'queued');
  const ids = [...batchesInState(database, 'running'), ...queued.slice(0, Math.max(0, queued.indexOf(batch_id)))];
  return ids.flatMap((id) => readBatch(database, id) ?? []);
};

/** When the last of these batches will have been extracted, after all that is queued before them. */
export const estimateEnd = (
  database: DatabaseSync,
  batches: readonly [StoredBatch, ...StoredBatch[]],
  now: Date,
): string | undefined => {
  const ends = estimateEnds(database, [...batchesAhead(database, batches[0]), ...batches], now);
  return batches.flatMap(({ batch_id }) => ends.get(batch_id) ?? []).at(-1);
};
