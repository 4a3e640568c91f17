import { assertNever } from '../../contract/assert-never.ts';
import type {
  Block,
  DocumentKind,
  ExtractFormat,
  ExtractionOutcome,
  ExtractionPart,
} from '../../contract/extraction.ts';
import { FAILURE_CODES } from '../../contract/failure-codes.ts';
import { detectType } from './detect-type.ts';
import { normaliseText } from './normalise-text.ts';

/** Parsers load when the first file of their kind comes, so that an extractor for text starts at once. */
const extractorOf = async (kind: DocumentKind): Promise<ExtractFormat> => {
  switch (kind) {
    case 'pdf':
      return (await import('./formats/pdf/extract-pdf.ts')).extractPdf;
    case 'docx':
      return (await import('./formats/docx/extract-docx.ts')).extractDocx;
    case 'text':
      return (await import('./formats/text/extract-text.ts')).extractText;
    case 'markdown':
      return (await import('./formats/text/extract-markdown.ts')).extractMarkdown;
    default:
      return assertNever(kind);
  }
};

const normaliseBlocks = (blocks: readonly Block[]): Block[] =>
  blocks.map((block) => ({ ...block, text: normaliseText(block.text) })).filter(({ text }) => text !== '');

export type ExtractionItem =
  { readonly type: 'kind'; readonly kind: DocumentKind } | { readonly type: 'part'; readonly part: ExtractionPart };

/**
 * Reads one file: tells its kind by its first bytes and its extension, then yields its normalised text in parts.
 * Ends with NO_TEXT when there is not a single letter or digit in it. Only bugs throw.
 */
export async function* extractFile(path: string): AsyncGenerator<ExtractionItem, ExtractionOutcome, undefined> {
  const detected = await detectType(path);
  if (!detected.ok) return detected;
  yield { type: 'kind', kind: detected.kind };
  const extract = await extractorOf(detected.kind);
  const parts = extract(path);
  let hasText = false;
  for (;;) {
    const next = await parts.next();
    if (next.done === true) {
      if (!next.value.ok || hasText) return next.value;
      return { ok: false, code: 'NO_TEXT', message: FAILURE_CODES.NO_TEXT.message };
    }
    const blocks = normaliseBlocks(next.value.blocks);
    hasText ||= blocks.some(({ text }) => /[\p{L}\p{N}]/u.test(text));
    yield { type: 'part', part: { blocks, warnings: next.value.warnings.map(normaliseText) } };
  }
}
