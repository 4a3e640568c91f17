import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../../src-main/contract/commands.ts';
import { settingsSchema } from '../../../src-main/contract/settings.ts';

describe('batch.start', () => {
  const { input } = COMMANDS['batch.start'];

  it('loads into the library unless told otherwise', () => {
    expect(input.parse({ paths: ['a'] })).toEqual({
      paths: ['a'],
      target: 'library',
      defaults: [],
      edits: [],
      left_out: [],
    });
  });

  it.each([
    ['no paths', { paths: [] }],
    ['an empty path', { paths: [''] }],
    ['a path with a NUL, which no file can have', { paths: ['a\0b.txt'] }],
    ['a path that is no text', { paths: [1] }],
    ['another target', { paths: ['a'], target: 'somewhere' }],
  ])('refuses %s', (_what, given) => {
    expect(input.safeParse(given).success).toBe(false);
  });
});

describe('settings', () => {
  it('have the defaults of the design', () => {
    expect(settingsSchema.parse({})).toMatchObject({
      max_batch_size: 100,
      document_timeout_seconds: 600,
      document_silence_seconds: 60,
      max_document_megabytes: 512,
      max_text_megabytes: 2048,
    });
  });

  it('only ever lower the size of a batch', () => {
    expect(settingsSchema.safeParse({ max_batch_size: 1 }).success).toBe(true);
    expect(settingsSchema.safeParse({ max_batch_size: 101 }).success).toBe(false);
    expect(settingsSchema.safeParse({ max_batch_size: 0 }).success).toBe(false);
    expect(settingsSchema.safeParse({ max_batch_size: 1.5 }).success).toBe(false);
  });
});
