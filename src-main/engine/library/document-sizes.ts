import type { DatabaseSync } from 'node:sqlite';
import { statement } from './statements.ts';

const HAS_SIZE = 'SELECT EXISTS (SELECT 1 FROM documents WHERE size_bytes = ?) AS found';

/** Whether any stored document has this size: only then can the content of a file of that size be known. */
export const hasDocumentOfSize = (database: DatabaseSync, sizeBytes: number): boolean =>
  statement(database, HAS_SIZE).get(sizeBytes)?.['found'] === 1;
