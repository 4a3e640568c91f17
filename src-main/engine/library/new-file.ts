import { closeSync, existsSync, fsyncSync, linkSync, openSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';

/** What SQLite may keep beside a database: what is not yet in it, and what would undo a broken write. */
export const COMPANIONS = ['-wal', '-shm', '-journal'] as const;

/** Removes a database of ours that is not finished, with what SQLite keeps beside it. */
export const removeDatabase = (file: string): void => {
  for (const ending of ['', ...COMPANIONS]) if (existsSync(`${file}${ending}`)) rmSync(`${file}${ending}`);
};

const sync = (place: string, flags: 'r' | 'r+'): void => {
  const descriptor = openSync(place, flags);
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
};

/** Has the disk write down what a file holds. The file must not be open in SQLite: closing it would drop its locks. */
export const syncFile = (file: string): void => sync(file, 'r+');

/** Has the disk write down the names in a folder; where a folder cannot be opened (Windows) the system sees to it. */
export const syncFolder = (folder: string): void => {
  if (process.platform !== 'win32') sync(folder, 'r');
};

const isExisting = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'EEXIST';

/** Gives a finished file its name, unless something has that name; tells whether it did. */
export const moveToNewName = (from: string, to: string): boolean => {
  try {
    // Renaming would overwrite; a second name fails when there is one.
    linkSync(from, to);
    rmSync(from);
  } catch (error) {
    if (isExisting(error) || existsSync(to)) return false;
    // FAT and some network folders know no second name of a file.
    renameSync(from, to);
  }
  syncFolder(path.dirname(to));
  return true;
};

/** A name for a copy of the library that nothing has yet, such as 'library-2026-01-31T09-05-00.000Z.sqlite'. */
export const newCopyName = (folder: string, stem: string, now: Date): string => {
  // Windows allows no colon in a name.
  const time = now.toISOString().replaceAll(':', '-');
  for (let count = 1; ; count += 1) {
    const file = path.join(folder, `${stem}-${time}${count === 1 ? '' : `-${count}`}.sqlite`);
    if (['', ...COMPANIONS].every((ending) => !existsSync(`${file}${ending}`))) return file;
  }
};
