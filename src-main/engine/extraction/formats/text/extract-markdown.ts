import type { Block, ExtractFormat, ExtractionPart } from '../../../../contract/extraction.ts';
import { failureOfSystemError, openRegularFile, readBytes, type RegularFile } from '../../shared/open-regular-file.ts';
import { blocksToParts } from '../../shared/blocks-to-parts.ts';
import { chooseEncoding } from './choose-encoding.ts';
import { createDecoder } from './decode-text.ts';
import { lexMarkdown } from './lex-markdown.ts';
import { markdownBlocks } from './markdown-blocks.ts';
import { streamText } from './stream-text.ts';

/** The parser needs the whole text: 8 MB took 2 s and 330 MB resident. Larger files are read line by line. */
const PARSED_LIMIT_BYTES = 8 * 1024 * 1024;

const FRONT_MATTER = /^---[ \t]*\n([\s\S]*?)\n(?:---|\.\.\.)[ \t]*(?:\n|$)/u;

/** The blocks of a whole Markdown text; front matter comes first, as a paragraph that keeps its lines. */
const parseMarkdown = (text: string): Block[] => {
  const source = text.replace(/\r\n?/gu, '\n');
  const [whole = '', matter = ''] = FRONT_MATTER.exec(source) ?? [];
  const front: Block[] = matter.trim() === '' ? [] : [{ kind: 'paragraph', text: matter.trim() }];
  return [...front, ...markdownBlocks(lexMarkdown(source.slice(whole.length)))];
};

async function* readParsed(file: RegularFile, sizeBytes: number): AsyncGenerator<ExtractionPart, void, undefined> {
  const { encoding, bomBytes, warning } = chooseEncoding(file);
  const decoder = createDecoder(encoding);
  const text = decoder.push(readBytes(file, bomBytes, sizeBytes)) + decoder.end();
  let blocks: Block[];
  try {
    blocks = parseMarkdown(text);
  } catch (error) {
    // Quotes in quotes in quotes, thousands deep: the parser's recursion ends the stack.
    if (!(error instanceof RangeError)) throw error;
    yield { blocks: [], warnings: ['The Markdown is nested too deeply; it was read line by line.'] };
    yield* streamText(file, { headings: true });
    return;
  }
  if (warning !== undefined) yield { blocks: [], warnings: [warning] };
  yield* blocksToParts(blocks);
}

/**
 * Markdown: headings, list items with their level, table rows (the delimiter row left out), code with its lines, quotes
 * without their marks, footnotes as notes. Emphasis, link addresses, comments and tags go; front matter stays, as the first
 * paragraph, since titles, authors and tags are what people search for. Over 8 MB only headings are told from text.
 *
 * Fails with the codes of opening a file, and those of the disk while it is read.
 */
export const extractMarkdown: ExtractFormat = async function* (path) {
  const opened = openRegularFile(path);
  if (!opened.ok) return opened;
  const { file } = opened;
  const { sizeBytes } = file;
  try {
    if (sizeBytes > PARSED_LIMIT_BYTES) yield* streamText(file, { headings: true });
    else yield* readParsed(file, sizeBytes);
    return { ok: true };
  } catch (error) {
    return failureOfSystemError(error);
  } finally {
    file.close();
  }
};
