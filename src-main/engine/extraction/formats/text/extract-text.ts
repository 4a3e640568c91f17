import type { ExtractFormat } from '../../../../contract/extraction.ts';
import { failureOfSystemError, openRegularFile } from '../../shared/open-regular-file.ts';
import { streamText } from './stream-text.ts';

/**
 * Plain text. Paragraphs are parted by blank lines or form feeds; lines that were wrapped by hand are joined, all others
 * keep their line breaks; headings are not guessed. Warns when the encoding is a guess.
 *
 * Fails with the codes of opening a file, and those of the disk while it is read.
 */
export const extractText: ExtractFormat = async function* (path) {
  const opened = openRegularFile(path);
  if (!opened.ok) return opened;
  try {
    yield* streamText(opened.file, { headings: false });
    return { ok: true };
  } catch (error) {
    return failureOfSystemError(error);
  } finally {
    opened.file.close();
  }
};
