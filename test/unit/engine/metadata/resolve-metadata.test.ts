import { describe, expect, it } from 'vitest';
import { metadataSchema, type MetadataSchema } from '../../../../src-main/contract/metadata.ts';
import {
  checkBatchDefaults,
  parseBatchDefaults,
  type BatchDefaults,
} from '../../../../src-main/engine/metadata/batch-defaults.ts';
import { bindColumns, checkMappingColumns } from '../../../../src-main/engine/metadata/bind-columns.ts';
import type { MappingRow } from '../../../../src-main/engine/metadata/mapping.ts';
import { DEFAULT_METADATA_SCHEMA, parseMetadataSchema } from '../../../../src-main/engine/metadata/metadata-schema.ts';
import { neutraliseCell, restoreCell, RUNNABLE_CELL } from '../../../../src-main/engine/metadata/neutralised-cell.ts';
import { createMetadataContext, resolveMetadata } from '../../../../src-main/engine/metadata/resolve-metadata.ts';
import { readGood } from './parse-helpers.ts';

const schemaOf = (value: unknown): MetadataSchema => {
  const result = parseMetadataSchema(JSON.stringify(value));
  if (!result.ok) throw new Error(result.failure.message);
  return result.value;
};

const defaultsOf = (...texts: readonly string[]): BatchDefaults => {
  const result = parseBatchDefaults(texts);
  if (!result.ok) throw new Error(result.failure.message);
  return result.value;
};

const row = (cells: Readonly<Record<string, string | readonly string[]>>, line = 14, key = 'a.pdf'): MappingRow => ({
  key,
  line,
  fields: Object.keys(cells),
  values: Object.values(cells),
});

const resolve = (
  rows: { filenameRow?: MappingRow; pathRow?: MappingRow },
  schema: MetadataSchema = DEFAULT_METADATA_SCHEMA,
  defaults: BatchDefaults = new Map(),
) => resolveMetadata(createMetadataContext(schema, defaults), rows);

describe('resolveMetadata', () => {
  it('gives values their types, in the order of the schema', () => {
    const resolved = resolve({
      filenameRow: row({ tags: 'technical,api', project: ' P7 ', 'Date Created': '2025-10-16', AUTHOR: 'John Doe' }),
    });
    expect(JSON.stringify(resolved.metadata)).toBe(
      '{"author":"John Doe","date_created":"2025-10-16","tags":["technical","api"],"project":"P7"}',
    );
    expect(resolved).toMatchObject({ source: 'row', problems: [], warnings: [] });
    expect(resolved.failure).toBeUndefined();
  });

  it('puts rows over batch defaults over schema defaults, field by field; an empty cell lets the weaker show', () => {
    const schema = schemaOf({
      fields: {
        author: { default: 'schema' },
        department: { default: 'schema' },
        category: { default: 'schema' },
        tags: { default: ['schema'] },
        note: { type: 'text', default: 'schema' },
      },
    });
    const resolved = resolve(
      {
        filenameRow: row({ author: 'filename', department: 'filename', tags: '' }, 3),
        pathRow: row({ author: 'path', department: ' ', category: '' }, 9),
      },
      schema,
      defaultsOf('author=batch', 'Category=batch', 'tags='),
    );
    expect(resolved.metadata).toEqual({
      author: 'path',
      department: 'filename',
      category: 'batch',
      tags: ['schema'],
      note: 'schema',
    });
  });

  it.each([
    ['row', { filenameRow: row({ author: 'x' }) }, { fields: { author: { default: 'd' } } }, ['tags=a']],
    ['batch_default', {}, { fields: { author: { default: 'd' } } }, ['tags=a']],
    ['batch_default', { filenameRow: row({ author: '' }) }, { fields: {} }, ['tags=a']],
    ['schema_default', {}, { fields: { author: { default: 'd' } } }, ['tags=']],
    ['schema_default', { filenameRow: row({ author: '' }) }, { fields: { author: { default: 'd' } } }, []],
    ['none', {}, { fields: {} }, []],
    ['none', { pathRow: row({}) }, { fields: {} }, []],
  ])('says that %s spoke', (source, rows, schema, defaults) => {
    expect(resolve(rows, schemaOf(schema), defaultsOf(...defaults)).source).toBe(source);
  });

  const strict = schemaOf({
    fields: { author: { required: true }, date_created: { required: true }, pages: { type: 'number' } },
    unknown_columns: 'refuse',
  });

  it('says what is missing in the words of the documentation', () => {
    const { failure, problems } = resolve({}, schemaOf({ fields: { author: { required: true } } }));
    expect(failure).toMatchObject({
      code: 'METADATA_INVALID',
      stage: 'metadata',
      message: "Metadata validation failed: Missing required field 'author'",
    });
    expect(problems).toEqual([
      { field: 'author', kind: 'missing_required', message: "Missing required field 'author'" },
    ]);
  });

  it('names every problem with line and column, and leaves the bad values out', () => {
    const resolved = resolve(
      { pathRow: row({ 'Date Created': '16.10.2025', pages: '1.000,5', colour: 'red', size: '', tags: 'a' }) },
      strict,
    );
    expect(resolved.failure?.message).toBe(
      "Metadata validation failed: Missing required field 'author'; " +
        "Field 'date_created' must be a calendar day like 2025-10-16, not '16.10.2025' (line 14, column 'Date Created'); " +
        "Field 'pages' must be a number with a decimal point like 3.5, not '1.000,5' (line 14); " +
        "Column 'colour' is not in the metadata schema (line 14)",
    );
    expect(resolved.problems.map(({ field, kind, line, column }) => [field, kind, line, column])).toEqual([
      ['author', 'missing_required', undefined, undefined],
      ['date_created', 'invalid_value', 14, 'Date Created'],
      ['pages', 'invalid_value', 14, 'pages'],
      ['colour', 'unknown_column', 14, 'colour'],
    ]);
    expect(resolved.metadata).toEqual({ tags: ['a'] });
  });

  it('validates batch defaults too, with dates in ISO form whatever the columns have', () => {
    const schema = schemaOf({ fields: { date_created: { format: 'DD.MM.YYYY' } } });
    expect(resolve({}, schema, defaultsOf('date_created=2025-10-16')).metadata).toEqual({ date_created: '2025-10-16' });
    expect(resolve({}, schema, defaultsOf('date_created=16.10.2025')).failure?.message).toBe(
      "Metadata validation failed: Field 'date_created' must be a calendar day like 2025-10-16, not '16.10.2025'",
    );
    expect(resolve({ pathRow: row({ date_created: '16.10.2025' }) }, schema).metadata).toEqual({
      date_created: '2025-10-16',
    });
    expect(resolve({}, strict, defaultsOf('x=1')).failure?.message).toContain(
      "Field 'x' is not in the metadata schema",
    );
  });

  it('lets a value that is nothing but separators be absent', () => {
    const schema = schemaOf({ fields: { tags: { required: true } } });
    expect(resolve({ pathRow: row({ tags: ' , ;' }) }, schema).failure?.message).toContain(
      "Missing required field 'tags'",
    );
  });

  it('keeps __proto__ as a column like any other, also through JSON', async () => {
    const mapping = await readGood('filename,__proto__,constructor\na.pdf,x,y\n');
    const [first] = mapping.rows;
    if (first === undefined) throw new Error('no row');
    const { metadata } = resolve({ filenameRow: first });
    expect(JSON.stringify(metadata)).toBe('{"__proto__":"x","constructor":"y"}');
    expect(Object.getPrototypeOf(metadata)).toBe(Object.prototype);
    const again = metadataSchema.parse(JSON.parse(JSON.stringify(metadata)));
    expect(JSON.stringify({ ...again })).toBe('{"__proto__":"x","constructor":"y"}');
    expect(metadataSchema.safeParse({ a: { b: 1 } }).success).toBe(false);
    expect(metadataSchema.safeParse(['a']).success).toBe(false);
  });

  it('keeps unknown columns out of the properties of the document', () => {
    expect(resolve({ pathRow: row({ ID: '7', path: '/x', size: '1' }) }).metadata).toEqual({
      column_ID: '7',
      column_path: '/x',
      size: '1',
    });
  });

  it('warns of what a spreadsheet has done to a value', () => {
    const { warnings, failure } = resolve({
      filenameRow: row({ author: '#N/A', number: '1.23457E+14', tags: ['#REF!'] }),
    });
    expect(failure).toBeUndefined();
    expect(warnings).toEqual([
      "Field 'author' holds the error #N/A of a spreadsheet (line 14).",
      "Field 'number' is 1.23457E+14: a spreadsheet may have shortened a long number (line 14).",
      "Field 'tags' holds the error #REF! of a spreadsheet (line 14).",
    ]);
  });

  it('gives the original cells of both rows, the stronger over the weaker', () => {
    const { originalCells } = resolve({
      filenameRow: row({ Author: ' x ', tags: ['a', 'b'], note: '' }),
      pathRow: row({ Author: '', note: 'n', __proto__x: '1' }),
    });
    expect(originalCells).toEqual([
      ['Author', ' x '],
      ['tags', 'a, b'],
      ['note', 'n'],
      ['__proto__x', '1'],
    ]);
    expect(resolve({}).originalCells).toBeUndefined();
  });
});

describe('checkMappingColumns', () => {
  const check = async (text: string, schema: MetadataSchema, name = 'mapping.csv') => {
    const result = checkMappingColumns(await readGood(text, name), schema);
    return result.ok ? result.value : `${result.failure.code} ${result.failure.message}`;
  };

  it('names unknown columns', async () => {
    const text = 'filename,Author,colour,id\na.pdf,x,y,z\n';
    expect(await check(text, DEFAULT_METADATA_SCHEMA)).toEqual({
      unknownColumns: ['colour', 'id'],
      warnings: [
        {
          column: 'colour',
          message: "The column 'colour' is not in the metadata schema; its values are kept as text.",
        },
        {
          column: 'id',
          message:
            "The column 'id' is not in the metadata schema; its values are kept as text under the name 'column_id'.",
        },
      ],
    });
    const refused = await check(text, schemaOf({ fields: {}, unknown_columns: 'refuse' }));
    expect(refused).toMatchObject({ warnings: [{ message: expect.stringContaining('its values are refused') }, {}] });
  });

  it('refuses two columns that mean one field', async () => {
    const schema = schemaOf({ fields: { author: { label: 'Verfasser' } } });
    expect(await check('filename,author,Verfasser\na.pdf,x,y\n', schema)).toBe(
      "MAPPING_INVALID The columns 'author' and 'Verfasser' of the mapping both mean 'author'.",
    );
    expect(await check('{"a.pdf": {"author": "x", "Author": "y"}}', schema, 'm.json')).toContain('both mean');
  });

  it('takes a chosen date format only if it is true of every row', async () => {
    const schema = schemaOf({ fields: { date_created: { format: 'DD/MM/YYYY' } } });
    expect(await check('filename,Date created\na.pdf,03/04/2025\nb.pdf,\n', schema)).toMatchObject({
      unknownColumns: [],
    });
    expect(await check('filename,Date created\na.pdf,03/04/2025\nb.pdf,10/16/2025\nc.pdf,2025-10-16\n', schema)).toBe(
      "MAPPING_INVALID Line 3, column 'Date created': must be a calendar day like 16/10/2025, not '10/16/2025'. " +
        "Line 4, column 'Date created': must be a calendar day like 16/10/2025, not '2025-10-16'.",
    );
  });
});

describe('batch defaults', () => {
  it('are FIELD=VALUE', () => {
    expect([...defaultsOf('author=Jane', ' tags = a=b, c')]).toEqual([
      ['author', 'Jane'],
      ['tags', ' a=b, c'],
    ]);
    for (const texts of [['author'], ['=x'], [''], ['author=x', 'AUTHOR=y']]) {
      const result = parseBatchDefaults(texts);
      expect(!result.ok && result.failure.code).toBe('INVALID_REQUEST');
    }
  });

  it('are checked once, before a run', () => {
    const schema = schemaOf({ fields: { date_created: { format: 'DD.MM.YYYY' } }, unknown_columns: 'refuse' });
    const check = (...texts: readonly string[]) => {
      const result = checkBatchDefaults(schema, defaultsOf(...texts));
      return result.ok ? 'good' : result.failure.message;
    };
    expect(check('date_created=2025-10-16', 'Author=x', 'tags=')).toBe('good');
    expect(check('date_created=16.10.2025')).toBe(
      "The default for 'date_created' must be a calendar day like 2025-10-16, not '16.10.2025'.",
    );
    expect(check('colour=red')).toBe("The default 'colour' is not a field of the metadata schema.");
    expect(checkBatchDefaults(DEFAULT_METADATA_SCHEMA, defaultsOf('colour=red')).ok).toBe(true);
  });
});

describe('columns and cells', () => {
  it('are bound by name and label', () => {
    const schema = schemaOf({ fields: { author: { label: 'Verfasser' } } });
    const bound = bindColumns(schema, ['AUTHOR', ' verfasser ', 'Autor']);
    expect(bound.map(({ name, field }) => [name, field?.name])).toEqual([
      ['author', 'author'],
      ['author', 'author'],
      ['Autor', undefined],
    ]);
  });

  it.each(['=1+1', '+49 30', '-x', '@x', '\tx', '\rx', "'=x", "''=x", "O'Neill", "'x", 'plain', ''])(
    '%j survives being neutralised',
    (cell) => {
      const neutral = neutraliseCell(cell);
      expect(/^[=+\-@\t\r]/u.test(neutral)).toBe(false);
      expect(restoreCell(neutral)).toBe(cell);
      expect(RUNNABLE_CELL.test(neutral)).toBe(neutral !== cell);
    },
  );
});
