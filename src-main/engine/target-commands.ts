import type { DatabaseSync } from 'node:sqlite';
import { failure, failed, succeeded, type Result } from '../contract/failure.ts';
import type { Settings } from '../contract/settings.ts';
import type { Handlers } from './call-command.ts';
import { readTargetSettings, type SecretStore } from './graph/read-target-settings.ts';
import type { TargetConnection } from './graph/target-connection.ts';
import { readBatchDocuments } from './library/batch-documents.ts';
import { batchesOf } from './queue/find-batches.ts';
import { batchToPublish, documentsToPublish } from './queue/read-to-publish.ts';

export type TargetCommandName = 'target.test' | 'target.history' | 'batch.verify';

export interface TargetContext {
  readonly database: DatabaseSync;
  readonly settings: () => Settings;
  readonly secrets: SecretStore;
  readonly workstation: string;
  readonly connection: TargetConnection;
}

const PUBLISHABLE = new Set(['processed', 'unchanged', 'duplicate']);

/** The commands that read a Neo4j target and change nothing in the library: they work beside a running engine. */
export const createTargetHandlers = ({
  database,
  settings,
  secrets,
  workstation,
  connection,
}: TargetContext): Handlers<TargetCommandName> => ({
  'target.test': async () => {
    const target = await readTargetSettings(settings(), secrets);
    if (!target.ok) return target;
    const { testConnection } = await import('./graph/test-connection.ts');
    return testConnection(target.value);
  },
  'target.history': async ({ limit }) => {
    const target = await connection.open();
    if (!target.ok) return target;
    const { listGraphBatches } = await import('./graph/graph-batches.ts');
    const batches = await listGraphBatches(target.value, limit);
    return batches.ok ? succeeded({ batches: [...batches.value] }) : batches;
  },
  'batch.verify': async ({ batch_id }) => {
    const batches = batchesOf(database, batch_id);
    if (!batches.ok) return batches;
    const target = await connection.open();
    if (!target.ok) return target;
    const { verifyDocuments } = await import('./graph/verify-documents.ts');
    const differences = [];
    let documentsCount = 0;
    let chunksCount = 0;
    for (const { batch_id: id } of batches.value) {
      const ids = readBatchDocuments(database, id)
        .filter(({ status }) => PUBLISHABLE.has(status))
        .map(({ document_id }) => document_id);
      const documents = documentsToPublish(database, ids);
      const verified = await verifyDocuments(target.value, batchToPublish(database, id, workstation), documents);
      if (!verified.ok) return verified;
      differences.push(...verified.value);
      documentsCount += documents.length;
      chunksCount += documents.reduce((sum, { chunkCount }) => sum + chunkCount, 0);
    }
    if (documentsCount === 0) {
      const message = 'The library has no document of this batch to compare.';
      return failed(failure('INVALID_STATE', 'publish', message)) satisfies Result<never>;
    }
    return succeeded({ documents_count: documentsCount, chunks_count: chunksCount, differences });
  },
});
