const FIRST_MS = 500;
const LONGEST_MS = 30_000;

/**
 * How long to wait before the next attempt to reach a target, in milliseconds: twice as long each time, up to half a
 * minute, and a random half of that, so that workstations do not all come back at once ("equal jitter",
 * https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/). Pure.
 *
 * @param failures attempts that failed since the last success, at least 1
 * @param random from 0 to 1
 */
export const backOffMs = (failures: number, random: number): number => {
  const longest = Math.min(LONGEST_MS, FIRST_MS * 2 ** (failures - 1));
  return longest / 2 + (random * longest) / 2;
};
