import { createHash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { columnsOf } from '../library/rebuild-library.ts';

/** 'SBDL' in ASCII: tells a bundle from a library (https://www.sqlite.org/pragma.html#pragma_application_id). */
export const BUNDLE_APPLICATION_ID = 0x5342444c;

/** A bundle has the tables of a library of its version, with these filled, and one of its own. */
export const BUNDLED_TABLES = [
  'batches',
  'batch_documents',
  'ignored_files',
  'attempts',
  'documents',
  'texts',
  'chunks',
  'sources',
] as const;

export const CREATE_HEADER = `
  CREATE TABLE bundle (made_at TEXT NOT NULL, workstation TEXT NOT NULL, checksum TEXT NOT NULL) STRICT`;

export const bundleHeaderSchema = z.object({
  made_at: z.iso.datetime(),
  workstation: z.string(),
  checksum: z.string().length(64),
});
export type BundleHeader = Readonly<z.infer<typeof bundleHeaderSchema>>;

const isWithoutRowid = (database: DatabaseSync, table: string): boolean =>
  database.prepare('SELECT wr FROM pragma_table_list WHERE schema = ? AND name = ?').get('main', table)?.['wr'] === 1;

/**
 * SHA-256 over all rows of a bundle and its header, hexadecimal: each value with its type and length, in the order of
 * the rows, so that no two bundles have the same bytes to hash.
 */
export const bundleChecksum = (
  database: DatabaseSync,
  { made_at, workstation }: Omit<BundleHeader, 'checksum'>,
): string => {
  const hash = createHash('sha256');
  const add = (value: unknown): void => {
    const text = String(value);
    hash.update(`${typeof value} ${Buffer.byteLength(text)} ${text}\n`);
  };
  [made_at, workstation].forEach(add);
  for (const table of BUNDLED_TABLES) {
    add(table);
    const columns = columnsOf(database, table, isWithoutRowid(database, table));
    const rows = database.prepare(`SELECT ${columns} FROM ${table} NOT INDEXED`);
    rows.setReadBigInts(true);
    for (const row of rows.iterate()) Object.values(row).forEach(add);
  }
  return hash.digest('hex');
};
