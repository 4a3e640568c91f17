import fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import type { FailureRow } from '../../../../src-main/engine/export/failure-row.ts';
import { failuresCsv } from '../../../../src-main/engine/export/failures-csv.ts';
import { isKeyColumn } from '../../../../src-main/engine/metadata/detect-csv-dialect.ts';
import { columnKey, tidyKey } from '../../../../src-main/engine/metadata/mapping-key.ts';
import { REPORT_COLUMNS } from '../../../../src-main/engine/metadata/neutralised-cell.ts';
import { readBad, readGood } from '../metadata/parse-helpers.ts';

const row = (change: Partial<FailureRow> = {}): FailureRow => ({
  relativePath: 'a.pdf',
  filename: 'a.pdf',
  originalCells: [],
  code: 'NO_TEXT',
  error: 'The document contains no text.',
  hint: 'Run text recognition, then load it.',
  stage: 'extract',
  attempts: 1,
  ...change,
});

const records = (csv: string): string[][] => Papa.parse<string[]>(csv.replace(/^\ufeff/u, '')).data;

describe('failuresCsv', () => {
  it('keeps the columns in their order, puts the key into its column and adds the report', () => {
    const csv = failuresCsv({
      mappingColumns: ['Author', 'File Name', 'Titel'],
      failures: [
        row({
          relativePath: '2024/Übersicht.pdf',
          filename: 'Übersicht.pdf',
          originalCells: [
            ['Titel', 'Größe; "neu"'],
            ['Author', 'Jörg, A.'],
            ['File Name', 'ÜBERSICHT.pdf'],
          ],
        }),
        row({ attempts: 3 }),
      ],
    });
    expect(csv).toBe(
      '\ufeffAuthor,File Name,Titel,error_code,error,hint,stage,attempts\r\n' +
        '"Jörg, A.",2024/Übersicht.pdf,"Größe; ""neu""",NO_TEXT,The document contains no text.,"Run text recognition, then load it.",extract,1\r\n' +
        ',a.pdf,,NO_TEXT,The document contains no text.,"Run text recognition, then load it.",extract,3\r\n',
    );
  });

  it.each([
    ['no mapping', [], ['filename']],
    ['a mapping without the key column', ['title'], ['filename', 'title']],
    ['two spellings of one column', ['filename', 'Date Created', 'date_created'], ['filename', 'Date Created']],
    ['two spellings of the key column', ['File name', 'filename'], ['File name']],
    ["a column of the admin's own that has a name of ours", ['filename', 'stage'], ['filename', 'stage']],
  ])('can be read with %s', async (_, mappingColumns, expected) => {
    const csv = failuresCsv({ mappingColumns, failures: [row()] });
    expect(records(csv)[0]).toEqual([...expected, ...REPORT_COLUMNS]);
    expect((await readGood(csv)).columns).toEqual(expected);
  });

  it('finds the cells of a column by any spelling of its name', () => {
    const failures = [row({ originalCells: [['DATE created', '2024-01-02']] })];
    expect(records(failuresCsv({ mappingColumns: ['filename', 'date_created'], failures }))[1]?.[1]).toBe('2024-01-02');
  });

  it('uses the path where two files have the same name, so that the export stays a mapping', async () => {
    const failures = [
      row({ path: '/x/a.pdf' }),
      row({ path: '/y/a.pdf' }),
      row({ relativePath: 'z/b.pdf', filename: 'b.pdf' }),
    ];
    const { rows } = await readGood(failuresCsv({ mappingColumns: [], failures }));
    expect(rows.map(({ key }) => key)).toEqual(['/x/a.pdf', '/y/a.pdf', 'z/b.pdf']);
    expect(await readBad(failuresCsv({ mappingColumns: [], failures: [row(), row()] }))).toContain('has a row already');
  });

  it('leaves no cell that a spreadsheet runs, in header, key, cells and messages', () => {
    const bad = '=HYPERLINK("x")';
    const failures = [
      row({ relativePath: bad, filename: bad, originalCells: [['+column', '@SUM(1)']], error: '-1', hint: '\t=1' }),
    ];
    const cells = records(failuresCsv({ mappingColumns: ['filename', '+column'], failures })).flat();
    expect(cells.filter((cell) => /^[=+\-@\t\r]/u.test(cell))).toEqual([]);
    expect(cells).toEqual(expect.arrayContaining([`'${bad}`, "'+column", "'@SUM(1)", "'-1", "'\t=1"]));
  });

  it('without failures is a mapping without rows', async () => {
    expect((await readGood(failuresCsv({ mappingColumns: ['filename', 'a'], failures: [] }))).rows).toEqual([]);
  });

  it('gives back the very cells and keys when it is read as a mapping', async () => {
    // No mapping has a NUL character: its reader refuses the file.
    const anyText = fc
      .oneof(
        fc.string({ unit: 'binary' }),
        fc.string({
          unit: fc.constantFrom('=', '+', '-', '@', "'", '"', ',', ';', '\t', '\r', '\n', ' ', '\ufeff', 'ü', '💾'),
        }),
      )
      .filter((text) => !text.includes('\u0000'));
    const columnName = fc
      .string({ unit: 'binary', minLength: 1 })
      .map((name) => name.trim())
      .filter((name) => columnKey(name) !== '' && !name.includes('\u0000') && !isKeyColumn(name));
    const input = fc
      .record({
        columns: fc.uniqueArray(columnName, { selector: columnKey, maxLength: 5 }),
        keyColumn: fc.constantFrom('filename', 'File Name', 'FILE_NAME'),
        keyPosition: fc.nat(5),
        keys: fc.uniqueArray(
          anyText.filter((key) => key.trim() !== ''),
          { selector: tidyKey, minLength: 1, maxLength: 4 },
        ),
      })
      .chain((shape) =>
        fc.record({
          shape: fc.constant(shape),
          cells: fc.array(fc.array(anyText, { minLength: 5, maxLength: 5 }), { minLength: 4, maxLength: 4 }),
          error: anyText,
          hint: anyText,
        }),
      );
    await fc.assert(
      fc.asyncProperty(input, async ({ shape: { columns, keyColumn, keyPosition, keys }, cells, error, hint }) => {
        const mappingColumns = columns.toSpliced(keyPosition, 0, keyColumn);
        const failures = keys.map((key, at) =>
          row({
            relativePath: key,
            filename: key,
            originalCells: columns.map((column, index) => [column, cells[at]?.[index] ?? '']),
            error,
            hint,
          }),
        );
        const mapping = await readGood(failuresCsv({ mappingColumns, failures }));
        expect(mapping.columns).toEqual(mappingColumns);
        expect(mapping.keyColumn).toBe(keyColumn);
        expect(mapping.rows.map(({ key }) => key)).toEqual(keys);
        expect(mapping.rows.map(({ values }) => values)).toEqual(
          keys.map((_, at) => columns.map((__, index) => cells[at]?.[index] ?? '')),
        );
      }),
      { numRuns: 200 },
    );
  });
});
