import type { RegularFile } from '../../shared/open-regular-file.ts';
import type { ExtractionPart } from '../../../../contract/extraction.ts';
import { chooseEncoding } from './choose-encoding.ts';
import { createParagraphCollector } from './collect-paragraphs.ts';
import { createDecoder } from './decode-text.ts';
import { createLineSplitter } from './split-lines.ts';

/** So a part holds some 128 KB of text, whatever the size of the file. */
const PIECE_BYTES = 128 * 1024;

/**
 * Reads an open text file to its end and yields its paragraphs, a piece of the file at a time; memory does not grow with
 * the file. Warnings come with the first part.
 */
export async function* streamText(
  file: RegularFile,
  options: { readonly headings: boolean },
): AsyncGenerator<ExtractionPart, void, undefined> {
  const { encoding, bomBytes, warning } = chooseEncoding(file);
  const decoder = createDecoder(encoding);
  const splitter = createLineSplitter();
  const collector = createParagraphCollector(options);
  const buffer = Buffer.allocUnsafe(PIECE_BYTES);
  if (warning !== undefined) yield { blocks: [], warnings: [warning] };
  for (let position = bomBytes; ;) {
    const bytesRead = file.read(buffer, 0, PIECE_BYTES, position);
    if (bytesRead === 0) break;
    position += bytesRead;
    const blocks = collector.push(splitter.push(decoder.push(buffer.subarray(0, bytesRead))));
    if (blocks.length > 0) yield { blocks, warnings: [] };
  }
  const last = [...collector.push([...splitter.push(decoder.end()), ...splitter.end()]), ...collector.end()];
  if (last.length > 0) yield { blocks: last, warnings: [] };
}
