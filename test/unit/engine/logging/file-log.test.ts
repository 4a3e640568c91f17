import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFileLog, logLine } from '../../../../src-main/engine/logging/file-log.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const TIME = new Date('2025-10-16T14:35:00.123Z');
/** Everything that some reader takes for the end of a line, or that a terminal acts on. */
const BREAKERS = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/u; // eslint-disable-line no-control-regex
const NASTY = 'a\nb\rc\u2028d\u2029e\u0085f\0g\ud800h\udc00i\u001b[2Jj"k\\l%s %d %c %%\u009b';

describe('logLine', () => {
  it('is one line of JSON that gives back what was written', () => {
    const line = logLine(TIME, 'warn', 'Document ended', { filename: NASTY, seconds: 1.5 });
    expect(line).not.toMatch(BREAKERS);
    expect(JSON.parse(line)).toEqual({
      time: '2025-10-16T14:35:00.123Z',
      level: 'warn',
      message: 'Document ended',
      filename: NASTY,
      seconds: 1.5,
    });
  });

  it('is so for any text', () => {
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: fc.constantFrom(...NASTY.split('')) }));
    fc.assert(
      fc.property(text, text, (message, filename) => {
        const line = logLine(TIME, 'info', message, { filename });
        return !BREAKERS.test(line) && line.isWellFormed() && JSON.parse(line).filename === filename;
      }),
    );
  });
});

describe('createFileLog', () => {
  it('writes one line an event to a file of its name, in order', () => {
    const folder = path.join(temporaryFolder(), 'logs');
    const log = createFileLog(folder, 'engine');
    log.info('Batch processing started', { filename: NASTY });
    log.warn('Second %s %c', { nested: { a: { b: { c: { d: { e: { f: { g: 'deep' } } } } } } } });
    log.error('Third');
    const text = readFileSync(path.join(folder, 'engine.log'), 'utf8');
    expect(text.endsWith('\n')).toBe(true);
    const lines = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line.replace(/\r$/u, '')));
    expect(lines).toMatchObject([
      { level: 'info', message: 'Batch processing started', filename: NASTY },
      { level: 'warn', message: 'Second %s %c', nested: { a: { b: { c: { d: { e: { f: { g: 'deep' } } } } } } } },
      { level: 'error', message: 'Third' },
    ]);
    expect(Date.parse(lines[0].time)).toBeGreaterThan(Date.now() - 60_000);
  });

  it('keeps two logs apart', () => {
    const [one, other] = [temporaryFolder(), temporaryFolder()];
    createFileLog(one, 'engine').info('first');
    createFileLog(other, 'engine').info('second');
    expect(readFileSync(path.join(one, 'engine.log'), 'utf8')).not.toContain('second');
    expect(readFileSync(path.join(other, 'engine.log'), 'utf8')).not.toContain('first');
  });

  it('starts a new file after 5 MB and keeps five full ones', () => {
    const folder = temporaryFolder();
    const log = createFileLog(folder, 'engine');
    const padding = 'x'.repeat(1024 * 1024);
    for (let number = 0; number < 45; number += 1) log.info('line', { number, padding });
    const names = readdirSync(folder).toSorted();
    expect(names).toEqual([
      'engine.1.log',
      'engine.2.log',
      'engine.3.log',
      'engine.4.log',
      'engine.5.log',
      'engine.log',
    ]);
    const firstNumberIn = (name: string): number =>
      JSON.parse(readFileSync(path.join(folder, name), 'utf8').split('\n', 1)[0] ?? '').number;
    // Newest first: the current file, then 1 to 5, without a gap.
    const order = ['engine.log', ...names.slice(0, 5)].map(firstNumberIn);
    expect(order).toEqual(order.toSorted((one, next) => next - one));
    expect(order[0]).toBeGreaterThan(35);
  });

  it('does not stop the program when the log cannot be written', () => {
    const folder = temporaryFolder();
    const log = createFileLog(path.join(folder, 'a\0b'), 'engine');
    expect(() => log.error('lost')).not.toThrow();
    expect(existsSync(path.join(folder, 'engine.log'))).toBe(false);
  });
});
