import type { Failure, Result } from '../../src-main/contract/failure.ts';

/** The value of a result that a test expects to have one. */
export const valueOf = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`Unexpected failure ${result.failure.code}: ${result.failure.message}`);
  return result.value;
};

/** The failure of a result that a test expects to have failed. */
export const failureOf = (result: Result<unknown>): Failure => {
  if (result.ok) throw new Error(`Unexpected success: ${JSON.stringify(result.value)}`);
  return result.failure;
};
