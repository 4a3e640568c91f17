import type { DatabaseSync } from 'node:sqlite';
import { isCorrupt, sqliteCode } from './sqlite-errors.ts';

const INTEGRITY = 'PRAGMA integrity_check(1)';
const BROKEN_REFERENCES = 'SELECT count(*) AS rows FROM pragma_foreign_key_check';

/**
 * What a look into the library gives, or undefined when damage stands in the way; errors of another kind are thrown.
 * A full-text index that cannot even be opened is SQLITE_ERROR (1) for SQLite.
 */
export const unlessDamaged = <T>(look: () => T): T | undefined => {
  try {
    return look();
  } catch (error) {
    if (isCorrupt(error) || sqliteCode(error) === 1) return undefined;
    throw error;
  }
};

/** Whether pages, indexes and the full-text index fit together; 7 ms for each megabyte. */
export const isSound = (database: DatabaseSync): boolean =>
  unlessDamaged(() => database.prepare(INTEGRITY).get()?.['integrity_check']) === 'ok';

/** The rows that point to rows that are not there, or undefined when they cannot be counted. */
export const countBrokenReferences = (database: DatabaseSync): number | undefined =>
  unlessDamaged(() => Number(database.prepare(BROKEN_REFERENCES).get()?.['rows']));
