import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { workstationSchemaFile } from '../../../../src-main/engine/metadata/workstation-schema.ts';
import { DEFAULT_METADATA_SCHEMA, parseMetadataSchema } from '../../../../src-main/engine/metadata/metadata-schema.ts';
import { readBatchOf, testEngine } from '../../../support/test-engine.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { failureOf, valueOf } from '../../../support/unwrap.ts';
import { writeFiles } from '../../../support/write-files.ts';

const OWNER = { name: 'owner', type: 'text' as const, label: 'Owner', required: true };
const STATUS = { name: 'status', type: 'one_of' as const, values: ['draft', 'final'], default: 'Draft' };

describe('the metadata schema of the workstation', () => {
  it('is the default one until somebody writes another, and again after it was reset', async () => {
    const { engine } = testEngine();
    const before = valueOf(await engine.call('schema.read', {}));
    expect(before).toEqual({ schema: DEFAULT_METADATA_SCHEMA, is_default: true });
    const written = valueOf(await engine.call('schema.write', { fields: [OWNER, STATUS], unknown_columns: 'refuse' }));
    expect(written.is_default).toBe(false);
    expect(written.schema.fields.map(({ name }) => name)).toEqual(['owner', 'status']);
    expect(written.schema).toMatchObject({ unknown_columns: 'refuse' });
    expect(written.schema.fields[1]).toMatchObject({ default: 'draft', values: ['draft', 'final'], label: 'status' });
    expect(valueOf(await engine.call('schema.read', {}))).toEqual(written);
    expect(valueOf(await engine.call('schema.write', {}))).toEqual(before);
  });

  it('is kept as a schema file that --schema takes too', async () => {
    const { engine, dataFolder } = testEngine();
    const { schema } = valueOf(await engine.call('schema.write', { fields: [OWNER] }));
    expect(valueOf(parseMetadataSchema(readFileSync(workstationSchemaFile(dataFolder), 'utf8')))).toEqual(schema);
  });

  it.each([
    ['a type without its values', { name: 'status', type: 'one_of' as const }, "Field 'status'"],
    ['a reserved name', { name: 'filename', type: 'text' as const }, "Field 'filename'"],
    ['a default of another type', { name: 'pages', type: 'number' as const, default: 'many' }, "Field 'pages'"],
    ['a name that is there twice', OWNER, "'owner' is there twice"],
  ])('refuses %s, names the field and keeps what was', async (_what, field, named) => {
    const { engine } = testEngine();
    const kept = valueOf(await engine.call('schema.write', { fields: [OWNER] }));
    const { code, message } = failureOf(await engine.call('schema.write', { fields: [OWNER, field] }));
    expect({ code, message }).toEqual({ code: 'SCHEMA_INVALID', message: expect.stringContaining(named) });
    expect(valueOf(await engine.call('schema.read', {}))).toEqual(kept);
  });

  it('holds for a batch without a schema, and gives way to one with its own', async () => {
    const { engine } = testEngine();
    const folder = temporaryFolder();
    const [file = ''] = writeFiles(folder, { 'a.txt': 'some words' });
    const [schema = ''] = writeFiles(folder, { 'own.json': '{"fields": {}}' });
    valueOf(await engine.call('schema.write', { fields: [OWNER] }));
    const preflight = valueOf(await engine.call('batch.preflight', { paths: [file] }));
    expect(preflight.failing_count).toBe(1);
    const { batch_id } = valueOf(await engine.call('batch.start', { paths: [file] }));
    await engine.idle();
    const { documents } = await readBatchOf(engine, batch_id);
    expect(documents[0]).toMatchObject({ code: 'METADATA_INVALID', error: expect.stringContaining("'owner'") });
    const own = valueOf(await engine.call('batch.preflight', { paths: [file], schema }));
    expect(own.failing_count).toBe(0);
    const template = valueOf(await engine.call('mapping.template', { paths: [file] }));
    expect(template.content).toContain('filename,owner');
  });

  it('refuses a batch when somebody broke the file by hand', async () => {
    const { engine, dataFolder } = testEngine();
    const folder = temporaryFolder();
    writeFiles(dataFolder, { [path.basename(workstationSchemaFile(dataFolder))]: '{"fields": {"a": {}}}' });
    writeFiles(folder, { 'a.txt': 'some words' });
    const { code, message } = failureOf(await engine.call('batch.start', { paths: [folder] }));
    expect({ code, message }).toEqual({ code: 'SCHEMA_INVALID', message: expect.stringContaining("Field 'a'") });
  });
});
