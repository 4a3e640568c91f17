import { failed, failure, succeeded, type Failure, type Result } from '../../contract/failure.ts';
import { completeDocuments } from './complete-documents.ts';
import type { BatchToPublish, DocumentToPublish, Neo4jTarget, Publication, PublishMode } from './graph-types.ts';
import { metadataNodes } from './metadata-nodes.ts';
import { ForeignDocumentError, writeGroup } from './write-group.ts';
import { writeLongDocument } from './write-long-document.ts';
import { writeToTarget } from './write-to-target.ts';

/** Chunks of a document that are written in one transaction at the most. */
const LONG_DOCUMENT_CHUNKS = 20_000;

/** Neo4j refuses values in its indexes that take more than about 8 kB (Neo.DatabaseError.Statement.ExecutionFailed). */
const LONGEST_INDEXED_BYTES = 8000;

/** Says which value the server refused, where that can be told. */
const explain = (document: DocumentToPublish, why: Failure): Failure => {
  const tooLong = metadataNodes(document).find(({ key }) => Buffer.byteLength(key) > LONGEST_INDEXED_BYTES);
  if (tooLong === undefined) return why;
  const message = `The value of the metadata field '${tooLong.fieldName}' is too long for the Neo4j database: ${tooLong.name.length} characters.`;
  const hint = 'Shorten the value in the mapping and load the document again, or take the field out of the nodes.';
  return failure('TARGET_REJECTED', 'publish', message, hint);
};

const foreign = (documentId: string): Publication => {
  const message = 'A node of another tool in the Neo4j database has the id of this document.';
  const hint = 'Let the owner of the database remove that Document node, or use another database.';
  return { documentId, outcome: 'rejected', failure: failure('TARGET_REJECTED', 'publish', message, hint) };
};

const writeTogether = async (
  target: Neo4jTarget,
  batch: BatchToPublish,
  documents: readonly DocumentToPublish[],
  signal: AbortSignal,
  mode: PublishMode,
): Promise<Result<Publication[]>> => {
  try {
    for (;;) {
      const written = await writeToTarget(
        target,
        (transaction) => writeGroup(transaction, batch, documents, mode),
        signal,
      );
      if (!written.ok) return written;
      if (written.value.type === 'hidden') continue;
      const { publications, toComplete } = written.value;
      if (toComplete.length === 0) return succeeded(publications);
      const completed = await writeToTarget(
        target,
        (transaction) => completeDocuments(transaction, toComplete),
        signal,
      );
      return completed.ok ? succeeded(publications) : completed;
    }
  } catch (error) {
    if (!(error instanceof ForeignDocumentError)) throw error;
    const { documentId } = error;
    const others = documents.filter((document) => document.documentId !== documentId);
    const written = others.length === 0 ? succeeded([]) : await writeTogether(target, batch, others, signal, mode);
    return written.ok ? succeeded([...written.value, foreign(documentId)]) : written;
  }
};

/** A group that the server refuses is halved until the guilty document is alone; the others pass. */
const writeHalving = async (
  target: Neo4jTarget,
  batch: BatchToPublish,
  documents: readonly DocumentToPublish[],
  signal: AbortSignal,
  mode: PublishMode,
): Promise<Result<Publication[]>> => {
  const [first, ...others] = documents;
  if (first === undefined) return succeeded([]);
  const written = await writeTogether(target, batch, documents, signal, mode);
  if (written.ok || written.failure.code !== 'TARGET_REJECTED') return written;
  if (others.length === 0) {
    const why = explain(first, written.failure);
    return succeeded([{ documentId: first.documentId, outcome: 'rejected', failure: why }]);
  }
  const middle = Math.ceil(documents.length / 2);
  const earlier = await writeHalving(target, batch, documents.slice(0, middle), signal, mode);
  if (!earlier.ok) return earlier;
  const later = await writeHalving(target, batch, documents.slice(middle), signal, mode);
  return later.ok ? succeeded([...earlier.value, ...later.value]) : later;
};

/**
 * Publishes stored documents of a batch, and that the batch ingested them. Everything is idempotent: publishing again
 * changes nothing. Gives what became of each; fails with what is wrong with the target as a whole, and then nothing is
 * decided, though some may have been written.
 *
 * @param documents each once, together about as many chunks as one transaction should have; one that is too long for a
 *   transaction comes alone
 * @param mode `missing` writes what the graph does not have, `rewrite` all of it
 */
export const publishDocuments = async (
  target: Neo4jTarget,
  batch: BatchToPublish,
  documents: readonly DocumentToPublish[],
  signal: AbortSignal,
  mode: PublishMode = 'missing',
): Promise<Result<readonly Publication[]>> => {
  const longWritten = new Set<string>();
  const rejected: Publication[] = [];
  for (const document of documents.filter(({ chunkCount }) => chunkCount > LONG_DOCUMENT_CHUNKS)) {
    const written = await writeLongDocument(target, document, signal, mode);
    if (written.ok && written.value) longWritten.add(document.documentId);
    else if (written.ok) continue;
    else if (written.failure.code !== 'TARGET_REJECTED') return failed(written.failure);
    else rejected.push({ documentId: document.documentId, outcome: 'rejected', failure: written.failure });
  }
  const refused = new Set(rejected.map(({ documentId }) => documentId));
  const others = documents.filter(({ documentId }) => !refused.has(documentId));
  const written = await writeHalving(target, batch, others, signal, longWritten.size > 0 ? 'missing' : mode);
  if (!written.ok) return written;
  const publications = written.value.map((publication): Publication =>
    publication.outcome !== 'rejected' && longWritten.has(publication.documentId)
      ? { documentId: publication.documentId, outcome: 'written' }
      : publication,
  );
  return succeeded([...publications, ...rejected]);
};
