import { readdirSync } from 'node:fs';
import path from 'node:path';
import { assertNever } from '../contract/assert-never.ts';
import type { DoctorCheck } from '../contract/doctor.ts';
import { examineLibrary, type LibraryFindings } from './library/examine-library.ts';
import { isLocked } from './library/lock-library.ts';
import { LATEST_VERSION } from './library/migrate.ts';

const DOCTOR = 'npm run -s stevedore -- doctor';
const RESTORE = `restore a backup with "${DOCTOR} --restore FILE"`;
const REPAIR = `Repair it with "${DOCTOR} --repair".`;
const START_FRESH = `Try "${DOCTOR} --repair"; if that cannot help, ${RESTORE}, or begin an empty library with "${DOCTOR} --start-fresh": the damaged one is kept.`;

const good = (name: string, finding: string, advice?: string): DoctorCheck => ({
  name,
  ok: true,
  finding,
  ...(advice !== undefined && { advice }),
});
const bad = (name: string, finding: string, advice: string): DoctorCheck => ({ name, ok: false, finding, advice });

const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;

const setAsideIn = (folder: string): string[] => {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.sqlite'))
      .map((name) => path.join(folder, name));
  } catch {
    return [];
  }
};

/** A missing library may be one that was set aside, by a person or by a repair that was killed. */
const checkMissing = (dataFolder: string): DoctorCheck => {
  const newest = ['damaged', 'replaced']
    .flatMap((folder) => setAsideIn(path.join(dataFolder, folder)))
    .toSorted((one, other) => path.basename(one).localeCompare(path.basename(other)))
    .at(-1);
  const finding = 'none yet: the first batch makes it';
  if (newest === undefined) return good('Library', finding);
  return good('Library', `${finding}; an earlier one was set aside: ${newest}`, `To go back, ${RESTORE}.`);
};

const checkStructure = ({ version, isSound, documents }: LibraryFindings): DoctorCheck => {
  if (!isSound) return bad('Library', `version ${version}, damaged`, `Load nothing into it. ${START_FRESH}`);
  const finding = `version ${version}, intact, ${counted(documents ?? 0, 'document')}`;
  if (version === LATEST_VERSION) return good('Library', finding);
  return good('Library', `${finding}; it is migrated to version ${LATEST_VERSION}, after a backup, at the next load`);
};

/** An engine may be loading: then what it has begun is no fault. */
const checkDocuments = (findings: LibraryFindings, isRunning: boolean): DoctorCheck => {
  const { brokenReferences, incompleteDocuments, stuckDocuments, orphanTexts } = findings;
  const lost: string[] = [];
  if (brokenReferences !== 0) lost.push(`${brokenReferences ?? 'some'} rows point to nothing`);
  if (incompleteDocuments !== 0) lost.push(`${incompleteDocuments ?? 'some'} documents lack a part of their text`);
  if (lost.length > 0) {
    return bad('Documents', lost.join(', '), `Load the files again; if that does not help, ${RESTORE}.`);
  }
  if (stuckDocuments !== 0) {
    return bad('Documents', `${counted(stuckDocuments ?? 0, 'document')} in hand of no engine`, REPAIR);
  }
  if (isRunning || orphanTexts === 0) return good('Documents', 'whole');
  const finding = `whole; ${counted(orphanTexts ?? 0, 'text')} of an interrupted load, which the next load removes`;
  return good('Documents', finding);
};

const checkWords = ({ chunks, wordsMissing, wordsLeftOver, wordsNotFound }: LibraryFindings): DoctorCheck => {
  const name = 'Full-text index';
  if (wordsMissing === undefined || wordsLeftOver === undefined || wordsNotFound === undefined) {
    return bad(name, 'cannot be read', REPAIR);
  }
  const wrong: string[] = [];
  if (wordsMissing > 0) wrong.push(`${counted(wordsMissing, 'passage is', 'passages are')} missing`);
  if (wordsLeftOver > 0) wrong.push(`${counted(wordsLeftOver, 'passage is', 'passages are')} left over`);
  if (wrong.length === 0 && wordsNotFound > 0)
    wrong.push(`${counted(wordsNotFound, 'passage is', 'passages are')} not found by a search`);
  if (wrong.length > 0) return bad(name, wrong.join(', '), REPAIR);
  return good(name, `has every passage (${chunks ?? 0})`);
};

const checkBatches = ({ leftBatches }: LibraryFindings, isRunning: boolean): DoctorCheck => {
  if (isRunning) return good('Batches', 'an engine is running; it sees to its batches');
  if (leftBatches === undefined) return bad('Batches', 'cannot be read', START_FRESH);
  if (leftBatches === 0) return good('Batches', 'none was left by a process that ended');
  const finding = `${counted(leftBatches, 'batch was', 'batches were')} left by a process that ended`;
  return good('Batches', finding, 'Continue with "npm run -s stevedore -- resume".');
};

/** Looks at the library of a data folder, of whatever version and condition, without changing anything. */
export const checkLibraryOf = (dataFolder: string): DoctorCheck[] => {
  const isRunning = isLocked(dataFolder);
  const condition = examineLibrary(dataFolder);
  switch (condition.kind) {
    case 'none':
      return [checkMissing(dataFolder)];
    case 'empty':
      return [good('Library', 'empty: the first batch makes it')];
    case 'newer':
      return [
        bad(
          'Library',
          'written by a newer version of Stevedore; it was not touched',
          'Update Stevedore on this workstation.',
        ),
      ];
    case 'of_another_program':
      return [bad('Library', 'the file library.sqlite belongs to another program', START_FRESH)];
    case 'busy':
      return [bad('Library', 'held by another program', 'Wait until that has ended and try again.')];
    case 'unreadable':
      return [
        bad('Library', 'the file library.sqlite cannot be read', 'Ask for the right to read it, and check the disk.'),
      ];
    case 'broken':
      return [bad('Library', 'damaged: nothing in it can be read', `Load nothing into it. ${START_FRESH}`)];
    case 'open': {
      const structure = checkStructure(condition.findings);
      // What is counted in a damaged library says nothing.
      if (!structure.ok) return [structure];
      const { findings } = condition;
      return [structure, checkDocuments(findings, isRunning), checkWords(findings), checkBatches(findings, isRunning)];
    }
    default:
      return assertNever(condition);
  }
};
