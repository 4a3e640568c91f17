import { failed, failure, type Result } from '../../contract/failure.ts';
import type { FailureCode } from '../../contract/failure-codes.ts';
import type { MappingProblem } from '../../contract/metadata.ts';

const KEPT_PROBLEMS = 100;
const NAMED_PROBLEMS = 5;

/** Problems as they are found: the first hundred are kept, all are counted. */
export interface ProblemList {
  readonly problems: MappingProblem[];
  count: number;
}

export const createProblemList = (): ProblemList => ({ problems: [], count: 0 });

/** Adds a problem; beyond the first hundred it is only counted. */
export const addProblem = (list: ProblemList, problem: MappingProblem): void => {
  list.count += 1;
  if (list.problems.length < KEPT_PROBLEMS) list.problems.push(problem);
};

/** One problem as a sentence, e.g. `Line 14, column 'author': the quote is never closed.` */
export const problemSentence = ({ line, column, position, message }: MappingProblem): string => {
  if (line === undefined) return message;
  const place = column === undefined ? (position === undefined ? '' : `, column ${position}`) : `, column '${column}'`;
  return `Line ${line}${place}: ${message}`;
};

/**
 * A failure that names the first few problems, so that one look at the file can mend several.
 *
 * @param code MAPPING_INVALID or MAPPING_AMBIGUOUS
 */
export const problemsFailure = (
  code: FailureCode,
  { problems, count }: ProblemList,
  hint?: string,
): Extract<Result<never>, { ok: false }> => {
  const sentences = problems.slice(0, NAMED_PROBLEMS).map(problemSentence);
  const more = count - sentences.length;
  if (more > 0) sentences.push(`${more} more of this kind ${more === 1 ? 'follows' : 'follow'}.`);
  return failed(failure(code, 'metadata', sentences.join(' '), hint));
};

/** MAPPING_INVALID with one problem. */
export const mappingInvalid = (problem: MappingProblem, hint?: string): Extract<Result<never>, { ok: false }> =>
  problemsFailure('MAPPING_INVALID', { problems: [problem], count: 1 }, hint);

/** A value as it is quoted in a message: short, on one line. */
export const quoteValue = (value: string): string => {
  const line = value.replace(/\s+/gu, ' ');
  const characters = Array.from(line.slice(0, 400));
  return `'${characters.length > 60 ? `${characters.slice(0, 57).join('')}…` : line}'`;
};
