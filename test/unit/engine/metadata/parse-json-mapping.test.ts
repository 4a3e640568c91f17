import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseStrictJson } from '../../../../src-main/engine/metadata/scan-json.ts';
import { plainRows, readBad, readGood } from './parse-helpers.ts';

describe('a JSON mapping', () => {
  it('reads the format of the documentation', async () => {
    const mapping = await readGood(
      '{"doc1.pdf": {"author": "John Doe", "department": "Engineering", "date_created": "2025-10-16",\n' +
        '"tags": ["technical", "api"], "category": "specification"}}',
      'mapping.json',
    );
    expect(mapping.format).toEqual({ kind: 'json', encoding: 'utf-8' });
    expect(mapping.columns).toEqual(['filename', 'author', 'department', 'date_created', 'tags', 'category']);
    expect(plainRows(mapping)).toEqual([
      [
        'doc1.pdf',
        1,
        [
          ['author', 'John Doe'],
          ['department', 'Engineering'],
          ['date_created', '2025-10-16'],
          ['tags', ['technical', 'api']],
          ['category', 'specification'],
        ],
      ],
    ]);
  });

  it('keeps numbers and truth values as they are written; null is absent', async () => {
    const mapping = await readGood(
      '{\n"a.pdf": {"n": 12345678901234567890, "v": 1.10, "e": -1E3, "t": true, "f": false, "x": null, "l": ["a", 1, true]},' +
        '\n"b.pdf": {},\n"c.pdf": null}',
      'mapping.json',
    );
    expect(plainRows(mapping)).toEqual([
      [
        'a.pdf',
        2,
        [
          ['n', '12345678901234567890'],
          ['v', '1.10'],
          ['e', '-1E3'],
          ['t', 'true'],
          ['f', 'false'],
          ['x', ''],
          ['l', ['a', '1', 'true']],
        ],
      ],
      ['b.pdf', 3, []],
      ['c.pdf', 4, []],
    ]);
  });

  it('keeps the keys __proto__ and constructor', async () => {
    const mapping = await readGood('{"__proto__": {"__proto__": "x", "constructor": "y"}}', 'm.json');
    expect(plainRows(mapping)).toEqual([
      [
        '__proto__',
        1,
        [
          ['__proto__', 'x'],
          ['constructor', 'y'],
        ],
      ],
    ]);
  });

  it('reads each name for itself, though the entry before had nearly the same', async () => {
    const json =
      '{"a": {"x\\\\b": "1", "y": "2"}, "b": {"x\\b": "1", "y": "2", "z": "3"}, "c": {"y": "2"}, "d": {"y\\u0061": "2"}}';
    const mapping = await readGood(json, 'm.json');
    expect(mapping.rows.map(({ fields }) => fields)).toEqual([['x\\b', 'y'], ['x\b', 'y', 'z'], ['y'], ['ya']]);
    expect(await readBad('{"a": {"x\\"": "1"}, "b": {"x"": "1"}}', 'm.json')).toContain("':' is expected here");
  });

  it('reads UTF-16, a byte order mark and JSON in a file called .csv', async () => {
    const bytes = Buffer.from('\ufeff{"é.pdf": {"author": "Zoë"}}', 'utf16le');
    expect((await readGood(bytes, 'mapping.csv')).rows[0]).toMatchObject({ key: 'é.pdf', values: ['Zoë'] });
    expect((await readGood('\ufeff  {"é.pdf": {}}')).rows[0]?.key).toBe('é.pdf');
  });

  it('warns of a mapping without entries', async () => {
    expect((await readGood('{}', 'm.json')).warnings).toEqual([{ message: 'The mapping has no entries.' }]);
  });

  it.each([
    [
      'a file that is there twice',
      '{\n"a.pdf": {},\n"a.pdf": {}}',
      "Line 3, column 1: 'a.pdf' has a row already, in line 2.",
    ],
    [
      'a path that is there twice',
      '{"x/a.pdf": {},\n"x\\\\a.pdf": {}}',
      "Line 2, column 1: 'x/a.pdf' has a row already, in line 1.",
    ],
    [
      'a field that is there twice',
      '{\n  "a.pdf": {"author": "x",\n    "tags": [], "author": "y"}}',
      "Line 3, column 17: the key 'author' is there twice in this entry.",
    ],
    ['an escaped field that is there twice', '{"a": {"b": "x", "\\u0062": "y"}}', "the key 'b' is there twice"],
    ['a nested object', '{"a.pdf": {"author": {"name": "x"}}}', 'Line 1, column 22: a value is a text, a number, true'],
    ['a nested list', '{"a.pdf": {"tags": [["x"]]}}', 'Line 1, column 21: a list holds texts only.'],
    ['null in a list', '{"a.pdf": {"tags": [null]}}', 'Line 1, column 21: a list holds texts only.'],
    ['a text instead of metadata', '{"a.pdf": "Jane"}', "the metadata of 'a.pdf' must be an object"],
    ['a list of objects', '[{"filename": "a.pdf"}]', 'Line 1, column 1: a JSON mapping is an object'],
    ['an empty filename', '{" ": {}}', 'Line 1, column 2: the filename is missing.'],
    ['an empty field name', '{"a.pdf": {"": 1}}', 'Line 1, column 12: a field needs a name.'],
    ['a comma too much', '{"a.pdf": {"author": "x",}}', "Line 1, column 26: a comma must not stand before '}'."],
    ['a comma after the last entry', '{"a.pdf": {},\n}', "Line 2, column 1: a comma must not stand before '}'."],
    [
      'a comma too few',
      '{"a.pdf": {"author": "x" "tags": []}}',
      "Line 1, column 26: ',' or '}' is expected here, not '\"'.",
    ],
    ['single quotes', "{'a.pdf': {}}", "Line 1, column 2: '\"' is expected here, not a single quote."],
    [
      'a bare word',
      '{"a.pdf": {"author": Jane}}',
      'Line 1, column 22: this is not a JSON value; a text needs double quotes.',
    ],
    ['a number with a leading zero', '{"a.pdf": {"n": 007}}', 'this is not a JSON value'],
    ['no value', '{"a.pdf": {"n": }}', 'Line 1, column 17: a value is expected here.'],
    ['a single backslash', '{"C:\\Docs\\a.pdf": {}}', 'Line 1, column 5: a backslash must be written twice in JSON.'],
    [
      'a line break in a text',
      '{"a.pdf": {"author": "x\ny"}}',
      'Line 1, column 24: a text must not contain a line break',
    ],
    ['a NUL', '{"a.pdf": {"author": "x\\u0000"}}', 'a text must not contain a NUL character'],
    [
      'an end too early',
      '{"a.pdf": {"author": "x"',
      'Line 1, column 25: the file ends here, but the JSON is not complete.',
    ],
    ['an end within a text', '{"a.pdf": {"author": "x', 'the file ends here'],
    ['an end within an escape', '{"a.pdf": {"author": "x\\u00', 'a backslash must be written twice'],
    [
      'something behind the end',
      '{"a.pdf": {}}\n{"b.pdf": {}}',
      'Line 2, column 1: nothing may follow the end of the JSON.',
    ],
    ['only white space', ' \n ', 'the file ends here'],
  ])('refuses %s', async (_, text, message) => {
    const refused = await readBad(text, 'mapping.json');
    expect(refused).toMatch(/^MAPPING_INVALID Line \d/u);
    expect(refused).toContain(message);
  });

  it('stops at an entry that never ends instead of holding it', async () => {
    expect(await readBad(`{\n"a.pdf": {"tags": [${`"${'x'.repeat(1000)}",`.repeat(6000)}`, 'm.json')).toContain(
      'Line 2, column 1: the entry that begins here is longer than metadata can be',
    );
  });

  it('reads across the borders of chunks, whatever stands there', async () => {
    const entry = (row: number): string =>
      `  "file \\u00e9 ${row}.pdf" : {"author" :"a\\"b€","n": ${row}, "b":true,"tags":[ "x" ,"y\\\\"] , "z":null}`;
    const text = `{\n${Array.from({ length: 15_000 }, (_, row) => entry(row)).join(',\n')}\n}\n`;
    const mapping = await readGood(text, 'm.json');
    expect(mapping.rows).toHaveLength(15_000);
    expect(mapping.shapes).toHaveLength(1);
    for (const [row, { key, line, values }] of mapping.rows.entries())
      if (
        key !== `file é ${row}.pdf` ||
        line !== row + 2 ||
        JSON.stringify(values) !== JSON.stringify(['a"b€', `${row}`, 'true', ['x', 'y\\'], ''])
      )
        throw new Error(`Row ${row} is ${JSON.stringify({ key, line, values })}`);
  });

  it('reads whatever JSON.stringify writes', async () => {
    const text = fc
      .string({ unit: 'binary', maxLength: 10 })
      .map((value) => value.toWellFormed().replaceAll('\u0000', ''));
    const value = fc.oneof(text, fc.array(text, { maxLength: 3 }));
    const name = text.filter((key) => key.trim() !== '');
    const entries = fc.uniqueArray(
      fc.tuple(name, fc.uniqueArray(fc.tuple(name, value), { selector: ([key]) => key, maxLength: 4 })),
      {
        selector: ([key]) =>
          key
            .trim()
            .replaceAll('\\', '/')
            .replace(/^"|"$/gu, '')
            .replace(/\/+/gu, '/')
            .replace(/^(?:\.\/)+/u, ''),
        maxLength: 5,
      },
    );
    await fc.assert(
      fc.asyncProperty(entries, fc.constantFrom(0, 2, '\t'), async (list, space) => {
        const json = JSON.stringify(
          Object.fromEntries(list.map(([key, fields]) => [key, Object.fromEntries(fields)])),
          null,
          space,
        );
        const mapping = await readGood(json, 'm.json');
        const read = new Map(plainRows(mapping).map(([key, , fields]) => [key, new Map(fields)]));
        expect(read).toEqual(new Map(list.map(([key, fields]) => [key, new Map(fields)])));
      }),
      { numRuns: 500 },
    );
  });
});

describe('parseStrictJson', () => {
  it('agrees with JSON.parse', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(0, 2), (value, space) => {
        const text = JSON.stringify(value, null, space);
        expect(parseStrictJson(text)).toEqual({ value: JSON.parse(text) });
      }),
    );
  });

  it.each([
    ['{"a": 1, "a": 2}', { line: 1, position: 10, message: "the key 'a' is there twice." }],
    ['{"a": [1, {"b": 1,\n "b": 2}]}', { line: 2, position: 2, message: "the key 'b' is there twice." }],
    ['[1] 2', { line: 1, position: 5, message: 'nothing may follow the end of the JSON.' }],
    ['[1,]', { line: 1, position: 4, message: "a comma must not stand before ']'." }],
    ['', { line: 1, position: 1, message: 'the file ends here, but the JSON is not complete.' }],
    [`${'['.repeat(100_000)}`, { line: 1, position: 65, message: 'the JSON is nested more than 64 levels deep.' }],
  ])('refuses %s', (text, problem) => expect(parseStrictJson(text)).toEqual({ problem }));
});
