import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createCaller } from '../../../src-main/engine/call-command.ts';
import { createReadHandlers } from '../../../src-main/engine/read-commands.ts';
import { failed, failure, succeeded } from '../../../src-main/contract/failure.ts';
import { memoryLibrary } from '../../support/test-library.ts';
import { failureOf, valueOf } from '../../support/unwrap.ts';

const reader = () => createCaller(createReadHandlers(memoryLibrary(), () => new Date()));

describe('createCaller', () => {
  it('parses input on the way in: the handler sees defaults, not gaps', async () => {
    const seen: unknown[] = [];
    const call = createCaller<'batch.history'>({
      'batch.history': (input) => {
        seen.push(input);
        return succeeded({ batches: [], total: 0 });
      },
    });
    await call('batch.history', {});
    await call('batch.history', { limit: 3 });
    expect(seen).toEqual([
      { limit: 50, offset: 0 },
      { limit: 3, offset: 0 },
    ]);
  });

  it.each([
    [{ limit: 0 }, 'limit'],
    [{ limit: 1001 }, 'limit'],
    [{ limit: Number.NaN }, 'limit'],
    [{ offset: -1 }, 'offset'],
  ])('refuses %o, names the field and never calls the handler', async (input, field) => {
    const call = createCaller<'batch.history'>({
      'batch.history': () => {
        throw new Error('called');
      },
    });
    expect(failureOf(await call('batch.history', input))).toMatchObject({
      code: 'INVALID_REQUEST',
      message: expect.stringContaining(`'${field}'`),
    });
  });

  it('passes failures on as they are', async () => {
    const why = failure('BATCH_NOT_FOUND', 'select', 'Gone.');
    const call = createCaller<'batch.documents'>({ 'batch.documents': () => failed(why) });
    expect(failureOf(await call('batch.documents', { batch_id: 'x' }))).toEqual(why);
  });

  it('throws for output that breaks the contract: that is a bug', async () => {
    const call = createCaller<'document.text'>({
      'document.text': () => succeeded({ text: 'x', next_chunk: -1 }),
    });
    await expect(call('document.text', { document_id: 'x' })).rejects.toThrow('next_chunk');
  });
});

describe('the commands that read, on an empty library', () => {
  it('answer with nothing', async () => {
    const call = reader();
    expect(valueOf(await call('batch.history', {}))).toEqual({ batches: [], total: 0 });
    expect(valueOf(await call('library.search', { words: 'anything' }))).toEqual({ hits: [] });
  });

  it.each(['batch.status', 'batch.documents', 'batch.ignored'] as const)('%s does not find a batch', async (name) => {
    const batchId = randomUUID();
    expect(failureOf(await reader()(name, { batch_id: batchId }))).toMatchObject({
      code: 'BATCH_NOT_FOUND',
      message: `Batch ${batchId} not found`,
    });
  });

  it('document.text does not find a document', async () => {
    expect(failureOf(await reader()('document.text', { document_id: 'abc' })).code).toBe('DOCUMENT_NOT_FOUND');
  });
});
