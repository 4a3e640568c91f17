import { assertNever } from '../../contract/assert-never.ts';
import type { BatchStatus } from '../../contract/batch.ts';

/** Exit codes of the command line; 4 (refused) comes from the table of failure codes, 1 is a bug. */
export const exitCodeOf = ({ status }: Pick<BatchStatus, 'status'>): number => {
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
      return 130;
    default:
      return assertNever(status);
  }
};
