import type { DatabaseSync } from 'node:sqlite';
import { failed, failure, succeeded, type Result } from '../contract/failure.ts';
import type { RemovedFromGraph } from '../contract/library.ts';
import type { Handlers } from './call-command.ts';
import type { TargetConnection } from './graph/target-connection.ts';
import { ALIVE_STATES, batchesAskedToPublish, batchesInState } from './library/batches.ts';
import { readDetails } from './library/browse.ts';
import { readDocument, readSources, removeDocument, setMetadata } from './library/documents.ts';
import { hasPreparedDocument } from './library/prepared-documents.ts';
import { inTransaction } from './library/statements.ts';
import { editableFields, editMetadata, type StoredMetadata } from './metadata/edit-metadata.ts';
import { readWorkstationSchema } from './metadata/workstation-schema.ts';
import { documentNotFound } from './read-commands.ts';

export type DocumentCommandName = 'document.fields' | 'document.edit' | 'document.remove';

export interface DocumentContext {
  readonly database: DatabaseSync;
  readonly dataFolder: string;
  readonly workstation: string;
  readonly connection: TargetConnection;
  /** Tells that the publication of a batch is not what it was. */
  readonly onBatch: (batchId: string) => void;
}

/** Why no document can be removed now: what is being loaded or published may need it. */
const whyNotNow = (database: DatabaseSync, documentId: string): Result<null> => {
  const isBusy =
    ALIVE_STATES.some((state) => batchesInState(database, state).length > 0) ||
    batchesAskedToPublish(database).length > 0 ||
    hasPreparedDocument(database, documentId);
  if (!isBusy) return succeeded(null);
  const hint = 'Wait until it has ended, or pause it, and remove the document then.';
  return failed(failure('INVALID_STATE', 'store', 'A batch is being loaded or published.', hint));
};

/** Changing and removing single documents of the library. */
export const createDocumentHandlers = ({
  database,
  dataFolder,
  workstation,
  connection,
  onBatch,
}: DocumentContext): Handlers<DocumentCommandName> => {
  const tellBatches = (batches: readonly { readonly batch_id: string }[]): void =>
    batches.forEach(({ batch_id }) => onBatch(batch_id));
  const storedMetadata = (documentId: string): StoredMetadata | undefined => {
    const stored = readDocument(database, documentId);
    return stored === undefined ? undefined : { metadata: stored.metadata, graphFields: stored.graph_fields };
  };
  const removeFromTarget = async (documentId: string, isAsked: boolean): Promise<Result<RemovedFromGraph>> => {
    if (!isAsked) return succeeded('untouched');
    const target = await connection.open();
    if (!target.ok) return target;
    const { removeFromGraph } = await import('./graph/remove-from-graph.ts');
    const own = readSources(database, documentId).filter((source) => source.workstation === workstation);
    return removeFromGraph(target.value, documentId, own);
  };
  return {
    'document.fields': async ({ document_id }) => {
      const own = await readWorkstationSchema(dataFolder);
      if (!own.ok) return own;
      const stored = storedMetadata(document_id);
      return stored === undefined
        ? documentNotFound(document_id)
        : succeeded({ fields: editableFields(stored, own.value.schema) });
    },
    'document.edit': async ({ document_id, cells }) => {
      const own = await readWorkstationSchema(dataFolder);
      if (!own.ok) return own;
      const stored = storedMetadata(document_id);
      if (stored === undefined) return documentNotFound(document_id);
      const edited = editMetadata(stored, cells, own.value.schema);
      if (!edited.ok) return edited;
      const { metadata, graphFields } = edited.value;
      inTransaction(database, () => setMetadata(database, document_id, metadata, graphFields));
      const details = readDetails(database, document_id);
      if (details === undefined) return documentNotFound(document_id);
      tellBatches(details.batches);
      return succeeded(details);
    },
    'document.remove': async ({ document_id, from_target }) => {
      if (readDocument(database, document_id) === undefined) return documentNotFound(document_id);
      const free = whyNotNow(database, document_id);
      if (!free.ok) return free;
      const fromGraph = await removeFromTarget(document_id, from_target);
      if (!fromGraph.ok) return fromGraph;
      const batches = readDetails(database, document_id)?.batches ?? [];
      const removed = inTransaction(database, () => {
        // Something may have begun while the target was at work.
        const stillFree = whyNotNow(database, document_id);
        if (stillFree.ok) removeDocument(database, document_id);
        return stillFree;
      });
      if (!removed.ok) return removed;
      tellBatches(batches);
      return succeeded({ graph: fromGraph.value });
    },
  };
};
