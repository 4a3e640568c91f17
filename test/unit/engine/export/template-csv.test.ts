import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { templateCsv } from '../../../../src-main/engine/export/template-csv.ts';
import { tidyKey } from '../../../../src-main/engine/metadata/mapping-key.ts';
import { matchMapping, type SelectionFile } from '../../../../src-main/engine/metadata/match-mapping.ts';
import { readGood } from '../metadata/parse-helpers.ts';

const file = (relativePath: string, ...otherPaths: readonly string[]): SelectionFile => ({
  relativePath,
  filename: relativePath.slice(relativePath.lastIndexOf('/') + 1),
  otherPaths,
});

/** The keys of the template, and for each file the key of the row that it gets. */
const roundTrip = async (
  files: readonly SelectionFile[],
): Promise<{ readonly keys: readonly string[]; readonly rowOf: readonly (string | undefined)[] }> => {
  const { rows } = await readGood(templateCsv(files, ['title', 'author']));
  const matched = matchMapping({ rows }, files);
  if (!matched.ok) throw new Error(matched.failure.message);
  return {
    keys: rows.map(({ key }) => key),
    rowOf: matched.value.files.map(({ pathRow, filenameRow }) => (pathRow ?? filenameRow)?.key),
  };
};

describe('templateCsv', () => {
  it('writes a header and one empty row a file', () => {
    const csv = templateCsv([file('a/Größe, neu.pdf'), file('b.txt')], ['title', 'author']);
    expect(csv).toBe('\ufefffilename,title,author\r\n"Größe, neu.pdf",,\r\nb.txt,,\r\n');
  });

  it('has the key column once, also when the fields name it, and alone when there are no fields', () => {
    expect(templateCsv([file('b.txt')], ['File Name', 'title'])).toBe('\ufefffilename,title\r\nb.txt,\r\n');
    expect(templateCsv([file('b.txt')], [])).toBe('\ufefffilename\r\nb.txt\r\n');
  });

  it.each<[string, readonly SelectionFile[], readonly string[]]>([
    ['unique names', [file('a/x.pdf'), file('b/y.pdf')], ['x.pdf', 'y.pdf']],
    ['one name in two folders', [file('a/x.pdf'), file('b/x.pdf'), file('y.pdf')], ['a/x.pdf', 'b/x.pdf', 'y.pdf']],
    ['one name with and without a folder', [file('x.pdf'), file('a/x.pdf')], ['x.pdf', 'a/x.pdf']],
    ['names that differ in case', [file('X.pdf'), file('x.pdf')], ['X.pdf', 'x.pdf']],
    ['names that differ in normal form', [file('a/ü.pdf'), file('b/u\u0308.pdf')], ['a/ü.pdf', 'b/u\u0308.pdf']],
    ['one name picked twice', [file('x.pdf', '/1/x.pdf'), file('x.pdf', '/2/x.pdf')], ['/1/x.pdf', '/2/x.pdf']],
    ['names like formulas', [file('=1.pdf'), file('a/-2.pdf')], ['./=1.pdf', './-2.pdf']],
    ['one formula in two folders', [file('@/=1.pdf'), file('=1.pdf')], ['./@/=1.pdf', './=1.pdf']],
  ])('gives %s their rows', async (_, files, keys) => {
    expect(await roundTrip(files)).toEqual({ keys, rowOf: keys });
  });

  it('gives every file of any selection its own row', async () => {
    const name = fc
      .oneof(
        fc.string({ unit: 'binary', minLength: 1, maxLength: 6 }),
        fc.string({
          unit: fc.constantFrom('=', '+', '-', '@', "'", '"', ',', ';', 'a', 'A', 'ß', '1', 'u\u0308', 'ü', '.'),
          minLength: 1,
          maxLength: 4,
        }),
      )
      // Not in a file's name: NUL and the separators. Outer space does not count in a mapping.
      .filter(
        (text) => !text.includes('\u0000') && !/[/\\]/u.test(text) && text.trim() === text && !/^\.+$/u.test(text),
      )
      .map((text) => `${text}.pdf`);
    const selection = fc.uniqueArray(
      fc.array(name, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/')),
      { selector: tidyKey, minLength: 1, maxLength: 12 },
    );
    await fc.assert(
      fc.asyncProperty(selection, async (paths) => {
        const { keys, rowOf } = await roundTrip(paths.map((path) => file(path)));
        expect(keys).toHaveLength(paths.length);
        expect(rowOf).toEqual(keys);
        expect(keys.filter((key) => /^[=+\-@\t\r]/u.test(key))).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });
});
