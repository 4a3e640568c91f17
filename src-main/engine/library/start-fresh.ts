import { existsSync } from 'node:fs';
import { failed, failure, type Result } from '../../contract/failure.ts';
import { inPlaceOfEngine, noLibrary, whyUntouchable } from './change-library.ts';
import { examineLibrary, type LibraryCondition } from './examine-library.ts';
import { setAside } from './set-aside.ts';

const isBeyondUse = (condition: LibraryCondition): boolean => {
  if (condition.kind === 'broken' || condition.kind === 'of_another_program') return true;
  return condition.kind === 'open' && !condition.findings.isSound;
};

/**
 * Sets a library that cannot be used aside, in 'damaged', so that the next load makes a new one; gives the path where
 * it is kept. Fails with INVALID_STATE for a library that can be used, and with LIBRARY_IN_USE, LIBRARY_NEWER or
 * LIBRARY_UNUSABLE (the file cannot be reached at all); nothing was then changed.
 */
export const startFresh = (dataFolder: string, now: Date): Result<string> => {
  if (!existsSync(dataFolder)) return failed(noLibrary(dataFolder));
  return inPlaceOfEngine(dataFolder, () => {
    const condition = examineLibrary(dataFolder);
    const untouchable = whyUntouchable(dataFolder, condition);
    if (untouchable !== undefined) return failed(untouchable);
    if (condition.kind === 'none') return failed(noLibrary(dataFolder));
    if (isBeyondUse(condition)) return setAside(dataFolder, 'damaged', now);
    const hint = 'For an empty one beside it choose another folder with --data-dir.';
    return failed(failure('INVALID_STATE', 'store', 'The library can be used, so it is not set aside.', hint));
  });
};
