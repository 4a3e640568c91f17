import nodePath from 'node:path';
import { assertNever } from '../../contract/assert-never.ts';
import type { DocumentKind } from '../../contract/extraction.ts';
import { type DetectedContent, detectContent } from './detect-content.ts';
import { FOREIGN_EXTENSIONS, KIND_NAMES } from './detect-names.ts';
import { kindOfExtension } from './kinds.ts';
import {
  failureOfSystemError,
  fileFailure,
  type FileFailure,
  openRegularFile,
  readBytes,
} from './shared/open-regular-file.ts';

export type DetectedType = { readonly ok: true; readonly kind: DocumentKind } | FileFailure;

const HEAD_BYTES = 64 * 1024;

const mismatch = (isName: string, promised: DocumentKind): FileFailure =>
  fileFailure('TYPE_MISMATCH', `The file is ${isName}, not ${KIND_NAMES[promised]}.`);

const corrupt = (kind: 'pdf' | 'docx'): FileFailure =>
  fileFailure('DOCUMENT_CORRUPT', `Failed to parse ${kind.toUpperCase()}: File is corrupted`);

const nameOfContent = (content: DetectedContent): string | undefined => {
  switch (content.type) {
    case 'pdf':
    case 'docx':
      return KIND_NAMES[content.type];
    case 'text':
    case 'foreign':
      return content.name;
    case 'encrypted-office':
      return 'an Office document with a password';
    case 'damaged-zip':
      return 'a damaged ZIP archive';
    case 'unknown':
      return undefined;
    default:
      return assertNever(content);
  }
};

const judgePdf = (content: DetectedContent): DetectedType => {
  if (content.type === 'pdf') return { ok: true, kind: 'pdf' };
  if (content.type === 'text' && content.hasPdfHeader) return { ok: true, kind: 'pdf' };
  // Bytes without any header may still hold objects that the parser can rebuild a document from.
  if (content.type === 'unknown') return content.looksLikePdfBody ? { ok: true, kind: 'pdf' } : corrupt('pdf');
  return mismatch(nameOfContent(content) ?? 'something else', 'pdf');
};

const judgeDocx = (content: DetectedContent): DetectedType => {
  if (content.type === 'docx') return { ok: true, kind: 'docx' };
  if (content.type === 'encrypted-office') return fileFailure('DOCUMENT_ENCRYPTED');
  if (content.type === 'damaged-zip' || content.type === 'unknown') return corrupt('docx');
  return mismatch(nameOfContent(content) ?? 'something else', 'docx');
};

const judgeForeignExtension = (extension: string, content: DetectedContent): FileFailure => {
  const ours = content.type === 'pdf' || content.type === 'docx' ? content.type : undefined;
  if (ours !== undefined) {
    return fileFailure(
      'UNSUPPORTED_FORMAT',
      `The file is ${KIND_NAMES[ours]}, but its name ${extension === '' ? 'has no extension' : `ends in ${extension}`}. Rename it to end in .${ours} and load it again.`,
    );
  }
  const byExtension = Object.hasOwn(FOREIGN_EXTENSIONS, extension) ? FOREIGN_EXTENSIONS[extension] : undefined;
  if (content.type === 'foreign' || content.type === 'encrypted-office') {
    return fileFailure('UNSUPPORTED_FORMAT', `The file is ${nameOfContent(content)}, which cannot be loaded.`);
  }
  if (byExtension !== undefined) return fileFailure('UNSUPPORTED_FORMAT', `${byExtension} cannot be loaded.`);
  return fileFailure(
    'UNSUPPORTED_FORMAT',
    extension === ''
      ? 'Files without an extension cannot be loaded.'
      : `Files with the extension ${extension} cannot be loaded.`,
  );
};

/**
 * What a file's bytes and its extension together make of it; pure.
 *
 * @param extension in lower case, with the dot; '' when there is none
 */
export const judgeType = (
  promised: DocumentKind | undefined,
  extension: string,
  content: DetectedContent,
): DetectedType => {
  switch (promised) {
    case 'pdf':
      return judgePdf(content);
    case 'docx':
      return judgeDocx(content);
    case 'text':
    case 'markdown':
      return content.type === 'text'
        ? { ok: true, kind: promised }
        : mismatch(nameOfContent(content) ?? 'binary data', promised);
    case undefined:
      return judgeForeignExtension(extension, content);
    default:
      return assertNever(promised);
  }
};

/**
 * Tells the kind of a file by its first 64 KB (for a ZIP or an OLE2 file also its directory) together with its
 * extension, before any parser runs.
 *
 * Fails with FILE_NOT_FOUND, FILE_ACCESS_DENIED, FILE_LOCKED, FILE_NOT_REGULAR, FILE_EMPTY, UNSUPPORTED_FORMAT (an
 * extension that is not ours), TYPE_MISMATCH (the content is another format than the extension says),
 * DOCUMENT_ENCRYPTED (an Office document behind a password) or DOCUMENT_CORRUPT. Opening never waits, whatever the
 * path names.
 */
export const detectType = async (path: string): Promise<DetectedType> => {
  const opened = openRegularFile(path);
  if (!opened.ok) return opened;
  const { file } = opened;
  const { sizeBytes } = file;
  try {
    if (sizeBytes === 0) return fileFailure('FILE_EMPTY');
    const head = readBytes(file, 0, Math.min(HEAD_BYTES, sizeBytes));
    if (head.length === 0) return fileFailure('FILE_EMPTY');
    const extension = nodePath.extname(path).toLowerCase();
    return judgeType(kindOfExtension(path), extension, await detectContent(file, sizeBytes, head));
  } catch (error) {
    return failureOfSystemError(error);
  } finally {
    file.close();
  }
};
