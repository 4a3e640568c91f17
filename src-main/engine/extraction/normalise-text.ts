/** Controls that no text needs: all of C0 and C1 but tab and line feed, and byte order marks inside the text. */
const UNWANTED = /[\u0000-\u0008\u000b\u000e-\u001f\u007f-\u0084\u0086-\u009f\ufeff\ufffe\uffff]/gu; // eslint-disable-line no-control-regex
const LINE_ENDS = /\r\n?|[\u000b\u000c\u0085\u2028\u2029]/gu; // eslint-disable-line no-control-regex

/**
 * Text as it leaves the extractor: NFC, line feeds only, no NUL or other control, no lone surrogate (each becomes
 * U+FFFD), no white space at the end of lines, no empty
 * lines around it. SQLite and Neo4j both refuse or mangle what is removed.
 */
export const normaliseText = (text: string): string =>
  text
    .toWellFormed()
    .replace(LINE_ENDS, '\n')
    .replace(UNWANTED, '')
    .normalize('NFC')
    .split('\n')
    // Not a regular expression: one that looks for spaces before a line feed is quadratic on a long run of spaces.
    .map((line) => line.trimEnd())
    .join('\n')
    .replace(/^\n+/u, '')
    .trimEnd();
