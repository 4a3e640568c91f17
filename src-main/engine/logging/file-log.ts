import { existsSync, renameSync } from 'node:fs';
import path from 'node:path';
import electronLog from 'electron-log/node.js';
import type { Log, LogFields } from './log.ts';

const MAX_FILE_BYTES = 5 * 1024 * 1024;
const KEPT_FILES = 5;

/** Line separators that JSON leaves as they are and that some readers take for the end of a line. */
const LINE_BREAKERS = /[\u007f-\u009f\u2028\u2029]/gu;

const escapeUnit = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** One event as one line of JSON, whatever a filename contains. */
export const logLine = (time: Date, level: string, message: string, fields: LogFields = {}): string =>
  JSON.stringify({ time: time.toISOString(), level, message, ...fields }).replace(LINE_BREAKERS, escapeUnit);

const rotate = (file: string): void => {
  const numbered = (number: number) => file.replace(/\.log$/u, `.${number}.log`);
  for (let number = KEPT_FILES - 1; number >= 1; number -= 1) {
    if (existsSync(numbered(number))) renameSync(numbered(number), numbered(number + 1));
  }
  renameSync(file, numbered(1));
};

/**
 * A log in JSON lines, `<name>.log` in a folder; a full file becomes `<name>.1.log` and so on, five are kept.
 *
 * @param name the process that writes: no two processes write one file
 */
export const createFileLog = (folder: string, name: string): Log => {
  const logger = electronLog.create({ logId: `${folder}/${name}` });
  logger.transports.console.level = false;
  const { file } = logger.transports;
  file.level = 'info';
  file.maxSize = MAX_FILE_BYTES;
  file.resolvePathFn = () => path.join(folder, `${name}.log`);
  file.archiveLogFn = (full) => rotate(full.path);
  file.format = ({ data, level, message: { date } }) => {
    const [text, fields] = data as [string, LogFields | undefined];
    return [logLine(date, level, text, fields)];
  };
  return {
    info: (message, fields) => logger.info(message, fields),
    warn: (message, fields) => logger.warn(message, fields),
    error: (message, fields) => logger.error(message, fields),
  };
};
