import type { Failure } from '../../contract/failure.ts';
import { FAILURE_CODES } from '../../contract/failure-codes.ts';

/** Controls could move the cursor or change the terminal: a filename must not. */
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029]/gu; // eslint-disable-line no-control-regex
const BIDI_CONTROLS = /[\u202a-\u202e\u2066-\u2069]/gu;

/** Text as a terminal may show it. Line feeds and tabs stay. */
export const printable = (text: string): string => text.replace(CONTROLS, '\ufffd').replace(BIDI_CONTROLS, '\ufffd');

/** A filename or another value that must stay on its line. */
export const printableLine = (text: string): string => printable(text.replace(/[\n\t]/gu, ' '));

export const printLine = (text = ''): void => void process.stdout.write(`${printable(text)}\n`);

/** For what is not the result: progress, notes and errors. */
export const noteLine = (text = ''): void => void process.stderr.write(`${printable(text)}\n`);

const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** The one JSON document of a command with --json. What a terminal would act on is escaped: the same JSON. */
export const printJson = (value: unknown): void => {
  const json = JSON.stringify(value, null, 2).replace(/[\u007f-\u009f\u2028-\u202e\u2066-\u2069]/gu, escaped);
  process.stdout.write(`${json}\n`);
};

/** Tells why a request was refused and gives the exit code for it. */
export const refuse = ({ code, message, hint }: Failure, json: boolean): number => {
  if (json) printJson({ error: { code, message, hint } });
  else noteLine(`${code}: ${message}\n${hint}`);
  return FAILURE_CODES[code].exitCode;
};
