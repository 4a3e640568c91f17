import type { ExtractFormat, ExtractionOutcome, ExtractionPart } from '../../../../contract/extraction.ts';
import {
  failureOfSystemError,
  fileFailure,
  type FileFailure,
  openRegularFile,
} from '../../shared/open-regular-file.ts';
import { blocksToParts } from '../../shared/blocks-to-parts.ts';
import type { DocumentTree } from './document-tree.ts';
import { headingLevels } from './heading-styles.ts';
import { mainPartOf, relationshipsOf } from './package-relationships.ts';
import { type PackageResult, type Parts, readPackage } from './read-package.ts';
import { readTrees } from './read-trees.ts';
import { treeBlocks } from './tree-blocks.ts';

/** What a DOCX may unpack to before it is refused. Source: docs/architecture.md, "Limits". */
export const INFLATED_LIMIT_BYTES = 512 * 1024 * 1024;

const BYTES_PER_MB = 1024 * 1024;
const inMb = (sizeBytes: number): string => `${Math.ceil(sizeBytes / BYTES_PER_MB)} MB`;
const corrupt = (): FileFailure => fileFailure('DOCUMENT_CORRUPT', 'Failed to parse DOCX: File is corrupted');

const tooLarge = (sizeBytes: number, limitBytes: number): FileFailure =>
  fileFailure(
    'EXPANSION_LIMIT',
    sizeBytes > limitBytes
      ? `The document would unpack to ${inMb(sizeBytes)}; the limit is ${inMb(limitBytes)}.`
      : `The document unpacks to more than the limit of ${inMb(limitBytes)}.`,
  );

const stylesOf = (parts: Parts): string => {
  const styles = relationshipsOf(parts, mainPartOf(parts)).find(({ type }) => type === 'styles');
  return parts.get(styles?.target ?? 'word/styles.xml')?.toString('utf8') ?? '';
};

const warningsOf = (tree: DocumentTree, names: readonly string[]): string[] => {
  const has = (pattern: RegExp): boolean => names.some((name) => pattern.test(name));
  const comments = tree.commentCount === 1 ? 'The comment in' : `The ${tree.commentCount} comments in`;
  return [
    ...(tree.commentCount > 0 ? [`${comments} the document ${tree.commentCount === 1 ? 'is' : 'are'} left out.`] : []),
    ...(has(/\/diagrams\/data\d*\.xml$/u) ? ['The text in diagrams (SmartArt) is left out.'] : []),
    ...(has(/\/charts\/chart\d*\.xml$/u) ? ['The text in charts is left out.'] : []),
    ...(has(/\/embeddings\/|\/afchunk\d*\./iu) ? ['Files embedded in the document are left out.'] : []),
  ];
};

/** The next stretch of the document, or undefined when it cannot be read. */
const nextTree = async (trees: ReturnType<typeof readTrees>): Promise<IteratorResult<DocumentTree> | undefined> => {
  try {
    return await trees.next();
  } catch {
    // mammoth, JSZip and xmldom throw plain errors for whatever they do not understand.
    return undefined;
  }
};

async function* readBlocks({
  parts,
  names,
}: Extract<PackageResult, { type: 'read' }>): AsyncGenerator<ExtractionPart, ExtractionOutcome, undefined> {
  const headingLevelOf = headingLevels(stylesOf(parts));
  const trees = readTrees(parts);
  const seenNotes = new Set<string>();
  for (let isFirst = true; ; isFirst = false) {
    const next = await nextTree(trees);
    if (next === undefined) return corrupt();
    if (next.done === true) return { ok: true };
    const warnings = isFirst ? warningsOf(next.value, names) : [];
    if (warnings.length > 0) yield { blocks: [], warnings };
    yield* blocksToParts(treeBlocks(next.value, headingLevelOf, seenNotes));
  }
}

/**
 * Extracts DOCX documents, with a given limit of what the archive may unpack to.
 *
 * Headings, paragraphs, list items, table rows, and footnotes, endnotes, headers and footers as notes. Inserted text is
 * kept, deleted text gone. Pictures are never unpacked; comments, diagrams, charts and embedded files are left out with
 * a warning. Fails with DOCUMENT_CORRUPT, DOCUMENT_ENCRYPTED, EXPANSION_LIMIT and the codes of opening a file.
 */
export const createDocxExtractor = (limitBytes: number): ExtractFormat =>
  async function* (path) {
    const opened = openRegularFile(path);
    if (!opened.ok) return opened;
    let result: PackageResult;
    try {
      result = await readPackage(opened.file, opened.file.sizeBytes, limitBytes);
    } catch (error) {
      return failureOfSystemError(error);
    } finally {
      opened.file.close();
    }
    if (result.type === 'encrypted') return fileFailure('DOCUMENT_ENCRYPTED');
    if (result.type === 'too-large') return tooLarge(result.sizeBytes, limitBytes);
    if (result.type === 'damaged') return corrupt();
    return yield* readBlocks(result);
  };

/** Extracts DOCX documents that unpack to at most 512 MB. */
export const extractDocx: ExtractFormat = createDocxExtractor(INFLATED_LIMIT_BYTES);
