import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { failure } from '../../../../src-main/contract/failure.ts';
import { printable, printableLine, printJson, refuse } from '../../../../src-main/faces/cli/output.ts';

/** What moves the cursor, changes the terminal or turns the text around. */
const DANGEROUS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/u; // eslint-disable-line no-control-regex

afterEach(() => void vi.restoreAllMocks());

/** What is written to a stream while `work` runs. */
const writtenTo = (stream: NodeJS.WriteStream, work: () => void): string => {
  let written = '';
  vi.spyOn(stream, 'write').mockImplementation((text) => {
    written += String(text);
    return true;
  });
  work();
  vi.restoreAllMocks();
  return written;
};

describe('printable', () => {
  it.each([
    ['escape sequences', '\u001b[2Jgone', '\ufffd[2Jgone'],
    ['the one-byte form of escape sequences', '\u009b2Jgone', '\ufffd2Jgone'],
    ['carriage returns, which write over a line', 'safe.txt\revil', 'safe.txt\ufffdevil'],
    ['backspaces and bells', 'a\b\u0007', 'a\ufffd\ufffd'],
    ['turned text', 'gpj.\u202etxt', 'gpj.\ufffdtxt'],
    ['isolates', '\u2066a\u2069', '\ufffda\ufffd'],
    ['line separators', 'a\u2028b\u0085c', 'a\ufffdb\ufffdc'],
    ['line feeds and tabs, which stay', 'a\n\tb', 'a\n\tb'],
    ['text of any script, which stays', 'Größe 北京 שלום 😀 e\u0301', 'Größe 北京 שלום 😀 e\u0301'],
  ])('shows %s', (_what, text, expected) => {
    expect(printable(text)).toBe(expected);
  });

  it('leaves nothing dangerous, and changes no length', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        (text) =>
          !DANGEROUS.test(printable(text)) &&
          printable(text).length === text.length &&
          !/[\n\t]/u.test(printableLine(text)),
      ),
    );
  });
});

describe('printJson', () => {
  it('is JSON that gives back what was printed, and harmless on a terminal', () => {
    const value = { filename: 'a\u009b2J\u202e\u2028\u001b[2J\n北京\u007f' };
    const written = writtenTo(process.stdout, () => printJson(value));
    expect(JSON.parse(written)).toEqual(value);
    expect(written.replaceAll('\n', '')).not.toMatch(DANGEROUS);
    expect(written).toContain('北京');
  });
});

describe('refuse', () => {
  const why = failure('BATCH_TOO_LARGE', 'select', 'Batch exceeds maximum size of 100 files. Uploaded: 150 files');

  it('prints the error object of the design with --json, on stdout alone', () => {
    let exitCode = 0;
    const written = writtenTo(process.stdout, () => (exitCode = refuse(why, true)));
    expect(exitCode).toBe(4);
    expect(JSON.parse(written)).toEqual({
      error: { code: 'BATCH_TOO_LARGE', message: why.message, hint: why.hint },
    });
  });

  it('says it in words on stderr otherwise', () => {
    const written = writtenTo(process.stderr, () => void refuse(why, false));
    expect(written).toBe(`BATCH_TOO_LARGE: ${why.message}\n${why.hint}\n`);
  });
});
