import { existsSync } from 'node:fs';
import { relative, resolve as resolvePath, sep } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { failure, type Failure } from '../../contract/failure.ts';
import type { DocumentKind } from '../../contract/extraction.ts';
import type { MetadataSchema } from '../../contract/metadata.ts';
import type { Settings } from '../../contract/settings.ts';
import type { ChunkSettings } from '../chunking/chunk.ts';
import type { ExtractionLane } from '../extraction/extraction-lane.ts';
import { differingFields, isOwnMetadata } from '../metadata/compare-metadata.ts';
import { graphFieldsOf } from '../metadata/graph-fields.ts';
import { kindOfExtension } from '../extraction/kinds.ts';
import { earlierWithSameContent, type DocumentOutcome, type StoredBatchDocument } from '../library/batch-documents.ts';
import {
  moveSource,
  readDocument,
  setMetadata,
  showDocument,
  type Source,
  type StoredDocument,
} from '../library/documents.ts';
import { checkFile, checkUnchanged, hashFile, type FileIdentity } from './read-file.ts';
import { createTextStore } from './store-text.ts';

export interface LoadContext {
  readonly database: DatabaseSync;
  readonly lane: ExtractionLane;
  readonly settings: Settings;
  readonly chunkSettings: ChunkSettings;
  readonly fingerprint: string;
  /** The metadata schema of the batch. */
  readonly schema: MetadataSchema;
  readonly workstation: string;
  readonly batchId: string;
  /** The folder of uploads (data-folder.ts). */
  readonly uploads: string;
  readonly signal: AbortSignal;
  readonly now: () => Date;
}

/**
 * How a load ended. `commit` writes what the load gave and tells the outcome; it runs in the same transaction that
 * writes the outcome. `cancelled` means that the document goes back to where it was; `folder_gone` too, and that it is
 * no use to go on with the batch.
 */
export type Loaded =
  | { readonly type: 'ended'; readonly commit: () => DocumentOutcome }
  | { readonly type: 'cancelled' }
  | { readonly type: 'folder_gone'; readonly folder: string };

const endedWith = (why: Failure, documentId = '', warnings: readonly string[] = []): Loaded => {
  if (why.code === 'CANCELLED') return { type: 'cancelled' };
  const outcome = { status: 'failed', documentId, failure: why, warnings, pages: 0, characters: 0, chunks: 0 } as const;
  return { type: 'ended', commit: () => outcome };
};

/** The file URL; an upload is no file of the workstation and is gone after its batch, so it is named for that. */
const uriOf = ({ path, filename }: StoredBatchDocument, { uploads, batchId }: LoadContext): string => {
  const [, number] = relative(uploads, path).split(sep);
  return path.startsWith(`${uploads}${sep}`)
    ? `upload:${batchId}/${number ?? ''}/${encodeURIComponent(filename)}`
    : pathToFileURL(path).href;
};

const sourceOf = (document: StoredBatchDocument, context: LoadContext): Source => {
  const { path, filename } = document;
  return { workstation: context.workstation, uri: uriOf(document, context), path, filename };
};

/** The folder that was picked, or for a file that was picked alone the folder that it is in. */
const pickedFolder = ({ path, relative_path }: StoredBatchDocument): string =>
  resolvePath(path, ...relative_path.split('/').map(() => '..'));

/** Whether the load brings metadata of its own; else what the library has stays as it is. */
const bringsMetadata = ({ metadata_source }: StoredBatchDocument): boolean => isOwnMetadata(metadata_source);

const metadataInvalid = ({ metadata_failure }: StoredBatchDocument): Loaded =>
  endedWith(failure('METADATA_INVALID', 'metadata', metadata_failure));

/** The first file of a content wins in a batch: another one with other metadata is told so. */
const ignoredMetadataWarnings = (document: StoredBatchDocument, stored: StoredDocument): string[] => {
  const fields = bringsMetadata(document) ? differingFields(document.metadata, stored.metadata) : [];
  if (fields.length === 0) return [];
  return [`The metadata of an earlier file with the same content was kept; it differs in: ${fields.join(', ')}.`];
};

const alreadyStored = (
  context: LoadContext,
  document: StoredBatchDocument,
  stored: StoredDocument,
  isDuplicate: boolean,
): Loaded => ({
  type: 'ended',
  commit: () => {
    const { database, schema, now } = context;
    const { document_id: documentId, pages, characters, chunk_count: chunks } = stored;
    moveSource(database, sourceOf(document, context), documentId, now().toISOString());
    const totals = { documentId, pages, characters, chunks };
    if (isDuplicate) {
      const warnings = [...stored.warnings, ...ignoredMetadataWarnings(document, stored)];
      return { ...totals, status: 'duplicate', warnings, metadata: stored.metadata };
    }
    const warnings = [...document.metadata_warnings, ...stored.warnings];
    const graphFields = graphFieldsOf(schema, document.metadata);
    const isSame =
      differingFields(document.metadata, stored.metadata).length === 0 &&
      isDeepStrictEqual(graphFields, stored.graph_fields);
    if (!bringsMetadata(document) || isSame) {
      return { ...totals, status: 'unchanged', warnings, metadata: stored.metadata };
    }
    setMetadata(database, documentId, document.metadata, graphFields);
    return { ...totals, status: 'processed', warnings, metadata: document.metadata, metadataOnly: true };
  },
});

const extractAndStore = async (
  context: LoadContext,
  document: StoredBatchDocument,
  documentId: string,
  identity: FileIdentity,
): Promise<Loaded> => {
  const { database, lane, signal, now } = context;
  const store = createTextStore(database, context.chunkSettings, context.fingerprint);
  const warnings: string[] = [];
  let kind: DocumentKind | undefined;
  const giveUp = (why: Failure): Loaded => {
    store.discard();
    return endedWith(why, documentId, warnings);
  };
  try {
    const extracted = await lane.extract({
      path: document.path,
      signal,
      onKind: (detected) => (kind = detected),
      onPart: (part) => {
        warnings.push(...part.warnings);
        store.add(part.blocks);
      },
    });
    if (!extracted.ok) return giveUp(failure(extracted.code, 'extract', extracted.message));
    const unchanged = await checkUnchanged(document.path, identity);
    if (!unchanged.ok) {
      // What was hashed may not be what was read: this failure is none of the content, and must not fail its duplicates.
      store.discard();
      return endedWith(unchanged.failure, '', warnings);
    }
    const { pages = 0 } = extracted;
    return {
      type: 'ended',
      commit: () => {
        if (kind === undefined) throw new Error('An extraction ended without a kind');
        const before = readDocument(database, documentId);
        const { textId, totals } = store.finish(pages);
        const { filename } = document;
        const at = now().toISOString();
        showDocument(database, { documentId, textId, kind, sizeBytes: identity.sizeBytes, filename, warnings, at });
        const metadata = bringsMetadata(document) || before === undefined ? document.metadata : before.metadata;
        const graphFields =
          metadata === before?.metadata ? before.graph_fields : graphFieldsOf(context.schema, metadata);
        setMetadata(database, documentId, metadata, graphFields);
        moveSource(database, sourceOf(document, context), documentId, at);
        const allWarnings = [...document.metadata_warnings, ...warnings];
        return { status: 'processed', documentId, warnings: allWarnings, metadata, ...totals };
      },
    };
  } catch (error) {
    store.discard();
    throw error;
  }
};

/**
 * A duplicate of a document that failed in this batch fails with the same code; the hint names the first. Under an
 * extension of another kind it is read in another way, and judged by itself.
 */
const failedEarlier = (
  { code, stage, message, hint, filename }: StoredBatchDocument,
  document: StoredBatchDocument,
): Failure | undefined =>
  code === '' || stage === '' || kindOfExtension(filename) !== kindOfExtension(document.filename)
    ? undefined
    : failure(code, stage, message, `${hint} It has the same content as ${filename}.`);

/**
 * Loads one document of a batch: reads, hashes, and, unless the library has it already, extracts, chunks and stores
 * it. Writes nothing that anybody sees before `commit`. Expected failures are outcomes; only bugs and a broken
 * library throw.
 */
export const loadDocument = async (
  context: LoadContext,
  batchId: string,
  document: StoredBatchDocument,
): Promise<Loaded> => {
  const { database, settings, signal, fingerprint } = context;
  const isInvalid = document.metadata_failure !== '';
  if (isInvalid && bringsMetadata(document)) return metadataInvalid(document);
  const checked = await checkFile(document.path, settings);
  if (!checked.ok) {
    const folder = pickedFolder(document);
    // Without the whole folder, every other document would fail too: a drive or a share was disconnected.
    if (checked.failure.code === 'FILE_NOT_FOUND' && !existsSync(folder)) return { type: 'folder_gone', folder };
    return endedWith(checked.failure);
  }
  const identity = checked.value;
  // A format that we cannot read is not worth hashing: the extractor says what it is from its first bytes.
  if (kindOfExtension(document.filename) === undefined) return extractAndStore(context, document, '', identity);
  const hashed = await hashFile(document.path, identity, signal);
  if (!hashed.ok) return endedWith(hashed.failure);
  const documentId = hashed.value;
  const earlier = earlierWithSameContent(database, batchId, documentId, document.position);
  const whyEarlierFailed = earlier === undefined ? undefined : failedEarlier(earlier, document);
  if (whyEarlierFailed !== undefined) return endedWith(whyEarlierFailed, documentId);
  const stored = readDocument(database, documentId);
  // A document that the library knows keeps its metadata when the load brings none: nothing is missing then.
  if (isInvalid && stored === undefined) return metadataInvalid(document);
  if (stored !== undefined && stored.fingerprint === fingerprint) {
    return alreadyStored(context, document, stored, earlier !== undefined);
  }
  return extractAndStore(context, document, documentId, identity);
};
