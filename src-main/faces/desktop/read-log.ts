import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { LogEntry } from '../../contract/shell.ts';

/** As much of the end of a log as is read, and entries that are shown. */
const TAIL_BYTES = 128 * 1024;
const SHOWN = 200;
const LOGS = ['engine.log', 'main.log', 'http.log'];

const lineSchema = z.looseObject({ time: z.string(), level: z.string(), message: z.string() });

const tailOf = (file: string): string => {
  if (!existsSync(file)) return '';
  const handle = openSync(file, 'r');
  try {
    const { size } = fstatSync(handle);
    const start = Math.max(0, size - TAIL_BYTES);
    const buffer = Buffer.alloc(size - start);
    const count = readSync(handle, buffer, 0, buffer.length, start);
    const text = buffer.toString('utf8', 0, count);
    // The first line of a part is a part of a line.
    return start === 0 ? text : text.slice(text.indexOf('\n') + 1);
  } finally {
    closeSync(handle);
  }
};

const wordsOf = ([name, value]: [string, unknown]): string =>
  `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`;

const entryOf = (line: string): LogEntry[] => {
  try {
    const { time, level, message, ...details } = lineSchema.parse(JSON.parse(line));
    return [{ time, level, message, details: Object.entries(details).map(wordsOf).join(', ') }];
  } catch {
    // A line that is being written, or that somebody changed.
    return [];
  }
};

/** The newest entries of all logs in a folder, the newest first. */
export const readLog = (folder: string): LogEntry[] =>
  LOGS.flatMap((name) => tailOf(path.join(folder, name)).split('\n'))
    .flatMap(entryOf)
    .toSorted((one, other) => (one.time < other.time ? 1 : -1))
    .slice(0, SHOWN);
