import type { DatabaseSync } from 'node:sqlite';
import type { Failure } from '../../contract/failure.ts';
import { failure } from '../../contract/failure.ts';
import type { Metadata } from '../../contract/metadata.ts';
import type { Preflight, PreflightFile } from '../../contract/preflight.ts';
import type { Settings } from '../../contract/settings.ts';
import type { FailureCode } from '../../contract/failure-codes.ts';
import type { Inspector } from '../extraction/inspector.ts';
import { kindOfExtension } from '../extraction/kinds.ts';
import type { Inspection } from '../extraction/protocol.ts';
import { hasDocumentOfSize } from '../library/document-sizes.ts';
import { readDocument, type StoredDocument } from '../library/documents.ts';
import { differingFields, isOwnMetadata } from '../metadata/compare-metadata.ts';
import { checkFile, hashFile, type FileIdentity } from '../queue/read-file.ts';
import type { PreparedFile, PreparedSelection } from './prepare-selection.ts';

export interface PreflightContext {
  readonly database: DatabaseSync;
  readonly settings: Settings;
  readonly inspector: Inspector;
  /** The extraction fingerprint that a load would have; without it every known content counts as current. */
  readonly fingerprint?: string;
  /** Called with each file as soon as it has been checked, in order. */
  readonly onFile?: (file: PreflightFile) => void;
  /** Aborting makes the preflight reject with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** What the load of an earlier file of the selection would leave behind for another one with the same content. */
interface Earlier {
  readonly file: PreflightFile;
  /** What it fails with although it can be hashed; such a failure is shared by content. */
  readonly failure: PreflightFile['errors'][number] | undefined;
}

interface Seen {
  /** The number of files of each size in the selection. */
  readonly sizes: ReadonlyMap<number, number>;
  /** The first file of each content. */
  readonly first: Map<string, PreflightFile>;
  /** The first file of each content that a load would note under that content. */
  readonly noted: Map<string, Earlier>;
  /** The metadata that the library would have of each content by now. */
  readonly stored: Map<string, Metadata>;
}

/** Codes of an inspection that tell of the file, not of what is in it. */
const UNREADABLE: ReadonlySet<FailureCode> = new Set([
  'FILE_NOT_FOUND',
  'FILE_ACCESS_DENIED',
  'FILE_LOCKED',
  'FILE_NOT_REGULAR',
  'FILE_EMPTY',
  'INTERNAL',
  'TIMEOUT',
  'EXTRACTOR_CRASHED',
  'CANCELLED',
]);

const NOT_LOOKED_AT: Inspection = { encrypted: 'unknown', warnings: [] };
const NO_ROW = 'No row in the mapping fits this file.';

const isOwn = ({ source }: PreparedFile['resolved']): boolean => isOwnMetadata(source);

const toError = ({ code, message, hint }: Failure): PreflightFile['errors'][number] => ({ code, message, hint });

const inspectionErrors = ({ failure: why }: Inspection): PreflightFile['errors'] =>
  why === undefined ? [] : [toError(failure(why.code, 'extract', why.message))];

/** What is known of the content of a file that could be hashed, or need not be. */
interface Content {
  readonly documentId: string | undefined;
  readonly stored: StoredDocument | undefined;
  readonly errors: PreflightFile['errors'];
}

const NEW_CONTENT: Content = { documentId: undefined, stored: undefined, errors: [] };

/** Hashes a file only if something of its size is there to be the same. */
const lookUpContent = async (
  { database, signal = new AbortController().signal }: PreflightContext,
  seen: Seen,
  { file }: PreparedFile,
  identity: FileIdentity,
): Promise<Content> => {
  const isAlone = (seen.sizes.get(file.sizeBytes) ?? 0) <= 1;
  if (isAlone && !hasDocumentOfSize(database, identity.sizeBytes)) return NEW_CONTENT;
  const hashed = await hashFile(file.path, identity, signal);
  signal.throwIfAborted();
  if (!hashed.ok) return { ...NEW_CONTENT, errors: [toError(hashed.failure)] };
  return { documentId: hashed.value, stored: readDocument(database, hashed.value), errors: [] };
};

/** What a file whose content can be looked at fails with, in the order in which a load decides (queue/load-document.ts). */
const contentErrors = (
  { fingerprint }: PreflightContext,
  seen: Seen,
  { file, resolved }: PreparedFile,
  { documentId = '', stored, errors }: Content,
  inspection: Inspection,
): PreflightFile['errors'] => {
  if (errors.length > 0) return errors;
  const earlier = seen.noted.get(documentId);
  const isSameKind = earlier !== undefined && kindOfExtension(earlier.file.path) === kindOfExtension(file.path);
  const shared =
    isSameKind && earlier.failure !== undefined
      ? [{ ...earlier.failure, hint: `${earlier.failure.hint} It has the same content as ${earlier.file.filename}.` }]
      : [];
  const isKnown = stored !== undefined || seen.stored.has(documentId);
  const missing = resolved.failure !== undefined && !isOwn(resolved) && !isKnown ? [toError(resolved.failure)] : [];
  const isCurrent = stored !== undefined && (fingerprint === undefined || stored.fingerprint === fingerprint);
  // What the library has already is not read again, under whatever extension it comes; a shared failure is the same.
  const isRead = !isCurrent && !seen.stored.has(documentId) && shared.length === 0;
  return [...shared, ...missing, ...(isRead ? inspectionErrors(inspection) : [])];
};

const sameContentWarnings = (seen: Seen, { resolved }: PreparedFile, documentId: string): string[] => {
  const first = seen.first.get(documentId);
  if (first === undefined) return [];
  const kept = seen.stored.get(documentId);
  const fields = kept !== undefined && isOwn(resolved) ? differingFields(resolved.metadata, kept) : [];
  const differs = fields.length === 0 ? '' : `, whose metadata is kept; it differs in: ${fields.join(', ')}`;
  return [`It has the same content as ${first.relative_path}${differs}.`];
};

const remember = (
  seen: Seen,
  prepared: PreparedFile,
  checked: PreflightFile,
  { documentId, stored }: Content,
): void => {
  if (documentId === undefined) return;
  if (!seen.first.has(documentId)) seen.first.set(documentId, checked);
  const [why] = checked.errors;
  // A load that fails for its metadata ends before it notes the content.
  if (why?.code === 'METADATA_INVALID') return;
  if (!seen.noted.has(documentId)) seen.noted.set(documentId, { file: checked, failure: why });
  if (why !== undefined || seen.stored.has(documentId)) return;
  const { resolved } = prepared;
  seen.stored.set(documentId, isOwn(resolved) ? resolved.metadata : (stored?.metadata ?? resolved.metadata));
};

const preflightFile = async (
  context: PreflightContext,
  seen: Seen,
  prepared: PreparedFile,
  hasMapping: boolean,
): Promise<PreflightFile> => {
  const { file, resolved, hasRow, suggestions } = prepared;
  const checked = await checkFile(file.path, context.settings);
  const inspection = checked.ok ? await context.inspector.inspect(file.path) : NOT_LOOKED_AT;
  context.signal?.throwIfAborted();
  const isOurs = kindOfExtension(file.filename) !== undefined;
  const canBeRead = checked.ok && (inspection.failure === undefined || !UNREADABLE.has(inspection.failure.code));
  const content =
    checked.ok && isOurs && canBeRead ? await lookUpContent(context, seen, prepared, checked.value) : NEW_CONTENT;
  const ownMetadataErrors = resolved.failure !== undefined && isOwn(resolved) ? [toError(resolved.failure)] : [];
  const otherErrors = (): PreflightFile['errors'] => {
    if (!checked.ok) return [toError(checked.failure)];
    // The load asks neither for the content nor for metadata of a format that cannot be read.
    if (!isOurs) return inspectionErrors(inspection);
    return contentErrors(context, seen, prepared, content, inspection);
  };
  const { documentId = '', stored } = content;
  const result: PreflightFile = {
    path: file.path,
    relative_path: file.relativePath,
    filename: file.filename,
    size_bytes: checked.ok ? checked.value.sizeBytes : file.sizeBytes,
    ...(inspection.kind === undefined ? {} : { kind: inspection.kind }),
    readable: canBeRead && content.errors.length === 0,
    encrypted: inspection.encrypted,
    content: stored !== undefined ? 'known' : seen.first.has(documentId) ? 'twice' : 'new',
    metadata: resolved.metadata,
    metadata_source: resolved.source,
    errors: [...ownMetadataErrors, ...otherErrors()],
    warnings: [
      ...resolved.warnings,
      ...(hasMapping && !hasRow ? [NO_ROW] : []),
      ...inspection.warnings,
      ...sameContentWarnings(seen, prepared, documentId),
    ],
    suggestions: [...suggestions],
  };
  remember(seen, prepared, result, content);
  return result;
};

const countSizes = (files: readonly PreparedFile[]): Map<number, number> => {
  const sizes = new Map<number, number>();
  for (const { file } of files) sizes.set(file.sizeBytes, (sizes.get(file.sizeBytes) ?? 0) + 1);
  return sizes;
};

/**
 * Tells what will happen to each file of a selection, without writing anything: the errors that a load would end with,
 * as far as they show in the first and last bytes of a file. What shows only when a document is read (NO_TEXT, damage
 * further in, a password) is left to the load. Hashes only files whose size equals that of another or of a stored
 * document. Rejects when `signal` is aborted, and for bugs.
 */
export const preflightSelection = async (
  context: PreflightContext,
  prepared: PreparedSelection,
): Promise<Preflight> => {
  const seen: Seen = { sizes: countSizes(prepared.files), first: new Map(), noted: new Map(), stored: new Map() };
  const hasMapping = prepared.mappingColumns.length > 0;
  const files: PreflightFile[] = [];
  for (const file of prepared.files) {
    context.signal?.throwIfAborted();
    const checked = await preflightFile(context, seen, file, hasMapping);
    files.push(checked);
    context.onFile?.(checked);
  }
  const failing = files.filter(({ errors }) => errors.length > 0).length;
  return {
    total_documents: files.length,
    ready_count: files.length - failing,
    failing_count: failing,
    warning_count: files.filter(({ errors, warnings }) => errors.length === 0 && warnings.length > 0).length,
    without_row_count: hasMapping ? prepared.files.filter(({ hasRow }) => !hasRow).length : 0,
    size_bytes: files.reduce((sum, { size_bytes }) => sum + size_bytes, 0),
    fields: prepared.schema.fields.map(({ name, label, required }) => ({ name, label, required })),
    files,
    ignored_files: prepared.ignored.map(({ path, reason }) => ({ path, reason })),
    rows_without_file: prepared.rowsWithoutFile.map(({ line, key }) => ({ line, filename: key })),
    warnings: [...prepared.warnings],
  };
};
