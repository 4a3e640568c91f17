import { FAILURE_CODES, type FailureCode } from '../../../src-main/contract/failure-codes.ts';

/** What a failure of a kind says and advises where nothing more exact is known. */
export interface FailureWords {
  readonly message: string;
  readonly hint: string;
}

export const failures: Readonly<Record<FailureCode, FailureWords>> = FAILURE_CODES;
