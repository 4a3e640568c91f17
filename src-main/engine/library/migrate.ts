import type { DatabaseSync } from 'node:sqlite';
import { failed, failure, succeeded, type Result } from '../../contract/failure.ts';
import { INITIAL_MIGRATION } from './migrations/0001-initial.ts';
import { METADATA_MIGRATION } from './migrations/0002-metadata.ts';
import { ENDURANCE_MIGRATION } from './migrations/0003-endurance.ts';
import { PUBLISHING_MIGRATION } from './migrations/0004-publishing.ts';
import { LARGE_LIBRARIES_MIGRATION } from './migrations/0005-large-libraries.ts';
import { inTransaction } from './statements.ts';

/** Migrations in order; the number of a migration is its place here, counted from 1, and never changes. */
export const MIGRATIONS: readonly string[] = [
  INITIAL_MIGRATION,
  METADATA_MIGRATION,
  ENDURANCE_MIGRATION,
  PUBLISHING_MIGRATION,
  LARGE_LIBRARIES_MIGRATION,
];

/** 'SDOR' in ASCII: tells our SQLite files from others (https://www.sqlite.org/pragma.html#pragma_application_id). */
export const APPLICATION_ID = 0x53444f52;

const pragmaNumber = (database: DatabaseSync, pragma: 'user_version' | 'application_id'): number =>
  Number(database.prepare(`PRAGMA ${pragma}`).get()?.[pragma]);

export const LATEST_VERSION = MIGRATIONS.length;
export const libraryVersion = (database: DatabaseSync): number => pragmaNumber(database, 'user_version');

/**
 * Tells whether an open database may be used: LIBRARY_UNUSABLE for a database of another program, LIBRARY_NEWER for
 * one that a newer Stevedore wrote. Writes nothing.
 */
export const checkLibrary = (database: DatabaseSync): Result<number> => {
  const version = libraryVersion(database);
  const applicationId = pragmaNumber(database, 'application_id');
  // Most programs set neither number: only a database without anything in it is a fresh one. Counting also reads the
  // whole schema, so that one that is damaged shows here.
  const objects = Number(database.prepare('SELECT count(*) AS objects FROM sqlite_schema').get()?.['objects']);
  const isFresh = version === 0 && applicationId === 0 && objects === 0;
  if (!isFresh && applicationId !== APPLICATION_ID) {
    return failed(failure('LIBRARY_UNUSABLE', 'store', 'The file library.sqlite belongs to another program.'));
  }
  if (version > LATEST_VERSION) return failed(failure('LIBRARY_NEWER', 'store'));
  return succeeded(version);
};

/**
 * Brings a checked library to the newest version, each migration in a transaction of its own: one that fails leaves the
 * version before it. Under the lock of the engine: no other process migrates at the same time.
 *
 * @param migrations the migrations up to the version that is wanted
 */
export const migrate = (database: DatabaseSync, migrations: readonly string[] = MIGRATIONS): void => {
  for (const [version, migration] of migrations.entries()) {
    if (version < libraryVersion(database)) continue;
    inTransaction(database, () => {
      database.exec(migration);
      database.exec(`PRAGMA application_id = ${APPLICATION_ID}`);
      database.exec(`PRAGMA user_version = ${version + 1}`);
    });
  }
};
