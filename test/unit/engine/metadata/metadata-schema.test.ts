import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { resolvedMetadataSchemaSchema } from '../../../../src-main/contract/metadata.ts';
import {
  DEFAULT_METADATA_SCHEMA,
  parseMetadataSchema,
  readMetadataSchema,
} from '../../../../src-main/engine/metadata/metadata-schema.ts';

const parse = (value: unknown) => {
  const result = parseMetadataSchema(typeof value === 'string' ? value : JSON.stringify(value));
  return result.ok ? result.value : `${result.failure.code} ${result.failure.message}`;
};

describe('a metadata schema', () => {
  it('has five fields by default, none required', () => {
    expect(
      DEFAULT_METADATA_SCHEMA.fields.map(({ name, type, node, required }) => [name, type, node, required]),
    ).toEqual([
      ['author', 'text', true, false],
      ['department', 'text', true, false],
      ['date_created', 'date', false, false],
      ['tags', 'list', true, false],
      ['category', 'text', true, false],
    ]);
    expect(parse({ fields: {} })).toEqual(DEFAULT_METADATA_SCHEMA);
    expect(resolvedMetadataSchemaSchema.parse(DEFAULT_METADATA_SCHEMA)).toEqual(DEFAULT_METADATA_SCHEMA);
  });

  it('states what differs: fields changed, added and taken away', () => {
    const schema = parse({
      fields: {
        author: { required: true },
        department: { type: 'one_of', values: ['R&D', 'Sales'], default: 'sales' },
        tags: { type: 'text' },
        date_created: { format: 'DD.MM.YYYY', default: '2025-01-31' },
        category: null,
        pages: { type: 'number', label: 'Pages', default: 1.5 },
        public: { type: 'boolean', default: false },
        reviewers: { type: 'list', node: true, default: ['a, b', 'c'] },
      },
      unknown_columns: 'refuse',
    });
    expect(schema).toEqual({
      fields: [
        { name: 'author', type: 'text', label: 'Author', required: true, node: true },
        {
          name: 'department',
          type: 'one_of',
          label: 'Department',
          required: false,
          node: true,
          values: ['R&D', 'Sales'],
          default: 'Sales',
        },
        {
          name: 'date_created',
          type: 'date',
          label: 'Date created',
          required: false,
          node: false,
          format: 'DD.MM.YYYY',
          default: '2025-01-31',
        },
        { name: 'tags', type: 'text', label: 'Tags', required: false, node: true },
        { name: 'pages', type: 'number', label: 'Pages', required: false, node: false, default: 1.5 },
        { name: 'public', type: 'boolean', label: 'public', required: false, node: false, default: false },
        { name: 'reviewers', type: 'list', label: 'reviewers', required: false, node: true, default: ['a, b', 'c'] },
      ],
      unknown_columns: 'refuse',
    });
  });

  it.each([
    ['{"fields": {"a": 1, "a": 2}}', "Line 1, column 21: the key 'a' is there twice."],
    ['{"fields": ', 'Line 1, column 12: the file ends here'],
    ['[]', "A schema is an object with 'fields'"],
    ['{}', "A schema is an object with 'fields'"],
    [{ fields: {}, version: 1 }, "'version' is not known"],
    [{ fields: {}, unknown_columns: 'drop' }, "'unknown_columns' must be one of 'keep', 'refuse'."],
    [{ fields: { author: 'text' } }, "Field 'author': must be an object"],
    [{ fields: { owner: {} } }, "Field 'owner': it has no type; choose one of 'text'"],
    [{ fields: { owner: { type: 'string' } } }, "Field 'owner': the type must be one of 'text', 'date'"],
    [{ fields: { author: { requird: true } } }, "Field 'author': 'requird' is not a property of a field"],
    [{ fields: { author: { a: true, b: true } } }, "'a', 'b' are not properties of a field"],
    [{ fields: { author: { required: 'yes' } } }, "Field 'author': 'required' must be true or false."],
    [{ fields: { author: { label: '' } } }, "Field 'author': 'label' must be a text."],
    [{ fields: { author: { default: {} } } }, "Field 'author': 'default' must be a text"],
    [{ fields: { author: { default: ['x'] } } }, "Field 'author': the default must be one value, not a list."],
    [{ fields: { state: { type: 'one_of' } } }, "Field 'state': the type 'one_of' needs 'values'"],
    [{ fields: { state: { type: 'one_of', values: [] } } }, "Field 'state': 'values' must be a list of texts"],
    [{ fields: { author: { values: ['x'] } } }, "Field 'author': 'values' belongs to the type 'one_of' only."],
    [{ fields: { author: { format: 'DD.MM.YYYY' } } }, "'format' belongs to the type 'date' only."],
    [
      { fields: { date_created: { format: 'DD.MM.YY' } } },
      "Field 'date_created': the format 'DD.MM.YY' cannot be read",
    ],
    [
      { fields: { date_created: { default: '31.01.2025', format: 'DD.MM.YYYY' } } },
      "the default must be a calendar day like 2025-10-16, not '31.01.2025'.",
    ],
    [{ fields: { date_created: { node: true } } }, "only a text, a list or 'one_of' can become a node."],
    [{ fields: { ID: { type: 'text' } } }, "Field 'ID': this name is reserved"],
    [{ fields: { '': { type: 'text' } } }, "Field '': a name begins with a letter"],
    [{ fields: { 'a\nb': { type: 'text' } } }, 'a name begins with a letter'],
    [
      { fields: { 'Date Created': { type: 'text' } } },
      "The fields 'date_created' and 'Date Created' have the same name or label.",
    ],
    [
      { fields: { writer: { type: 'text', label: 'Author' } } },
      "The fields 'author' and 'writer' have the same name or label.",
    ],
    [
      { fields: Object.fromEntries(Array.from({ length: 201 }, (_, at) => [`f${at}`, { type: 'text' }])) },
      'A schema has at most 200 fields',
    ],
  ])('refuses %j', (value, message) => {
    expect(parse(value)).toMatch(/^SCHEMA_INVALID /u);
    expect(parse(value)).toContain(message);
  });

  it('has fields named __proto__ if someone wants them', () => {
    expect(parse('{"fields": {"__proto__": {"type": "text"}}}')).toMatchObject({ fields: { length: 6 } });
  });

  it('is read from a file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'schema-'));
    try {
      const path = join(folder, 'schema.json');
      const read = async (): Promise<unknown> => {
        const result = await readMetadataSchema(path);
        return result.ok ? result.value : `${result.failure.code} ${result.failure.message}`;
      };
      expect(await read()).toBe("SCHEMA_INVALID The schema file 'schema.json' does not exist.");
      await writeFile(path, '\ufeff{"fields": {}}');
      expect(await read()).toEqual(DEFAULT_METADATA_SCHEMA);
      await writeFile(path, Buffer.from('{"fields": {"stra\xdfe": {"type": "text"}}}', 'latin1'));
      expect(await read()).toBe("SCHEMA_INVALID The schema 'schema.json' must be saved as UTF-8.");
      await writeFile(path, ' '.repeat(1024 * 1024 + 1));
      expect(await read()).toContain('is too large to be a metadata schema');
      const ofFolder = await readMetadataSchema(folder);
      expect(!ofFolder.ok && ofFolder.failure.message).toContain('is not a file');
      const below = await readMetadataSchema(join(path, 'x'));
      expect(!below.ok && below.failure.message).toBe("The schema file 'x' cannot be read.");
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
