import type { ManagedTransaction } from 'neo4j-driver';
import { documentProperties, differingProperties, toParameter } from './document-properties.ts';
import type { BatchToPublish, DocumentToPublish, Publication, PublishMode } from './graph-types.ts';
import { lockDocuments, type LockedDocument } from './lock-documents.ts';
import { metadataNodeId, metadataNodes } from './metadata-nodes.ts';
import { writeBatch } from './write-batch.ts';
import { createChunks, deleteChunks } from './write-chunks.ts';
import { linkMetadata, unlinkMetadata } from './write-metadata-nodes.ts';
import { deleteDocuments, moveSources, sourceKey } from './write-sources.ts';

const SET_PROPERTIES = `
  UNWIND $documents AS document
  MATCH (d:Document {id: document.id})
  SET d = document.properties`;

/** What is to be done for one document. */
interface Plan {
  readonly document: DocumentToPublish;
  readonly properties: ReadonlyMap<string, unknown>;
  readonly isTextNew: boolean;
  readonly arePropertiesNew: boolean;
  readonly areNodesNew: boolean;
  readonly hadNodes: boolean;
  readonly hadChunks: boolean;
  readonly newSources: DocumentToPublish['sources'];
}

const sameSet = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean =>
  a.size === b.size && [...a].every((value) => b.has(value));

const planOf = (document: DocumentToPublish, locked: LockedDocument, mode: PublishMode): Plan => {
  const properties = documentProperties(document);
  const nodes = new Set(metadataNodes(document).map(({ field, key }) => metadataNodeId(field, key)));
  return {
    document,
    properties,
    isTextNew: mode === 'rewrite' || !locked.isComplete || locked.fingerprint !== document.fingerprint,
    arePropertiesNew: differingProperties(properties, locked.properties).length > 0,
    areNodesNew: !sameSet(nodes, locked.nodes),
    hadNodes: locked.nodes.size > 0,
    hadChunks: locked.fingerprint !== '' || locked.isComplete,
    newSources: document.sources.filter((source) => !locked.sources.has(sourceKey(source))),
  };
};

const outcomeOf = ({ document, isTextNew, arePropertiesNew, areNodesNew, newSources }: Plan): Publication => {
  const isChanged = arePropertiesNew || areNodesNew || newSources.length > 0;
  const outcome = isTextNew ? 'written' : isChanged ? 'metadata' : 'unchanged';
  return { documentId: document.documentId, outcome };
};

const idsOf = (plans: readonly Plan[]): string[] => plans.map(({ document }) => document.documentId);

/** A document whose id a node of another tool has. */
export class ForeignDocumentError extends Error {
  readonly documentId: string;
  constructor(documentId: string) {
    super(`Document ${documentId} belongs to another tool`);
    this.documentId = documentId;
  }
}

/**
 * Writes a group of documents in one transaction, all of it or nothing: only what differs from what the graph has, and
 * for every document that the batch ingested it. A text whose fingerprint differs is replaced as a whole.
 */
export const writeGroup = async (
  transaction: ManagedTransaction,
  batch: BatchToPublish,
  documents: readonly DocumentToPublish[],
  mode: PublishMode,
): Promise<Publication[]> => {
  const ids = documents.map(({ documentId }) => documentId);
  const locked = await lockDocuments(transaction, ids);
  const plans = documents.map((document) => {
    const found = locked.get(document.documentId);
    if (found === undefined) throw new Error(`Document ${document.documentId} was not locked`);
    if (!found.isOurs) throw new ForeignDocumentError(document.documentId);
    return planOf(document, found, mode);
  });

  const textNew = plans.filter(({ isTextNew }) => isTextNew);
  await deleteChunks(transaction, idsOf(textNew.filter(({ hadChunks }) => hadChunks)));
  const propertiesNew = plans.filter(({ arePropertiesNew }) => arePropertiesNew);
  if (propertiesNew.length > 0) {
    const rows = propertiesNew.map(({ document, properties }) => ({
      id: document.documentId,
      properties: toParameter(properties),
    }));
    await transaction.run(SET_PROPERTIES, { documents: rows });
  }
  await createChunks(
    transaction,
    textNew.map(({ document }) => document),
  );
  const nodesNew = plans.filter(({ areNodesNew }) => areNodesNew);
  await unlinkMetadata(transaction, idsOf(nodesNew.filter(({ hadNodes }) => hadNodes)));
  await linkMetadata(
    transaction,
    nodesNew.flatMap(({ document }) =>
      metadataNodes(document).map((node) => ({ documentId: document.documentId, node })),
    ),
  );
  const left = await moveSources(
    transaction,
    plans.flatMap(({ document, newSources }) =>
      newSources.map((source) => ({ documentId: document.documentId, source })),
    ),
  );
  await deleteChunks(transaction, left);
  await unlinkMetadata(transaction, left);
  await deleteDocuments(transaction, left);
  await writeBatch(transaction, batch, ids);
  return plans.map(outcomeOf);
};
