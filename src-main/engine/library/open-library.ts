import { existsSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { failed, failure, succeeded, type Result } from '../../contract/failure.ts';
import { checkLibrary, LATEST_VERSION, libraryVersion, migrate } from './migrate.ts';
import { lockLibrary } from './lock-library.ts';
import { backupBeforeMigration } from './migration-backup.ts';
import { isBusy, isDiskFull, sqliteCode } from './sqlite-errors.ts';

/** 3.51.3 repairs a rare corruption of WAL databases by concurrent checkpoints (https://www.sqlite.org/wal.html). */
const LEAST_SQLITE: readonly [number, number, number] = [3, 51, 3];
export const BUSY_TIMEOUT_MS = 5000;

export const libraryFile = (dataFolder: string): string => path.join(dataFolder, 'library.sqlite');

/** The version of SQLite inside this Node, as text and whether it is new enough and has FTS5. */
export const sqliteAbilities = (): {
  readonly version: string;
  readonly newEnough: boolean;
  readonly fts5: boolean;
} => {
  const database = new DatabaseSync(':memory:');
  try {
    const row = database
      .prepare("SELECT sqlite_version() AS version, sqlite_compileoption_used('ENABLE_FTS5') AS fts5")
      .get();
    const version = String(row?.['version']);
    const parts = version.split('.').map(Number);
    const difference =
      LEAST_SQLITE.map((least, place) => (parts[place] ?? 0) - least).find((delta) => delta !== 0) ?? 0;
    return { version, newEnough: difference >= 0, fts5: row?.['fts5'] === 1 };
  } finally {
    database.close();
  }
};

const assertAbilities = (): Result<null> => {
  const { version, newEnough, fts5 } = sqliteAbilities();
  if (newEnough && fts5) return succeeded(null);
  const lack = fts5
    ? `SQLite ${version} is too old: ${LEAST_SQLITE.join('.')} or newer is needed`
    : 'SQLite has no FTS5';
  return failed(failure('LIBRARY_UNUSABLE', 'store', `${lack}.`, 'Run Stevedore with the Node that it installs.'));
};

/** What an error of SQLite itself means for the library; anything else is a bug, and thrown on. */
const unusable = (error: unknown): Result<never> => {
  if (sqliteCode(error) === undefined) throw error;
  if (isBusy(error)) return failed(failure('LIBRARY_IN_USE', 'store'));
  if (isDiskFull(error)) {
    const message = 'The disk is full, so the library cannot be opened.';
    return failed(failure('DISK_FULL', 'store', message, 'Free some space and try again; the library is intact.'));
  }
  const message = 'The file library.sqlite cannot be opened or is damaged.';
  const hint = 'Run "npm run -s stevedore -- doctor": it says what is wrong, and what can be repaired or restored.';
  return failed(failure('LIBRARY_UNUSABLE', 'store', message, hint));
};

const open = (file: string, readOnly: boolean): Result<DatabaseSync> => {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file, { readOnly, timeout: BUSY_TIMEOUT_MS, enableForeignKeyConstraints: true });
    const checked = checkLibrary(database);
    if (checked.ok) return succeeded(database);
    database.close();
    return checked;
  } catch (error) {
    if (database?.isOpen === true) database.close();
    return unusable(error);
  }
};

/** Opens an existing library for reading, of whatever version up to ours, and leaves it at that version. */
export const openAsItIs = (dataFolder: string): Result<DatabaseSync> => {
  const able = assertAbilities();
  return able.ok ? open(libraryFile(dataFolder), true) : able;
};

/**
 * Opens the library of a data folder for the engine, which holds its lock: makes it when there is none, and migrates it
 * when it is older, after a backup. Fails with LIBRARY_UNUSABLE, LIBRARY_NEWER or DISK_FULL; what is in the library is
 * then untouched.
 */
export const openLibrary = (dataFolder: string, now: Date = new Date()): Result<DatabaseSync> => {
  const able = assertAbilities();
  if (!able.ok) return able;
  const file = libraryFile(dataFolder);
  // Closing a writing connection moves what a killed process left in the WAL into the file, also in one that we refuse.
  if (existsSync(`${file}-wal`)) {
    const checked = open(file, true);
    if (!checked.ok) return checked;
    checked.value.close();
  }
  const opened = open(file, false);
  if (!opened.ok) return opened;
  const database = opened.value;
  try {
    const version = libraryVersion(database);
    if (version > 0 && version < LATEST_VERSION) {
      const backup = backupBeforeMigration(database, dataFolder, version, now);
      if (!backup.ok) {
        database.close();
        return backup;
      }
    }
    database.exec('PRAGMA journal_mode = WAL');
    database.exec('PRAGMA synchronous = FULL');
    migrate(database);
    return succeeded(database);
  } catch (error) {
    database.close();
    return unusable(error);
  }
};

/** An empty library in memory: what there is to read before the first batch. */
const emptyLibrary = (): DatabaseSync => {
  const database = new DatabaseSync(':memory:');
  migrate(database);
  return database;
};

/**
 * Opens the library for reading beside a running engine. A data folder without a library reads as an empty one and
 * nothing is made; an older library is migrated first, under the lock of its engine (LIBRARY_IN_USE while one runs).
 */
export const openLibraryForReading = (dataFolder: string): Result<DatabaseSync> => {
  const able = assertAbilities();
  if (!able.ok) return able;
  const file = libraryFile(dataFolder);
  if (!existsSync(file)) return succeeded(emptyLibrary());
  const opened = open(file, true);
  if (!opened.ok) return opened;
  if (libraryVersion(opened.value) === LATEST_VERSION) return opened;
  opened.value.close();
  const locked = lockLibrary(dataFolder);
  if (!locked.ok) return locked;
  try {
    const migrated = openLibrary(dataFolder);
    if (!migrated.ok) return migrated;
    migrated.value.close();
  } finally {
    locked.value.release();
  }
  return open(file, true);
};
