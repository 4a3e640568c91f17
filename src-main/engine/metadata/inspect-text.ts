import type { MappingEncoding } from './mapping.ts';
import { addProblem, type ProblemList } from './mapping-problems.ts';

/** Which of its remarks `inspectText` has made already: each is made once a file. */
export interface TextRemarks {
  replacement: boolean;
  control: boolean;
}

export const createTextRemarks = (): TextRemarks => ({ replacement: false, control: false });

const lineOf = (text: string, at: number, firstLine: number): number =>
  firstLine + text.slice(0, at).split(/\r\n|\r|\n/u).length - 1;

/**
 * Looks for signs that letters were lost before the file came to us, and warns with the line.
 *
 * @param text a stretch of the file
 * @param firstLine the line on which it begins
 * @returns the line with a NUL character, which no text file has; absent if all is well
 */
export const inspectText = (
  text: string,
  firstLine: number,
  encoding: MappingEncoding,
  remarks: TextRemarks,
  warnings: ProblemList,
): number | undefined => {
  const nul = text.indexOf('\u0000');
  if (nul >= 0) return lineOf(text, nul, firstLine);
  const replacement = remarks.replacement ? -1 : text.indexOf('\ufffd');
  if (replacement >= 0) {
    remarks.replacement = true;
    addProblem(warnings, {
      line: lineOf(text, replacement, firstLine),
      message: "the sign '\ufffd' stands where another program has lost a letter.",
    });
  }
  // These five bytes have no meaning in windows-1252, but are letters in the code pages of MS-DOS.
  const control =
    remarks.control || encoding !== 'windows-1252' ? -1 : text.search(/[\u0081\u008d\u008f\u0090\u009d]/u);
  if (control >= 0) {
    remarks.control = true;
    addProblem(warnings, {
      line: lineOf(text, control, firstLine),
      message: "some letters are unreadable, as in a file saved as 'CSV (MS-DOS)'; save it as 'CSV UTF-8' instead.",
    });
  }
  return undefined;
};
