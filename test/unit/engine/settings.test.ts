import { describe, expect, it } from 'vitest';
import { settingsSchema } from '../../../src-main/contract/settings.ts';
import { readSettings } from '../../../src-main/engine/settings.ts';
import { memoryLibrary } from '../../support/test-library.ts';
import { failureOf, valueOf } from '../../support/unwrap.ts';

const stored = (settings: Record<string, unknown>) => {
  const database = memoryLibrary();
  const insert = database.prepare('INSERT INTO settings VALUES (?, ?)');
  for (const [name, value] of Object.entries(settings)) insert.run(name, JSON.stringify(value));
  return database;
};

describe('readSettings', () => {
  it('gives the defaults when nothing is set', () => {
    expect(valueOf(readSettings(memoryLibrary(), {}))).toEqual(settingsSchema.parse({}));
  });

  it('takes the environment before the library, and the library before the defaults', () => {
    const database = stored({ max_batch_size: 60, chunk_size: 900 });
    const settings = valueOf(readSettings(database, { MAX_BATCH_SIZE: ' 50 ', CHUNK_OVERLAP: '' }));
    expect(settings).toMatchObject({ max_batch_size: 50, chunk_size: 900, chunk_overlap: 200 });
  });

  it('keeps a workstation name a name, also one of digits', () => {
    expect(valueOf(readSettings(memoryLibrary(), { WORKSTATION_NAME: '007' })).workstation_name).toBe('007');
  });

  it('looks at no other variable', () => {
    const environment = { max_batch_size: '1', NEO4J_PASSWORD: 'x', CONSTRUCTOR: '1', __PROTO__: '1' };
    expect(valueOf(readSettings(memoryLibrary(), environment))).toEqual(settingsSchema.parse({}));
  });

  it.each([
    ['MAX_BATCH_SIZE', '101'],
    ['MAX_BATCH_SIZE', '0'],
    ['MAX_BATCH_SIZE', '-1'],
    ['MAX_BATCH_SIZE', '50.5'],
    ['MAX_BATCH_SIZE', 'fifty'],
    ['MAX_BATCH_SIZE', 'NaN'],
    ['DOCUMENT_TIMEOUT_SECONDS', 'Infinity'],
    ['DOCUMENT_SILENCE_SECONDS', '0'],
    ['MAX_DOCUMENT_MEGABYTES', '513'],
    ['MAX_TEXT_MEGABYTES', '2049'],
    ['CHUNK_SIZE', '10'],
  ])('refuses %s=%s and names it, rather than take something else', (name, value) => {
    expect(failureOf(readSettings(memoryLibrary(), { [name]: value }))).toMatchObject({
      code: 'INVALID_REQUEST',
      message: expect.stringContaining(`The setting ${name} is not valid`),
    });
  });

  it.each([
    ['400', '200', false],
    ['401', '200', true],
    ['400', '199', true],
  ])('takes a chunk size of %s with an overlap of %s: %s', (size, overlap, expected) => {
    expect(readSettings(memoryLibrary(), { CHUNK_SIZE: size, CHUNK_OVERLAP: overlap }).ok).toBe(expected);
  });
});
