import type { ManagedTransaction } from 'neo4j-driver';
import { LOADER } from './graph-schema.ts';

/**
 * Readers may see a transaction while it is being applied: they read what is committed, not one moment of the graph
 * (https://neo4j.com/docs/operations-manual/current/database-internals/concurrent-data-access/). So the chunks of a
 * complete document never change: it is hidden in a transaction before, and complete again in one after.
 */
const HIDE = `
  UNWIND $ids AS id
  MATCH (d:Document {id: id, loader: $loader})
  SET d.complete = false`;
/** A document with another text was taken over by another writer meanwhile, who completes it. */
const COMPLETE = `
  UNWIND $documents AS document
  MATCH (d:Document {id: document.id, loader: $loader})
  WHERE d.fingerprint = document.fingerprint
  SET d.complete = true`;

/** Tells readers that documents are not to be used. Their locks are held already. */
export const hideDocuments = async (transaction: ManagedTransaction, documentIds: readonly string[]): Promise<void> => {
  if (documentIds.length > 0) await transaction.run(HIDE, { ids: documentIds, loader: LOADER });
};

/** Tells readers that documents have all of their chunks, which an earlier transaction has committed. */
export const completeDocuments = async (
  transaction: ManagedTransaction,
  documents: readonly { readonly documentId: string; readonly fingerprint: string }[],
): Promise<void> => {
  const rows = documents
    .map(({ documentId, fingerprint }) => ({ id: documentId, fingerprint }))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));
  await transaction.run(COMPLETE, { documents: rows, loader: LOADER });
};
