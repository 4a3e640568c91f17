import type { ManagedTransaction } from 'neo4j-driver';
import { documentProperties, differingProperties, toParameter } from './document-properties.ts';
import { hideDocuments } from './complete-documents.ts';
import type { BatchToPublish, DocumentToPublish, Publication, PublishMode } from './graph-types.ts';
import { lockDocuments, type LockedDocument } from './lock-documents.ts';
import { metadataNodeId, metadataNodes } from './metadata-nodes.ts';
import { writeBatch } from './write-batch.ts';
import { createChunks, deleteChunks } from './write-chunks.ts';
import { linkMetadata, unlinkMetadata } from './write-metadata-nodes.ts';
import { deleteDocuments, documentsToBeLeft, moveSources, sourceKey } from './write-sources.ts';

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
  readonly wasComplete: boolean;
  readonly hadNodes: boolean;
  readonly hadChunks: boolean;
  readonly newSources: DocumentToPublish['sources'];
}

const sameSet = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean =>
  a.size === b.size && [...a].every((value) => b.has(value));

const planOf = (document: DocumentToPublish, locked: LockedDocument, mode: PublishMode): Plan => {
  const isTextNew = mode === 'rewrite' || !locked.isComplete || locked.fingerprint !== document.fingerprint;
  const properties = documentProperties(document).set('complete', !isTextNew);
  const nodes = new Set(metadataNodes(document).map(({ field, key }) => metadataNodeId(field, key)));
  return {
    document,
    properties,
    isTextNew,
    arePropertiesNew: differingProperties(properties, locked.properties).length > 0,
    areNodesNew: !sameSet(nodes, locked.nodes),
    wasComplete: locked.isComplete,
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

/** What one transaction of a group did. After `hidden` the group is to be written again: nothing else was done. */
export type WrittenGroup =
  | { readonly type: 'hidden' }
  | {
      readonly type: 'written';
      readonly publications: Publication[];
      /** Documents whose chunks are all there, for `completeDocuments` in a transaction of its own. */
      readonly toComplete: readonly DocumentToPublish[];
    };

/**
 * Writes a group of documents in one transaction, all of it or nothing: only what differs from what the graph has, and
 * for every document that the batch ingested it. A text whose fingerprint differs is replaced as a whole, and a document
 * whose last source moved on is removed; both are hidden first (complete-documents.ts).
 */
export const writeGroup = async (
  transaction: ManagedTransaction,
  batch: BatchToPublish,
  documents: readonly DocumentToPublish[],
  mode: PublishMode,
): Promise<WrittenGroup> => {
  const ids = documents.map(({ documentId }) => documentId);
  const locked = await lockDocuments(transaction, ids);
  const plans = documents.map((document) => {
    const found = locked.get(document.documentId);
    if (found === undefined) throw new Error(`Document ${document.documentId} was not locked`);
    if (!found.isOurs) throw new ForeignDocumentError(document.documentId);
    return planOf(document, found, mode);
  });

  const textNew = plans.filter(({ isTextNew }) => isTextNew);
  const links = plans.flatMap(({ document, newSources }) =>
    newSources.map((source) => ({ documentId: document.documentId, source })),
  );
  const inSight = [
    ...idsOf(textNew.filter(({ wasComplete }) => wasComplete)),
    ...(await documentsToBeLeft(transaction, links)),
  ];
  if (inSight.length > 0) {
    await hideDocuments(transaction, inSight);
    return { type: 'hidden' };
  }
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
  const left = await moveSources(transaction, links);
  await deleteChunks(transaction, left);
  await unlinkMetadata(transaction, left);
  await deleteDocuments(transaction, left);
  await writeBatch(transaction, batch, ids);
  return { type: 'written', publications: plans.map(outcomeOf), toComplete: textNew.map(({ document }) => document) };
};
