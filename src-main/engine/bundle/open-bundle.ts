import { rmSync, mkdtempSync, copyFileSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { failed, failure, succeeded, type Result } from '../../contract/failure.ts';
import { LATEST_VERSION, libraryVersion, migrate } from '../library/migrate.ts';
import { isSound } from '../library/soundness.ts';
import { isDiskFull } from '../library/sqlite-errors.ts';
import { BUNDLE_APPLICATION_ID, bundleChecksum, bundleHeaderSchema, type BundleHeader } from './bundle-format.ts';

export interface OpenBundle {
  /** With the tables of the newest version, whatever the bundle was written with. */
  readonly database: DatabaseSync;
  readonly header: BundleHeader;
  readonly close: () => void;
}

const invalid = (message: string, hint?: string): Result<never> =>
  failed(failure('BUNDLE_INVALID', 'store', message, hint));

const check = (database: DatabaseSync, file: string): Result<BundleHeader> => {
  const { application_id: applicationId } = database.prepare('PRAGMA application_id').get() ?? {};
  if (applicationId !== BUNDLE_APPLICATION_ID) {
    return invalid(`The file ${file} is no bundle of Stevedore.`, 'Choose a file that the bundle command wrote.');
  }
  const version = libraryVersion(database);
  if (version > LATEST_VERSION) {
    return invalid(`The bundle ${file} was written by a newer version of Stevedore.`, 'Update Stevedore here.');
  }
  const header = bundleHeaderSchema.safeParse(database.prepare('SELECT * FROM bundle').get());
  const isWhole = header.success && isSound(database) && bundleChecksum(database, header.data) === header.data.checksum;
  return isWhole ? succeeded(header.data) : invalid(`The bundle ${file} is damaged: its checksum does not fit.`);
};

/**
 * Opens a copy of a bundle, so that it is never changed, and checks it whole. BUNDLE_INVALID says what is wrong. The
 * checksum finds damage, not malice: whoever reads the rows parses them.
 */
export const openBundle = (file: string): Result<OpenBundle> => {
  let folder: string | undefined;
  let database: DatabaseSync | undefined;
  const close = (): void => {
    if (database?.isOpen === true) database.close();
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  };
  try {
    if (!statSync(file, { throwIfNoEntry: false })?.isFile()) {
      return invalid(`There is no file ${file}.`, 'Name the file that the bundle command wrote.');
    }
    folder = mkdtempSync(path.join(os.tmpdir(), 'stevedore-bundle-'));
    const copy = path.join(folder, 'bundle.sqlite');
    copyFileSync(file, copy);
    database = new DatabaseSync(copy, { enableForeignKeyConstraints: false });
    // A trigger or a view in the file must not run anything (https://www.sqlite.org/security.html).
    database.exec('PRAGMA trusted_schema = OFF');
    const header = check(database, file);
    if (!header.ok) {
      close();
      return header;
    }
    migrate(database);
    return succeeded({ database, header: header.value, close });
  } catch (error) {
    close();
    if (isDiskFull(error)) throw error;
    return invalid(`The file ${file} cannot be read as a bundle.`);
  }
};
