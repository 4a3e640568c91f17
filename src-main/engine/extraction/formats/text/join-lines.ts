/** Beyond this nobody wraps by hand, and texts made from PDF files neither: a longer line is a paragraph by itself. */
export const LONGEST_WRAPPED_LINE = 200;
const WIDEST_WRAP = 120;
const NARROWEST_WRAP = 40;
/** Two lines alone say little: a couplet or an address also has two. */
const NARROWEST_WRAP_OF_TWO = 60;

const LIST_MARK = /^\s*(?:[-*+•‣◦▪–—]|\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,4})[.)])\s/u;
const COLUMNS = /\S {3,}\S|\t/u;
const indentOf = (line: string): number => line.length - line.trimStart().length;
const firstWordLength = (line: string): number => /^\s*(\S+)/u.exec(line)?.[1]?.length ?? 0;

/**
 * Whether lines are one paragraph that was wrapped by hand.
 *
 * The test is that of the program that wrapped them: no line but the last had room for the first word of the next,
 * measured by the longest line. Lists, columns, records of one width, changing indents, lines without a space and anything narrower than 40 or
 * wider than 120 characters are left as they stand; verse, addresses and code fail the test by themselves.
 */
export const isHardWrapped = (lines: readonly string[]): boolean => {
  const width = Math.max(...lines.map((line) => line.length));
  if (width > WIDEST_WRAP || width < (lines.length === 2 ? NARROWEST_WRAP_OF_TWO : NARROWEST_WRAP)) return false;
  // Records of a fixed width are all "full"; prose has a ragged edge.
  if (lines.length > 2 && new Set(lines.slice(0, -1).map((line) => line.length)).size === 1) return false;
  const indent = indentOf(lines[1] ?? '');
  return lines.every((line, index) => {
    if (COLUMNS.test(line.trim()) || LIST_MARK.test(line)) return false;
    const next = lines[index + 1];
    if (index > 0 && indentOf(line) !== indent) return false;
    if (next === undefined) return true;
    return line.trim().includes(' ') && line.length + 1 + firstWordLength(next) > width;
  });
};

/** Joins the lines of one paragraph into its text: with a space where it was wrapped by hand, else as they stand. */
export const joinLines = (lines: readonly string[]): string => {
  if (lines.length < 2) return lines.join('').trim();
  if (!isHardWrapped(lines)) return lines.join('\n').trim();
  return lines
    .map((line) => line.trim())
    .reduce((text, line) => (/\p{L}-$/u.test(text) && /^\p{Ll}/u.test(line) ? text + line : `${text} ${line}`));
};
