import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { SAMPLE_FOLDER } from '../support/run-cli.ts';

/** Offset of a byte that no reader looks at: the time of the first entry in a ZIP (APPNOTE 4.4.6). */
const ZIP_TIME_OFFSET = 10;

/** The place of a byte that can change without changing what is read. */
const freeByte = (filename: string, bytes: Buffer): number => {
  switch (path.extname(filename)) {
    case '.pdf':
      // The comment of the second line marks the file as binary (ISO 32000-1, 7.5.2).
      return bytes.indexOf('%', 1) + 1;
    case '.docx':
      return ZIP_TIME_OFFSET;
    default:
      // The last character; its low byte where the file is UTF-16LE.
      return bytes.length - (bytes[0] === 0xff && bytes[1] === 0xfe ? 2 : 1);
  }
};

/**
 * Copies the 20 sample documents `times` times into a folder, each with one byte changed, so that no two have the same
 * content. Gives the paths.
 *
 * @param first the number of the first copy: copies with different numbers differ
 */
export const makeCopies = (folder: string, times: number, first = 0): string[] => {
  const paths: string[] = [];
  for (let copy = first; copy < first + times; copy += 1) {
    for (const filename of readdirSync(SAMPLE_FOLDER).toSorted()) {
      const bytes = readFileSync(path.join(SAMPLE_FOLDER, filename));
      const place = freeByte(filename, bytes);
      const isText = !['.pdf', '.docx'].includes(path.extname(filename));
      bytes[place] = isText ? 0x21 + (copy % 90) : 0x80 + (copy % 120);
      const copyFolder = path.join(folder, String(copy));
      mkdirSync(copyFolder, { recursive: true });
      writeFileSync(path.join(copyFolder, filename), bytes);
      paths.push(path.join(copyFolder, filename));
    }
  }
  return paths;
};
