import { assertNever } from '../../contract/assert-never.ts';
import type { BatchStatus } from '../../contract/batch.ts';

/** The exit code of a request that cannot be taken. */
export const REFUSED = 4;

/** Exit codes of the command line; 4 (refused) comes from the table of failure codes, 1 is a bug. */
export const exitCodeOf = ({ status, state_code }: Pick<BatchStatus, 'status' | 'state_code'>): number => {
  switch (status) {
    case 'completed':
      return 0;
    case 'partial_failure':
      return 2;
    case 'failed':
      return 3;
    case 'cancelled':
      return 5;
    case 'in_progress':
      // Paused by a person, a signal or a full disk, or because the target refuses us or stays away.
      return state_code?.startsWith('TARGET_') === true ? REFUSED : 130;
    default:
      return assertNever(status);
  }
};
