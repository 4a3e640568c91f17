import { z } from 'zod';
import { FAILURE_CODE_NAMES } from './failure-codes.ts';

/** The formats that can be read. */
export const DOCUMENT_KINDS = ['pdf', 'docx', 'text', 'markdown'] as const;
export const documentKindSchema = z.enum(DOCUMENT_KINDS);
export type DocumentKind = z.infer<typeof documentKindSchema>;

export const BLOCK_KINDS = ['paragraph', 'heading', 'list_item', 'table_row', 'note'] as const;

/**
 * One block of a document's text, in reading order.
 *
 * `text` has no NUL, no lone surrogate and no line break except where the document itself breaks a line inside a
 * block (verse, code, addresses). `page` counts from 1 and is absent where a format has no pages. `level` belongs to
 * headings (1 is the highest) and to list items (0 is the outermost). Cells of a table row are joined by a tab.
 */
export const blockSchema = z.object({
  kind: z.enum(BLOCK_KINDS),
  text: z.string(),
  page: z.int().positive().optional(),
  level: z.int().nonnegative().optional(),
});
export type Block = Readonly<z.infer<typeof blockSchema>>;

/** A part of an extraction: what one page, or a stretch of a text file, gave. */
export const extractionPartSchema = z.object({
  blocks: z.array(blockSchema),
  /** Plain sentences for an admin: what was left out or guessed. */
  warnings: z.array(z.string()),
});
export type ExtractionPart = Readonly<z.infer<typeof extractionPartSchema>>;

/** How an extraction ended; `pages` is absent where a format has none. `message` is a plain sentence of ours. */
export const extractionOutcomeSchema = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), pages: z.int().nonnegative().optional() }),
  z.object({ ok: z.literal(false), code: z.enum(FAILURE_CODE_NAMES), message: z.string().min(1) }),
]);
export type ExtractionOutcome = Readonly<z.infer<typeof extractionOutcomeSchema>>;

/**
 * Reads one file of a known kind and yields its text in parts, so that a large document is never held whole.
 * Expected failures are the returned value; only bugs throw.
 */
export type ExtractFormat = (path: string) => AsyncGenerator<ExtractionPart, ExtractionOutcome, undefined>;
