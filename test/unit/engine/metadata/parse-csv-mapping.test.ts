import fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { plainRows, readBad, readGood } from './parse-helpers.ts';

const utf16 = (text: string, bigEndian: boolean): Uint8Array => {
  const bytes = Buffer.from(`\ufeff${text}`, 'utf16le');
  return bigEndian ? bytes.swap16() : bytes;
};

describe('a CSV mapping', () => {
  it('reads the format of the documentation', async () => {
    const mapping = await readGood(
      'filename,author,department,date_created,tags,category\n' +
        'doc1.pdf,John Doe,Engineering,2025-10-16,"technical,api",specification\n',
    );
    expect(mapping.format).toEqual({ kind: 'csv', encoding: 'utf-8', delimiter: ',' });
    expect(mapping.columns).toEqual(['filename', 'author', 'department', 'date_created', 'tags', 'category']);
    expect(plainRows(mapping)).toEqual([
      [
        'doc1.pdf',
        2,
        [
          ['author', 'John Doe'],
          ['department', 'Engineering'],
          ['date_created', '2025-10-16'],
          ['tags', 'technical,api'],
          ['category', 'specification'],
        ],
      ],
    ]);
    expect(mapping.warnings).toEqual([]);
  });

  const sample = 'filename;author\r\nöl & gas.pdf;José “Pepe” García – €5\r\n';
  it.each([
    ['UTF-8', Buffer.from(sample), 'utf-8', 0],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${sample}`), 'utf-8', 0],
    ['UTF-16 LE', utf16(sample, false), 'utf-16le', 0],
    ['UTF-16 BE', utf16(sample, true), 'utf-16be', 0],
    [
      'windows-1252',
      Buffer.from(sample.replace('“', '\x93').replace('”', '\x94').replace('–', '\x96').replace('€', '\x80'), 'latin1'),
      'windows-1252',
      1,
    ],
  ])('reads %s', async (_, bytes, encoding, warningCount) => {
    const mapping = await readGood(bytes);
    expect(mapping.format.encoding).toBe(encoding);
    expect(plainRows(mapping)).toEqual([['öl & gas.pdf', 2, [['author', 'José “Pepe” García – €5']]]]);
    expect(mapping.warningCount).toBe(warningCount);
  });

  it('says on which line a file stops being UTF-8, and refuses one that says it is', async () => {
    const damaged = Buffer.concat([Buffer.from('filename,author\na.pdf,Zoë\nb.pdf,'), Buffer.from([0xe9, 0x0a])]);
    const mapping = await readGood(damaged);
    expect(mapping.warnings[0]).toMatchObject({ line: 3, message: expect.stringContaining('lines before it are') });
    expect(await readBad(Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), damaged]))).toContain(
      'MAPPING_INVALID Line 3: the file says that it is UTF-8',
    );
  });

  it('warns of letters that were lost before', async () => {
    const dos = await readGood(Buffer.from('filename,author\na.pdf,Andr\x82\nb.pdf,J\x81rgen\n', 'latin1'));
    expect(dos.warnings.map(({ line, message }) => [line, message.includes('MS-DOS')])).toEqual([
      [2, false],
      [3, true],
    ]);
    const replaced = await readGood('filename,author\r\na.pdf,Andr\ufffd\r\n');
    expect(replaced.warnings).toEqual([
      { line: 2, message: "the sign '\ufffd' stands where another program has lost a letter." },
    ]);
  });

  it.each([
    ['a workbook', Buffer.from([0x50, 0x4b, 0x03, 0x04, 0x14]), 'is a workbook or an archive'],
    ['an old workbook', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1]), 'is a workbook or an archive'],
    ['nothing', Buffer.from([]), 'is empty'],
    [
      'UTF-16 without a mark',
      Buffer.from('filename,author\na.pdf,x\n', 'utf16le'),
      'Line 1: the file is not a text file',
    ],
    ['only blank lines', Buffer.from('\n\n , \n'), 'the file has no header'],
  ])('refuses %s', async (_, bytes, message) => {
    expect(await readBad(bytes)).toContain(message);
  });

  it.each([
    ['semicolon', 'filename;tags, comma;author\na.pdf;x, y;z', ';'],
    ['two columns with a semicolon', 'filename;author\na.pdf;x\n;\nb.pdf;y', ';'],
    ['tab', 'filename\tauthor\ttags\na.pdf\t"x"\t\n', '\t'],
    ['quoted tabs', '"filename"\t"author"\t"tags"\n"a.pdf"\t"x"\t""\n', '\t'],
    ['one column', 'filename\na.pdf\n', ','],
    ['sep= of Excel', 'sep=;\r\nfilename;author\r\na.pdf;x\r\n', ';'],
    ['sep= with a pipe', 'sep=|\r\nfilename|author\r\na.pdf|x\r\n', '|'],
    ['sep= saved again as a row', '"sep=;",,,\nfilename,author,a,b\na.pdf,x,,\n', ','],
    ['sep= that is not true', 'sep=;\nfilename,author\na.pdf,x\n', ','],
    ['a mark before sep=', '\ufeffsep=;\nfilename;author\na.pdf;x\n', ';'],
  ])('finds the delimiter: %s', async (_, text, delimiter) => {
    const mapping = await readGood(text);
    expect(mapping.format.delimiter).toBe(delimiter);
    expect(mapping.rows[0]?.key).toBe('a.pdf');
    expect(mapping.warnings).toEqual([]);
  });

  it.each(['filename', 'Filename', ' FILENAME ', 'File name', 'file_name', '"File-Name"'])(
    'takes the header %s',
    async (cell) => {
      const mapping = await readGood(`author,${cell}\nx,a.pdf\n`);
      expect(plainRows(mapping)).toEqual([['a.pdf', 2, [['author', 'x']]]]);
      expect(mapping.keyColumn).toBe(cell.trim().replaceAll('"', ''));
    },
  );

  it('counts the lines of the file, with blank rows, a sep= line and quoted line breaks', async () => {
    const mapping = await readGood(
      'sep=;\r\n\r\nfilename;author\r\n;;\r\na.pdf;"two\r\nlines"\r\n\r\nb.pdf;x\r\n"c.pdf";"y"\r\n',
    );
    expect(plainRows(mapping)).toEqual([
      ['a.pdf', 5, [['author', 'two\r\nlines']]],
      ['b.pdf', 8, [['author', 'x']]],
      ['c.pdf', 9, [['author', 'y']]],
    ]);
  });

  it('reads the line ends of an old Macintosh', async () => {
    const mapping = await readGood('filename,author\ra.pdf,"x"\rb.pdf,"y"');
    expect(plainRows(mapping)).toEqual([
      ['a.pdf', 2, [['author', 'x']]],
      ['b.pdf', 3, [['author', 'y']]],
    ]);
  });

  it('keeps a column named __proto__, and constructor', async () => {
    const mapping = await readGood('filename,__proto__,constructor,toString\na.pdf,x,y,z\n');
    expect(plainRows(mapping)[0]?.[2]).toEqual([
      ['__proto__', 'x'],
      ['constructor', 'y'],
      ['toString', 'z'],
    ]);
  });

  it('names both columns of one name', async () => {
    expect(await readBad('filename,author,tags,Author\na.pdf,x,y,z\n')).toBe(
      "MAPPING_INVALID Line 1, column 'Author': the columns 2 ('author') and 4 ('Author') have the same name.",
    );
    expect(await readBad('filename,File Name\na.pdf,b.pdf\n')).toContain("('filename') and 2 ('File Name')");
  });

  it.each([
    [
      'a quote that is never closed',
      'filename,author\na.pdf,x\nb.pdf,"y\nc.pdf,z\n',
      "Line 3, column 'author': the quote that opens here is never closed.",
    ],
    [
      'a quote that swallows rows up to the next quote',
      'filename,author,tags\r\na.pdf,x,\r\nb.pdf,"y,\r\nc.pdf,"z",\r\nd.pdf,z,\r\n',
      "Line 3, column 'author': the quote that opens here is not closed before the next delimiter.",
    ],
    [
      'a quote in the filename column, after a row of several lines',
      'filename,author\n"a.pdf","x\ny"\n"b.pdf,z\n',
      "Line 4, column 'filename': the quote that opens here is never closed.",
    ],
    [
      'an unquoted delimiter',
      'filename,author,tags\na.pdf,x,one,two\n',
      'Line 2: there are 4 cells, but the header has 3 columns. A text that contains the delimiter needs quotes around it.',
    ],
    [
      'a space before a quote',
      'filename,tags\na.pdf, "one,two"\n',
      'A quote must stand right after the delimiter, without a space.',
    ],
    ['a row without a filename', 'filename,author\n ,x\n', "Line 2, column 'filename': the filename is missing."],
    ['two rows with one name', 'filename\na.pdf\nb.pdf\n./a.pdf\n', "Line 4: 'a.pdf' has a row already, in line 2."],
    ['two rows with one path', 'filename\nx/a.pdf\nx\\a.pdf\n', "Line 3: 'x/a.pdf' has a row already, in line 2."],
    [
      'no filename',
      'name,author\na.pdf,x\n',
      "Line 1: the header has no column 'filename'; its columns are 'name', 'author'.",
    ],
    [
      'a title above the header',
      'Documents of 2025\n\nfilename,author\na.pdf,x\n',
      'Line 3: this looks like the header, but other lines stand above it',
    ],
    [
      'a value without a column',
      'filename,,author\na.pdf,?,x\n',
      "Line 2: column 2 has no name in the header but holds '?'.",
    ],
  ])('refuses %s', async (_, text, message) => {
    expect(await readBad(text)).toMatch(/^MAPPING_INVALID Line \d/u);
    expect(await readBad(text)).toContain(message);
  });

  it('names the first five problems and counts the rest', async () => {
    const message = await readBad(`filename,author\n${',x\n'.repeat(8)}`);
    expect(message.match(/the filename is missing/gu)).toHaveLength(5);
    expect(message).toContain('3 more of this kind follow.');
  });

  it('takes what Excel leaves at the end of rows: empty columns, and missing ones with a warning', async () => {
    const mapping = await readGood('filename,author,,\na.pdf,x,,,,\nb.pdf\n');
    expect(plainRows(mapping).map(([key, , cells]) => [key, cells])).toEqual([
      ['a.pdf', [['author', 'x']]],
      ['b.pdf', [['author', '']]],
    ]);
    expect(mapping.warnings).toEqual([
      { line: 3, message: 'there are 1 cells, but the header has 4 columns; the missing ones are taken as empty.' },
    ]);
  });

  it('warns of a mapping without rows', async () => {
    expect((await readGood('filename,author\n')).warnings).toEqual([
      { message: 'The mapping has a header but no rows.' },
    ]);
  });

  it('stops at a quote that swallows megabytes instead of holding them', async () => {
    const rowsOfText = 'b.pdf,x\n'.repeat(700_000);
    expect(await readBad(`filename,author\na.pdf,"y\n${rowsOfText}`)).toContain(
      "Line 2, column 'author': the quote that opens here is never closed.",
    );
  });

  it('reads across the borders of chunks', async () => {
    const count = 40_000;
    const lines = Array.from({ length: count }, (_, row) => `"file ""${row}"".pdf","line one €\r\nline ${row}"`);
    const mapping = await readGood(`filename,author\r\n${lines.join('\r\n')}\r\n`);
    expect(mapping.rows).toHaveLength(count);
    for (const row of [0, 17_321, 31_999, count - 1])
      expect(mapping.rows[row]).toMatchObject({
        key: `file "${row}".pdf`,
        line: 2 + 2 * row,
        values: [`line one €\r\nline ${row}`],
      });
  });

  it('leaves out the columns of a failure export and takes its neutralised cells back', async () => {
    const mapping = await readGood(
      'filename,author,stage,error_code,error,hint,stage,attempts\n' +
        "'-draft.pdf,'=SUM(A1),first,METADATA_INVALID,'-x,y,metadata,1\n''=b.pdf,O'Neill,second,NO_TEXT,x,y,extract,2\n",
    );
    expect(mapping.columns).toEqual(['filename', 'author', 'stage']);
    expect(plainRows(mapping)).toEqual([
      [
        '-draft.pdf',
        2,
        [
          ['author', '=SUM(A1)'],
          ['stage', 'first'],
        ],
      ],
      [
        "'=b.pdf",
        3,
        [
          ['author', "O'Neill"],
          ['stage', 'second'],
        ],
      ],
    ]);
  });

  it('knows a failure export whose columns were moved, and leaves a column named stage alone elsewhere', async () => {
    const moved = await readGood("error_code,filename,hint,author,stage\nNO_TEXT,'-a.pdf,y,x,extract\n");
    expect(plainRows(moved)).toEqual([['-a.pdf', 2, [['author', 'x']]]]);
    const own = await readGood("filename,stage,hint\n'-a.pdf,draft,x\n");
    expect(plainRows(own)).toEqual([
      [
        "'-a.pdf",
        2,
        [
          ['stage', 'draft'],
          ['hint', 'x'],
        ],
      ],
    ]);
  });

  it('gives back what papaparse wrote, in every encoding, delimiter and line end', async () => {
    const cell = fc.string({
      unit: fc.constantFrom('a', 'Ü', ' ', ',', ';', '\t', '"', '\n', "'", '€', 'é', '=', '|'),
      maxLength: 8,
    });
    const table = fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 8 });
    const shape = fc.record({
      table,
      delimiter: fc.constantFrom(',', ';', '\t'),
      newline: fc.constantFrom('\n', '\r\n'),
      encoding: fc.constantFrom('utf8', 'utf8-bom', 'utf16le', 'utf16be', 'cp1252'),
      quotes: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(shape, async ({ table: cells, delimiter, newline, encoding, quotes }) => {
        const rows = cells.map(([first, second], at) => [`file ${at}.pdf`, first, second]);
        // The header makes sure that windows-1252 is not UTF-8 by chance, as 'Ü€' would be.
        const text = Papa.unparse([['filename', 'é', 'b'], ...rows], { delimiter, newline, quotes });
        const bytes = {
          utf8: () => Buffer.from(text),
          'utf8-bom': () => Buffer.from(`\ufeff${text}`),
          utf16le: () => utf16(text, false),
          utf16be: () => utf16(text, true),
          cp1252: () => Buffer.from(text.replaceAll('€', '\x80'), 'latin1'),
        }[encoding]();
        const mapping = await readGood(bytes);
        expect(mapping.rows.map(({ key, values }) => [key, ...values])).toEqual(rows);
        let line = 2;
        for (const [at, row] of rows.entries()) {
          expect(mapping.rows[at]?.line).toBe(line);
          line += 1 + row.join('').split('\n').length - 1;
        }
      }),
      { numRuns: 300 },
    );
  });
});
