import type { DatabaseSync } from 'node:sqlite';
import { failed, failure, succeeded, type Result } from '../../contract/failure.ts';
import type { Handlers } from '../call-command.ts';
import type { TargetConnection } from '../graph/target-connection.ts';
import { readBatchDocuments } from '../library/batch-documents.ts';
import { askToPublish, readBatch, setBatchTarget, type StoredBatch } from '../library/batches.ts';
import { readDocument } from '../library/documents.ts';
import {
  batchesWithPending,
  currentTargetId,
  forgetPublications,
  outdatePublications,
  pendingDocuments,
} from '../library/publications.ts';
import { inTransaction } from '../library/statements.ts';
import { isFinal } from './batch-state.ts';
import type { BatchQueue } from './batch-queue.ts';
import { batchesOf } from './find-batches.ts';

export type PublishCommandName = 'batch.publish' | 'batch.finish_offline' | 'batch.undo';

const notEnded = ({ batch_id, state }: StoredBatch): Result<never> => {
  const message = `Batch ${batch_id} is ${state.replaceAll('_', ' ')}: it is published as it is loaded.`;
  const hint = 'Resume it, or finish it offline with the finish-offline command and publish it then.';
  return failed(failure('INVALID_STATE', 'publish', message, hint));
};

const stillStored = (database: DatabaseSync, batchId: string): string[] => [
  ...new Set(
    readBatchDocuments(database, batchId)
      .map(({ document_id }) => document_id)
      .filter((documentId) => documentId !== '' && readDocument(database, documentId) !== undefined),
  ),
];

/** Publishing ended batches, finishing batches without their target, and taking a batch out of the target. */
export const createPublishHandlers = (
  database: DatabaseSync,
  queue: BatchQueue,
  connection: TargetConnection,
  now: () => Date,
): Handlers<PublishCommandName> => {
  const toPublish = (batchId: string, targetId: string, again: boolean) => {
    const ids = again ? stillStored(database, batchId) : pendingDocuments(database, batchId, targetId);
    const chunks = ids.map((documentId) => readDocument(database, documentId)?.chunk_count ?? 0);
    return {
      batch_id: batchId,
      documents_count: ids.length,
      chunks_count: chunks.reduce((sum, count) => sum + count, 0),
    };
  };

  return {
    'batch.publish': async ({ batch_id, again, dry_run }) => {
      const targetId = currentTargetId(database);
      const found = batch_id === undefined ? undefined : batchesOf(database, batch_id);
      if (found?.ok === false) return found;
      const batches =
        found?.value ?? batchesWithPending(database, targetId).flatMap((id) => readBatch(database, id) ?? []);
      const waiting = batches.filter(({ state }) => state === 'waiting_for_target');
      if (waiting.length > 0) queue.retryTarget();
      const ended = batches.filter(({ state }) => isFinal(state));
      const [unended] = batches.filter(({ state }) => !isFinal(state) && state !== 'waiting_for_target');
      if (unended !== undefined) return notEnded(unended);
      if (dry_run) {
        return succeeded({ batches: ended.map((batch) => toPublish(batch.batch_id, targetId, again)) });
      }
      // A target that cannot be reached now is told at once, and nothing is left waiting.
      const target = await connection.open();
      if (!target.ok) return target;
      const asked = ended.map(({ batch_id: id }) => toPublish(id, target.value.targetId, again));
      inTransaction(database, () => {
        for (const { batch_id: id } of ended) {
          if (again) for (const documentId of stillStored(database, id)) outdatePublications(database, documentId);
          askToPublish(database, id, again, now().toISOString());
        }
      });
      queue.wake();
      return succeeded({ batches: asked });
    },
    'batch.finish_offline': ({ batch_id }) => {
      const batches = batchesOf(database, batch_id);
      if (!batches.ok) return batches;
      const open = batches.value.filter(({ state, target }) => !isFinal(state) && target === 'neo4j');
      if (open.length === 0) {
        const message = 'Nothing waits for a Neo4j database here: the batch has ended, or the library is its target.';
        return failed(failure('INVALID_STATE', 'publish', message));
      }
      inTransaction(database, () => open.forEach(({ batch_id: id }) => setBatchTarget(database, id, 'library')));
      for (const { batch_id: id } of open) queue.settle(id);
      const moved = open.flatMap(({ batch_id: id }) => readBatch(database, id) ?? []);
      return succeeded({ batches: moved.map(({ batch_id: id, state }) => ({ batch_id: id, state })) });
    },
    'batch.undo': async ({ batch_id, dry_run }) => {
      const batch = readBatch(database, batch_id);
      if (batch !== undefined && (!isFinal(batch.state) || batch.publish_asked_at !== '')) {
        const message = 'The batch is still being loaded or published; only an ended batch can be undone.';
        return failed(failure('INVALID_STATE', 'publish', message, 'Wait for its end, or cancel it first.'));
      }
      const target = await connection.open();
      if (!target.ok) return target;
      const { undoBatch } = await import('../graph/undo-batch.ts');
      const undone = await undoBatch(target.value, batch_id, { dryRun: dry_run });
      if (!undone.ok) {
        if (undone.failure.code === 'TARGET_UNAVAILABLE') await connection.drop();
        return undone;
      }
      if (!dry_run) {
        const { targetId } = target.value;
        inTransaction(database, () => {
          for (const documentId of stillStored(database, batch_id)) forgetPublications(database, documentId, targetId);
        });
      }
      return undone;
    },
  };
};
