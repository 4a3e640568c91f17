import type { DatabaseSync, StatementSync } from 'node:sqlite';

const preparedByDatabase = new WeakMap<DatabaseSync, Map<string, StatementSync>>();

/** Prepares an SQL constant once for each connection. */
export const statement = (database: DatabaseSync, sql: string): StatementSync => {
  let prepared = preparedByDatabase.get(database);
  if (prepared === undefined) {
    prepared = new Map();
    preparedByDatabase.set(database, prepared);
  }
  let found = prepared.get(sql);
  if (found === undefined) {
    found = database.prepare(sql);
    prepared.set(sql, found);
  }
  return found;
};

/** Runs `work` in one transaction: all of it is committed, or, when it throws, nothing. */
export const inTransaction = <T>(database: DatabaseSync, work: () => T): T => {
  database.exec('BEGIN IMMEDIATE');
  try {
    const value = work();
    database.exec('COMMIT');
    return value;
  } catch (error) {
    // SQLite has already rolled back by itself after some errors, such as a full disk.
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
};

/**
 * Like `inTransaction`, for a note that a power cut may take back: it survives the end of the process, but the disk is
 * not asked to flush, which costs more than a small write (https://www.sqlite.org/pragma.html#pragma_synchronous).
 */
export const inUnflushedTransaction = <T>(database: DatabaseSync, work: () => T): T => {
  database.exec('PRAGMA synchronous = NORMAL');
  try {
    return inTransaction(database, work);
  } finally {
    database.exec('PRAGMA synchronous = FULL');
  }
};
