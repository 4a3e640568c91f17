import type { DatabaseSync } from 'node:sqlite';
import { isCorrupt, sqliteCode } from './sqlite-errors.ts';

/**
 * What SQLite also says of damage (https://www.sqlite.org/rescode.html): ERROR (1) of a full-text index that cannot be
 * opened, NOMEM (7) and TOOBIG (18) of a length that is nonsense, CONSTRAINT (19) of rows that contradict each other.
 */
const SAID_OF_DAMAGE: readonly number[] = [1, 7, 18, 19];

const INTEGRITY = 'PRAGMA integrity_check(1)';
const BROKEN_REFERENCES = 'SELECT count(*) AS rows FROM pragma_foreign_key_check';

/** Whether an error of a look into a library, or of copying its rows, means that it is damaged. */
export const isOfDamage = (error: unknown): boolean =>
  isCorrupt(error) || SAID_OF_DAMAGE.includes(sqliteCode(error) ?? 0);

/** What a look into the library gives, or undefined when damage stands in the way; errors of another kind are thrown. */
export const unlessDamaged = <T>(look: () => T): T | undefined => {
  try {
    return look();
  } catch (error) {
    if (isOfDamage(error)) return undefined;
    throw error;
  }
};

/** Whether pages, indexes and the full-text index fit together; 7 ms for each megabyte. */
export const isSound = (database: DatabaseSync): boolean =>
  unlessDamaged(() => database.prepare(INTEGRITY).get()?.['integrity_check']) === 'ok';

/** The rows that point to rows that are not there, or undefined when they cannot be counted. */
export const countBrokenReferences = (database: DatabaseSync): number | undefined =>
  unlessDamaged(() => Number(database.prepare(BROKEN_REFERENCES).get()?.['rows']));
