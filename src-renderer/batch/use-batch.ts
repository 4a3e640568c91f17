import { useEffect, useMemo, useState } from 'react';
import type { BatchDocument, BatchStatus, DocumentStatus } from '../../src-main/contract/batch.ts';
import { bridge } from '../bridge/bridge.ts';
import { readDocuments, useReplica } from '../store/replica.ts';

/** Documents that have not ended. */
export const WAITING: ReadonlySet<DocumentStatus> = new Set(['queued', 'extracting', 'prepared', 'publishing']);

export interface ShownDocument extends BatchDocument {
  readonly batchId: string;
}

export interface ShownBatch {
  readonly isSeries: boolean;
  readonly batches: readonly BatchStatus[];
  readonly documents: readonly ShownDocument[];
}

/** A batch or all batches of a series as the engine says they are now; undefined until it has said. */
export const useBatch = (id: string): ShownBatch | undefined => {
  const [ids, setIds] = useState<readonly string[]>();
  const engine = useReplica((state) => state.engine);
  const all = useReplica((state) => state.batches);
  const documents = useReplica((state) => state.documents);
  useEffect(() => {
    if (engine !== 'running') return;
    const read = async (): Promise<void> => {
      const answer = await bridge.call('batch.statuses', { batch_id: id });
      if (!answer.ok) return;
      const found = answer.value.batches.map(({ batch_id }) => batch_id);
      useReplica.setState((state) => ({
        batches: new Map([...state.batches, ...answer.value.batches.map((batch) => [batch.batch_id, batch] as const)]),
      }));
      setIds(found);
      for (const batchId of found) void readDocuments(batchId);
    };
    void read();
  }, [id, engine]);
  return useMemo(() => {
    if (ids === undefined) return undefined;
    return {
      isSeries: ids.length > 1 || ids[0] !== id,
      batches: ids.flatMap((batchId) => all.get(batchId) ?? []),
      documents: ids.flatMap((batchId) => (documents.get(batchId) ?? []).map((document) => ({ ...document, batchId }))),
    };
  }, [ids, id, all, documents]);
};
