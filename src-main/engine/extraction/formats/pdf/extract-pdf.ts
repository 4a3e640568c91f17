import type { PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import type { Block, ExtractFormat, ExtractionOutcome, ExtractionPart } from '../../../../contract/extraction.ts';
import { failureOfSystemError, openRegularFile, readBytes } from '../../shared/open-regular-file.ts';
import { layOutPage, makeBlocks, observePage, type PageLayout } from './build-page.ts';
import { cleanText } from './clean-text.ts';
import { newDocumentStyle, type DocumentStyle } from './document-style.ts';
import { loadPdfJs } from './load-pdfjs.ts';
import { namePages } from './name-pages.ts';
import { readPage } from './read-page.ts';

type Failure = Extract<ExtractionOutcome, { ok: false }>;

interface HeldPage {
  readonly page: number;
  readonly layout: PageLayout;
  readonly comments: readonly string[];
}

/** What goes into the warnings at the end. */
interface PageCounts {
  readonly failed: number[];
  readonly empty: number[];
  readonly unreadable: number[];
}

const CORRUPT: Failure = { ok: false, code: 'DOCUMENT_CORRUPT', message: 'Failed to parse PDF: File is corrupted' };
const ENCRYPTED: Failure = {
  ok: false,
  code: 'DOCUMENT_ENCRYPTED',
  message: 'Failed to parse PDF: The file is protected by a password',
};
// Sizes of headings are relative to the body's: a title page alone does not show what the body is.
const PAGES_AHEAD = 3;

/**
 * Reads a PDF: one part a page (empty for a page without text), then, if needed, one with warnings about the document as
 * a whole. A PDF that opens without a password is read whatever its permissions say. Fails with DOCUMENT_ENCRYPTED,
 * DOCUMENT_CORRUPT (also when no page can be read), FILE_NOT_FOUND, FILE_ACCESS_DENIED or FILE_LOCKED. Whether no text
 * at all is a failure is the caller's business.
 */
export const extractPdf: ExtractFormat = async function* (path) {
  const bytes = readWhole(path);
  if (!(bytes instanceof Uint8Array)) {
    return bytes;
  }
  const { pdfjs, dataOptions } = await loadPdfJs();
  const task = pdfjs.getDocument({
    ...dataOptions,
    data: bytes,
    verbosity: 0,
    useWorkerFetch: false,
    disableFontFace: true,
    useSystemFonts: false,
    isImageDecoderSupported: false,
    isOffscreenCanvasSupported: false,
    enableXfa: false,
  });
  try {
    const document = await task.promise.catch(failureOf);
    return 'ok' in document ? document : yield* readPages(document);
  } finally {
    await task.destroy();
  }
};

async function* readPages(document: PDFDocumentProxy): AsyncGenerator<ExtractionPart, ExtractionOutcome, undefined> {
  const style = newDocumentStyle();
  const counts: PageCounts = { failed: [], empty: [], unreadable: [] };
  const held: (HeldPage | ExtractionPart)[] = [];
  const total = document.numPages;
  for (let number = 1; number <= total; number += 1) {
    held.push(await openPage(document, number, style, counts));
    if (number >= PAGES_AHEAD || number === total) {
      for (const page of held.splice(0, number === total ? held.length : 1)) {
        yield finish(page, style);
      }
    }
  }
  if (total === 0 || counts.failed.length === total) {
    return CORRUPT;
  }
  const warnings = summarise(counts, total);
  if (warnings.length > 0) {
    yield { blocks: [], warnings };
  }
  return { ok: true, pages: total };
}

async function openPage(
  document: PDFDocumentProxy,
  number: number,
  style: DocumentStyle,
  counts: PageCounts,
): Promise<HeldPage | ExtractionPart> {
  let read;
  try {
    const page = await document.getPage(number);
    try {
      read = await readPage(page);
    } finally {
      page.cleanup();
    }
  } catch {
    counts.failed.push(number);
    return { blocks: [], warnings: [`Page ${number} could not be read.`] };
  }
  const layout = layOutPage(read.text);
  observePage(style, layout);
  if (layout.unreadable > 50 && layout.unreadable > 0.2 * layout.chars) {
    counts.unreadable.push(number);
  } else if (layout.chars === 0 && read.comments.length === 0) {
    counts.empty.push(number);
  }
  return { page: number, layout, comments: read.comments };
}

function finish(page: HeldPage | ExtractionPart, style: DocumentStyle): ExtractionPart {
  if ('blocks' in page) {
    return page;
  }
  const comments = page.comments.flatMap((comment): Block[] => {
    const text = comment
      .split(/\r\n?|\n/u)
      .map((line) => cleanText(line).text.trim())
      .filter((line) => line !== '')
      .join('\n');
    return text === '' ? [] : [{ kind: 'note', text, page: page.page }];
  });
  return { blocks: [...makeBlocks(page.layout, style, page.page), ...comments], warnings: [] };
}

function summarise({ empty, unreadable, failed }: PageCounts, total: number): string[] {
  const warnings: string[] = [];
  if (empty.length > 0 && empty.length + failed.length < total) {
    const [subject, they] = empty.length === 1 ? ['contains', 'it may be a scan'] : ['contain', 'they may be scans'];
    warnings.push(`${empty.length} of ${total} pages ${subject} no text; ${they}: ${namePages(empty)}.`);
  }
  if (unreadable.length > 0) {
    warnings.push(
      `${unreadable.length} of ${total} pages use a font that does not say which characters it shows; their text is incomplete: ${namePages(unreadable)}.`,
    );
  }
  return warnings;
}

function readWhole(path: string): Uint8Array<ArrayBuffer> | Failure {
  const opened = openRegularFile(path);
  if (!opened.ok) return opened;
  try {
    // pdf.js refuses a Buffer.
    const { buffer, byteOffset, byteLength } = readBytes(opened.file, 0, opened.file.sizeBytes);
    return new Uint8Array(buffer, byteOffset, byteLength);
  } catch (error) {
    return failureOfSystemError(error);
  } finally {
    opened.file.close();
  }
}

/** Besides its own errors pdf.js throws whatever a damaged file makes it stumble over (TypeError, RangeError). */
function failureOf(error: unknown): Failure {
  return error instanceof Error && error.name === 'PasswordException' ? ENCRYPTED : CORRUPT;
}
