/** Licences that ask for no more than a notice; CC-BY is for data that tools carry. */
const PERMITTED: ReadonlySet<string> = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC-BY-3.0',
  'CC-BY-4.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'Python-2.0',
  'Unlicense',
  'Zlib',
]);

/** Parts of an expression between an operator that stands outside all parentheses. */
const partsBetween = (operator: 'AND' | 'OR', tokens: readonly string[]): string[][] => {
  const parts: string[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    if (token === '(') depth += 1;
    if (token === ')') depth -= 1;
    if (depth === 0 && token === operator) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts;
};

const isPermittedExpression = (tokens: readonly string[]): boolean => {
  const choices = partsBetween('OR', tokens);
  if (choices.length > 1) return choices.some(isPermittedExpression);
  const demands = partsBetween('AND', tokens);
  if (demands.length > 1) return demands.every(isPermittedExpression);
  if (tokens[0] === '(' && tokens.at(-1) === ')') return isPermittedExpression(tokens.slice(1, -1));
  return tokens.length === 1 && PERMITTED.has(tokens[0] ?? '');
};

/**
 * Whether an SPDX licence expression (SPDX specification, annex D) can be met with permitted licences: one choice of
 * an OR, all parts of an AND. A star marks a licence that was read from the licence file; an exception (WITH) is refused.
 */
export const isPermitted = (expression: string): boolean =>
  isPermittedExpression(expression.replace(/\*$/u, '').match(/[()]|[^\s()]+/gu) ?? []);
