import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { failed, failure, succeeded, type Failure, type Result } from '../../contract/failure.ts';
import { cancelDocuments, requeueDocuments } from './batch-documents.ts';
import { inPlaceOfEngine, putInPlace, whyUntouchable } from './change-library.ts';
import { examineLibrary, FROM_STUCK_DOCUMENTS, lookInto, type LibraryFindings } from './examine-library.ts';
import { holderFile } from './lock-library.ts';
import { backupFolder } from './migration-backup.ts';
import { newCopyName, removeDatabase, syncFile } from './new-file.ts';
import { BUSY_TIMEOUT_MS, libraryFile } from './open-library.ts';
import { rebuildLibrary } from './rebuild-library.ts';
import { copyDatabase, setAside } from './set-aside.ts';
import { isOfDamage } from './soundness.ts';
import { isDiskFull } from './sqlite-errors.ts';
import { inTransaction } from './statements.ts';
import { sweepOrphanTexts } from './texts.ts';

const BATCHES_WITH_STUCK_DOCUMENTS = `
  SELECT DISTINCT batches.batch_id, state IN ('paused', 'interrupted') AS is_resumable ${FROM_STUCK_DOCUMENTS}`;

export interface Repair {
  /** What was repaired, in sentences. */
  readonly repairs: readonly string[];
  /** Where the library is as it was before; absent when nothing in it was changed. */
  readonly before?: string;
}

const HINT_BEYOND_REPAIR =
  'Restore a backup with "npm run -s stevedore -- doctor --restore FILE", or begin an empty library with "npm run -s stevedore -- doctor --start-fresh": the damaged one is kept.';

const beyondRepair = (): Failure =>
  failure('LIBRARY_UNUSABLE', 'store', 'Documents of the library cannot be read any more.', HINT_BEYOND_REPAIR);

const needsRebuild = ({ isSound, wordsMissing, wordsLeftOver, wordsNotFound }: LibraryFindings): boolean =>
  !isSound || [wordsMissing, wordsLeftOver, wordsNotFound].some((count) => count !== 0);

/** Gives documents that wait for nobody back to their batches: to be loaded, or cancelled where the batch has ended. */
const releaseStuck = (database: DatabaseSync, now: Date): void =>
  inTransaction(database, () => {
    for (const { batch_id, is_resumable } of database.prepare(BATCHES_WITH_STUCK_DOCUMENTS).all()) {
      const release = is_resumable === 1 ? requeueDocuments : cancelDocuments;
      release(database, String(batch_id), now.toISOString());
    }
  });

const sweep = (database: DatabaseSync, { orphanTexts, stuckDocuments }: LibraryFindings, now: Date): string[] => {
  const repairs: string[] = [];
  if (orphanTexts !== 0) {
    sweepOrphanTexts(database);
    repairs.push('Texts that an interrupted load had left were removed.');
  }
  if (stuckDocuments !== 0) {
    releaseStuck(database, now);
    repairs.push('Documents that were in hand when their batch ended were given back to it.');
  }
  return repairs;
};

const withDatabase = <T>(file: string, readOnly: boolean, work: (database: DatabaseSync) => T): T => {
  const database = new DatabaseSync(file, { readOnly, timeout: BUSY_TIMEOUT_MS });
  try {
    return work(database);
  } finally {
    database.close();
  }
};

const rebuild = (dataFolder: string, findings: LibraryFindings, now: Date): Result<Repair> => {
  const rebuilt = `${libraryFile(dataFolder)}.${process.pid}.partial`;
  try {
    removeDatabase(rebuilt);
    withDatabase(libraryFile(dataFolder), true, (from) => rebuildLibrary(from, rebuilt, findings.version));
    const swept = withDatabase(rebuilt, false, (database) => {
      const rebuiltFindings = lookInto(database, findings.version);
      return needsRebuild(rebuiltFindings) ? undefined : sweep(database, rebuiltFindings, now);
    });
    if (swept === undefined) return failed(beyondRepair());
    syncFile(rebuilt);
    const aside = setAside(dataFolder, 'damaged', now);
    if (!aside.ok) return aside;
    const placed = putInPlace(dataFolder, rebuilt);
    if (!placed.ok) return placed;
    const repairs = ['The indexes and the full-text index were made anew from the documents.', ...swept];
    return succeeded({ repairs, before: aside.value });
  } finally {
    removeDatabase(rebuilt);
  }
};

const sweepInPlace = (dataFolder: string, findings: LibraryFindings, now: Date): Result<Repair> => {
  const before = newCopyName(backupFolder(dataFolder), 'library-before-repair', now);
  const copied = copyDatabase(libraryFile(dataFolder), before);
  if (!copied.ok) return copied;
  const repairs = withDatabase(libraryFile(dataFolder), false, (database) => sweep(database, findings, now));
  return succeeded({ repairs, before });
};

const repairAsNeeded = (dataFolder: string, now: Date): Result<Repair> => {
  const condition = examineLibrary(dataFolder);
  const untouchable = whyUntouchable(dataFolder, condition);
  if (untouchable !== undefined) return failed(untouchable);
  if (condition.kind === 'broken') return failed(beyondRepair());
  if (condition.kind === 'of_another_program') {
    const message = 'The file library.sqlite belongs to another program.';
    return failed(failure('LIBRARY_UNUSABLE', 'store', message, HINT_BEYOND_REPAIR));
  }
  if (condition.kind !== 'open') return succeeded({ repairs: [] });
  const { findings } = condition;
  try {
    if (needsRebuild(findings)) return rebuild(dataFolder, findings, now);
    if (findings.orphanTexts === 0 && findings.stuckDocuments === 0) return succeeded({ repairs: [] });
    return sweepInPlace(dataFolder, findings, now);
  } catch (error) {
    if (isDiskFull(error)) {
      const message = 'The disk has no room to repair the library: as much as the library has is needed once more.';
      return failed(failure('DISK_FULL', 'store', message, 'Free some space and try again; nothing was changed.'));
    }
    if (isOfDamage(error)) return failed(beyondRepair());
    throw error;
  }
};

/**
 * Repairs what can be repaired without losing anything, in the place of the engine: what derives from the documents is
 * made anew, what an interrupted load has left is removed. The library as it was is kept, in 'damaged' or 'backups'.
 *
 * Fails with LIBRARY_IN_USE, LIBRARY_NEWER, DISK_FULL or, where documents are lost, LIBRARY_UNUSABLE; nothing was then
 * changed.
 */
export const repairLibrary = (dataFolder: string, now: Date): Result<Repair> => {
  if (!existsSync(dataFolder)) return succeeded({ repairs: [] });
  const wasHeld = existsSync(holderFile(dataFolder));
  return inPlaceOfEngine(dataFolder, () => {
    const repaired = repairAsNeeded(dataFolder, now);
    if (!repaired.ok || !wasHeld) return repaired;
    const note = 'The process id of an engine that was killed was removed.';
    return succeeded({ ...repaired.value, repairs: [...repaired.value.repairs, note] });
  });
};
