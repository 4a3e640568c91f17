import { createHash } from 'node:crypto';
import type { ChunkSettings } from '../chunking/chunk.ts';

/**
 * What decides how a file becomes text: the parsers, by the versions that package.json pins (a test compares them),
 * and our own builders, by a number that goes up when their output changes.
 */
export const EXTRACTION_VERSIONS = {
  'pdfjs-dist': '6.5.438',
  mammoth: '1.13.0',
  marked: '18.2.1',
  chardet: '2.2.0',
  builders: '1',
} as const;

/** The extraction fingerprint: another value means that a document is extracted again on its next load. */
export const extractionFingerprint = (chunkSettings: ChunkSettings): string =>
  createHash('sha256')
    .update(JSON.stringify([EXTRACTION_VERSIONS, chunkSettings.sizeCharacters, chunkSettings.overlapCharacters]))
    .digest('hex')
    .slice(0, 32);
