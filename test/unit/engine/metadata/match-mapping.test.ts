import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MappingRow } from '../../../../src-main/engine/metadata/mapping.ts';
import { foldKey } from '../../../../src-main/engine/metadata/mapping-key.ts';
import { matchMapping, type SelectionFile } from '../../../../src-main/engine/metadata/match-mapping.ts';

const rowsFor = (keys: readonly string[]): readonly MappingRow[] =>
  keys.map((key, at) => ({ key, line: at + 2, fields: [], values: [] }));

const fileAt = (relativePath: string): SelectionFile => ({
  relativePath,
  filename: relativePath.slice(relativePath.lastIndexOf('/') + 1),
});

/** For each file: the keys of its rows by path and by filename. */
const matched = (keys: readonly string[], paths: readonly string[]) => {
  const result = matchMapping({ rows: rowsFor(keys) }, paths.map(fileAt));
  if (!result.ok) return `${result.failure.code} ${result.failure.message}`;
  const { files, filesWithoutRow, rowsWithoutFile } = result.value;
  return {
    files: files.map(({ pathRow, filenameRow }) => [pathRow?.key, filenameRow?.key]),
    without: filesWithoutRow.map((at) => paths[at]),
    unused: rowsWithoutFile.map(({ key }) => key),
  };
};

const rows = (
  files: readonly (readonly [string | undefined, string | undefined])[],
  without: string[] = [],
  unused: string[] = [],
) => ({
  files,
  without,
  unused,
});

describe('matchMapping', () => {
  it.each([
    ['by filename', ['a.pdf'], ['x/a.pdf'], rows([[undefined, 'a.pdf']])],
    [
      'by path',
      ['x/a.pdf'],
      ['x/a.pdf', 'y/a.pdf'],
      rows(
        [
          ['x/a.pdf', undefined],
          [undefined, undefined],
        ],
        ['y/a.pdf'],
      ),
    ],
    ['by a path with backslashes', ['.\\x\\a.pdf'], ['x/a.pdf'], rows([['.\\x\\a.pdf', undefined]])],
    ['both', ['a.pdf', 'x/a.pdf'], ['x/a.pdf'], rows([['x/a.pdf', 'a.pdf']])],
    ['in another case', ['SUB/ÄRA.PDF'], ['sub/ära.pdf'], rows([['SUB/ÄRA.PDF', undefined]])],
    ['in another normal form', ['e\u0301.pdf'], ['\u00e9.pdf'], rows([['e\u0301.pdf', undefined]])],
    ['with outer spaces', [' a.pdf '], ['x/a.pdf'], rows([[undefined, ' a.pdf ']])],
    [
      'exactly before another case',
      ['Doc.pdf', 'doc.pdf', 'DOC.pdf'],
      ['doc.pdf', 'Doc.pdf'],
      rows(
        [
          ['doc.pdf', undefined],
          ['Doc.pdf', undefined],
        ],
        [],
        ['DOC.pdf'],
      ),
    ],
    [
      'exactly before another case, across folders',
      ['doc.pdf', 'DOC.pdf'],
      ['a/doc.pdf', 'b/Doc.pdf'],
      rows([
        [undefined, 'doc.pdf'],
        [undefined, 'DOC.pdf'],
      ]),
    ],
    [
      'one filename row under two path rows',
      ['r.pdf', 'a/r.pdf', 'b/r.pdf'],
      ['a/r.pdf', 'b/r.pdf'],
      rows([
        ['a/r.pdf', 'r.pdf'],
        ['b/r.pdf', 'r.pdf'],
      ]),
    ],
    [
      'a file on top takes its row for itself',
      ['r.pdf'],
      ['r.pdf', 'old/r.pdf'],
      rows(
        [
          ['r.pdf', undefined],
          [undefined, undefined],
        ],
        ['old/r.pdf'],
      ),
    ],
    ['neither way', ['x.pdf'], ['y.docx'], rows([[undefined, undefined]], ['y.docx'], ['x.pdf'])],
    [
      'a backslash that belongs to the name',
      ['a\\b.pdf', 'a/b.pdf'],
      ['a\\b.pdf', 'a/b.pdf'],
      rows([
        ['a\\b.pdf', undefined],
        ['a/b.pdf', undefined],
      ]),
    ],
    ['no rows', [], ['a.pdf'], rows([[undefined, undefined]], ['a.pdf'])],
    ['no files', ['a.pdf'], [], rows([], [], ['a.pdf'])],
  ])('matches %s', (_, keys, paths, expected) => expect(matched(keys, paths)).toEqual(expected));

  it.each([
    [
      'a filename that two files have',
      ['r.pdf'],
      ['a/r.pdf', 'b/r.pdf'],
      "Line 2: 'r.pdf' fits both 'a/r.pdf' and 'b/r.pdf'.",
    ],
    ['though one has a path row', ['r.pdf', 'a/r.pdf'], ['a/r.pdf', 'b/r.pdf'], "fits both 'a/r.pdf' and 'b/r.pdf'"],
    ['in another case', ['R.PDF'], ['a/r.pdf', 'b/r.pdf'], "'R.PDF' fits both"],
    [
      'many files',
      ['r.pdf'],
      ['a/r.pdf', 'b/r.pdf', 'c/r.pdf', 'd/r.pdf', 'e/r.pdf'],
      "'a/r.pdf', 'b/r.pdf', 'c/r.pdf' and 2 more",
    ],
    ['a path in another case', ['A/R.pdf'], ['a/r.pdf', 'a/R.PDF'], "'A/R.pdf' fits both"],
    [
      'two rows that differ in case',
      ['DOC.pdf', 'Doc.pdf'],
      ['x/doc.pdf'],
      "The lines 2 and 3 of the mapping both fit the file 'x/doc.pdf'",
    ],
  ])('refuses %s', (_, keys, paths, message) => {
    expect(matched(keys, paths)).toMatch(/^MAPPING_AMBIGUOUS /u);
    expect(matched(keys, paths)).toContain(message);
  });

  it('takes absolute paths, as "Copy as path" gives them, and tells files picked alone apart by them', () => {
    const files: readonly SelectionFile[] = ['C:\\a', 'D:\\b'].map((folder) => ({
      filename: 'r.pdf',
      relativePath: 'r.pdf',
      otherPaths: [`${folder}\\r.pdf`],
    }));
    const good = matchMapping({ rows: rowsFor(['"c:\\A\\r.pdf"', 'D:/b/r.pdf']) }, files);
    expect(good.ok && good.value.files.map(({ pathRow }) => pathRow?.line)).toEqual([2, 3]);
    const bad = matchMapping({ rows: rowsFor(['r.pdf']) }, files);
    expect(!bad.ok && bad.failure.message).toBe("Line 2: 'r.pdf' fits both 'C:\\a\\r.pdf' and 'D:\\b\\r.pdf'.");
  });

  it('tells a file without a row which other file has the row of its name', () => {
    const result = matchMapping({ rows: rowsFor(['r.pdf']) }, ['r.pdf', 'old/R.pdf', 'old/s.pdf'].map(fileAt));
    expect(result.ok && result.value.files.map(({ takenRow }) => takenRow?.line)).toEqual([undefined, 2, undefined]);
  });

  const name = fc
    .string({ unit: 'binary', minLength: 1, maxLength: 12 })
    .map((text) => text.toWellFormed().replace(/[/\\"]/gu, '_'))
    .filter((text) => text.trim() === text && text !== '.' && foldKey(text) !== '');
  const change = fc.constantFrom(
    (text: string) => text,
    (text: string) => text.toUpperCase(),
    (text: string) => text.toLowerCase(),
    (text: string) => text.normalize('NFD'),
    (text: string) => text.normalize('NFC'),
    (text: string) => text.normalize('NFD').toUpperCase(),
    (text: string) => ` ${text}\u00a0`,
  );
  const distinct = { selector: (text: string) => foldKey(text), minLength: 1, maxLength: 8 };

  it('finds every file by its filename, in any case and normal form, whatever else is in the mapping', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(name, distinct),
        fc.array(change, { minLength: 8, maxLength: 8 }),
        fc.array(name),
        (names, changes, others) => {
          const keys = names.map((text, at) => changes[at]?.(text) ?? text);
          const taken = new Set(names.map(foldKey));
          const all = [...others.filter((other) => !taken.has(foldKey(other))), ...keys];
          const files = names.map((text, at) => ({ filename: text, relativePath: `folder ${at}/${text}` }));
          const result = matchMapping({ rows: rowsFor(all) }, files);
          expect(result.ok && result.value.files.map(({ filenameRow }) => filenameRow?.key)).toEqual(keys);
          expect(result.ok && result.value.rowsWithoutFile).toHaveLength(all.length - keys.length);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('finds every file by its path, in any case and normal form and with either slash', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(name, distinct),
        fc.array(change, { minLength: 8, maxLength: 8 }),
        fc.boolean(),
        (names, changes, back) => {
          const keys = names.map((text, at) => `Dir${back ? '\\' : '/'}${(changes[at]?.(text) ?? text).trim()}`);
          const files = names.map((text) => ({ filename: text, relativePath: `dir/${text}` }));
          const result = matchMapping({ rows: rowsFor(keys) }, files);
          expect(result.ok && result.value.files.map(({ pathRow }) => pathRow?.key)).toEqual(keys);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('prefers the exact row wherever it stands', () => {
    fc.assert(
      fc.property(name, fc.boolean(), (text, first) => {
        const other = text.toUpperCase() === text ? text.toLowerCase() : text.toUpperCase();
        fc.pre(other !== text);
        const keys = first ? [text, other] : [other, text];
        const result = matchMapping({ rows: rowsFor(keys) }, [{ filename: text, relativePath: `x/${text}` }]);
        expect(result.ok && result.value.files[0]?.filenameRow?.key).toBe(text);
      }),
    );
  });
});

describe('"did you mean"', () => {
  const suggestions = (keys: readonly string[], paths: readonly string[], now?: () => number) => {
    const result = matchMapping({ rows: rowsFor(keys) }, paths.map(fileAt), now);
    return result.ok
      ? result.value.files.map((file) => file.suggestions.map(({ key }) => key))
      : result.failure.message;
  };

  it.each([
    ['a letter swapped', ['repotr.pdf'], ['report.pdf'], [['repotr.pdf']]],
    ['a letter too few', ['anual_report.pdf'], ['annual report.pdf'], [['anual_report.pdf']]],
    ['case does not count', ['REPOTR.PDF'], ['report.pdf'], [['REPOTR.PDF']]],
    [
      'the nearest first',
      ['reprot2.pdf', 'repoort.pdf', 'eport.pdf', 'reporrtt.pdf', 'report_.pdf'],
      ['report.pdf'],
      [['repoort.pdf', 'eport.pdf', 'report_.pdf']],
    ],
    ['another folder', ['old/report.pdf'], ['new/report.pdf'], [['old/report.pdf']]],
    ['a missing extension', ['report'], ['report.pdf'], [['report']]],
    ['leading zeros', ['scan-7.pdf'], ['scan-007.pdf'], [['scan-7.pdf']]],
    ['another extension', ['report.docx'], ['report.pdf'], [[]]],
    ['another number', ['scan_0018.pdf'], ['scan_0017.pdf'], [[]]],
    ['three letters more', ['report_new.pdf'], ['report.pdf'], [[]]],
    ['short names', ['ab.pdf'], ['ac.pdf'], [[]]],
    ['a row that has a file', ['report.pdf'], ['report.pdf', 'x/reporl.pdf'], [[], []]],
  ])('%s', (_, keys, paths, expected) => expect(suggestions(keys, paths)).toEqual(expected));

  it('takes at most a second, by the clock it is given', () => {
    const keys = Array.from(
      { length: 20_000 },
      (_, at) => `${String.fromCharCode(97 + (at % 26), 97 + ((at / 26) % 26))}port${'x'.repeat(at % 3)} ${at}.pdf`,
    );
    let calls = 0;
    const started = performance.now();
    const slow = (): number => (calls += 1) * 400;
    expect(suggestions(keys, ['aaport 0.pdf', 'report.pdf'], slow)).toEqual([[], []]);
    expect(calls).toBeLessThan(10);
    expect(performance.now() - started).toBeLessThan(1000);
  });

  it('stays within a second for names that are all alike', { timeout: 20_000 }, () => {
    const letters = (at: number): string =>
      Array.from({ length: 5 }, (_, place) => String.fromCharCode(97 + (Math.floor(at / 26 ** place) % 26))).join('');
    const keys = Array.from({ length: 50_000 }, (_, at) => `a rather long name of a contract ${letters(at * 7)}.pdf`);
    const files = Array.from({ length: 100 }, (_, at) =>
      fileAt(`a rather long name of a contract ${letters(at * 7 + 3)}.pdf`),
    );
    const rowsOfMapping = rowsFor(keys);
    const baseline = performance.now();
    matchMapping({ rows: rowsOfMapping }, []);
    const withoutFilesMs = performance.now() - baseline;
    const started = performance.now();
    expect(matchMapping({ rows: rowsOfMapping }, files).ok).toBe(true);
    // Besides the second for suggestions, there is the pass over the rows; the machine may be busy.
    expect(performance.now() - started).toBeLessThan(3000 + 3 * withoutFilesMs);
  });
});
