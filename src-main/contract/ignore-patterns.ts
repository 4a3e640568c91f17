/** Patterns in the setting at the most, and characters in one: what a person still oversees. */
export const MAX_IGNORE_PATTERNS = 100;
export const MAX_PATTERN_LENGTH = 200;

export type IgnorePatternProblem = 'too_many' | 'too_long' | 'backslash' | 'absolute' | 'negated' | 'unbalanced';

/** The patterns of the setting: one a line, or with semicolons between them. */
export const ignorePatternsOf = (setting: string): readonly string[] =>
  setting
    .split(/[;\n]/u)
    .map((pattern) => pattern.trim())
    .filter((pattern) => pattern !== '');

const isBalanced = (pattern: string): boolean => {
  const count = (character: string): number => pattern.split(character).length;
  return count('{') === count('}') && count('[') === count(']') && count('(') === count(')');
};

const problemOf = (pattern: string): IgnorePatternProblem | undefined => {
  if (pattern.length > MAX_PATTERN_LENGTH) return 'too_long';
  if (pattern.includes('\\')) return 'backslash';
  if (pattern.startsWith('!')) return 'negated';
  // A relative path begins with a name: such a pattern would never match, silently.
  if (/^(?:\/|\.{1,2}\/|[a-z]:)/iu.test(pattern)) return 'absolute';
  return isBalanced(pattern) ? undefined : 'unbalanced';
};

/** The first pattern of the setting that cannot be used, and why; undefined when all can. */
export const ignorePatternProblem = (
  setting: string,
): { readonly pattern: string; readonly problem: IgnorePatternProblem } | undefined => {
  const patterns = ignorePatternsOf(setting);
  for (const pattern of patterns) {
    const problem = problemOf(pattern);
    if (problem !== undefined) return { pattern, problem };
  }
  const [first = ''] = patterns;
  return patterns.length > MAX_IGNORE_PATTERNS ? { pattern: first, problem: 'too_many' } : undefined;
};

const SENTENCES: Readonly<Record<IgnorePatternProblem, string>> = {
  too_many: `there are more than ${MAX_IGNORE_PATTERNS} patterns`,
  too_long: `a pattern has at most ${MAX_PATTERN_LENGTH} characters`,
  backslash: 'the parts of a path are separated by /',
  absolute: 'a pattern is a name such as *.tmp or a path inside the picked folder such as drafts/**',
  negated: 'a pattern says what is ignored and cannot begin with !',
  unbalanced: 'a bracket is not closed',
};

/** The problem of the setting as the end of a sentence. */
export const ignorePatternSentence = (setting: string): string | undefined => {
  const found = ignorePatternProblem(setting);
  return found === undefined ? undefined : `'${found.pattern}': ${SENTENCES[found.problem]}`;
};
