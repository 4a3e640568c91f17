import path from 'node:path';
import type { DocumentKind } from '../../contract/extraction.ts';

const KIND_BY_EXTENSION: Readonly<Record<string, DocumentKind>> = {
  '.pdf': 'pdf',
  '.docx': 'docx',
  '.docm': 'docx',
  '.txt': 'text',
  '.text': 'text',
  '.md': 'markdown',
  '.markdown': 'markdown',
};

/** The kind that a filename's extension promises, or undefined when we read no such format. */
export const kindOfExtension = (filename: string): DocumentKind | undefined =>
  KIND_BY_EXTENSION[path.extname(filename).toLowerCase()];
