import { DatabaseSync } from 'node:sqlite';
import { onTestFinished } from 'vitest';
import { migrate } from '../../src-main/engine/library/migrate.ts';
import { openLibrary } from '../../src-main/engine/library/open-library.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** A library on disk in a folder of its own, closed when the test has finished. */
export const testLibrary = (folder: string = temporaryFolder()): DatabaseSync => {
  const opened = openLibrary(folder);
  if (!opened.ok) throw new Error(opened.failure.message);
  onTestFinished(() => {
    if (opened.value.isOpen) opened.value.close();
  });
  return opened.value;
};

/** A library in memory, for tests that make many. */
export const memoryLibrary = (): DatabaseSync => {
  const database = new DatabaseSync(':memory:');
  onTestFinished(() => database.close());
  migrate(database);
  return database;
};

/** The first column of the first row that a query gives, as a number. */
export const numberFrom = (database: DatabaseSync, sql: string, ...values: (string | number)[]): number =>
  Number(Object.values(database.prepare(sql).get(...values) ?? {})[0]);
