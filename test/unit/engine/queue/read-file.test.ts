import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  appendFileSync,
  chmodSync,
  linkSync,
  mkdirSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { settingsSchema } from '../../../../src-main/contract/settings.ts';
import { checkFile, checkUnchanged, hashFile } from '../../../../src-main/engine/queue/read-file.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { failureOf, valueOf } from '../../../support/unwrap.ts';
import { writeFiles } from '../../../support/write-files.ts';

const SETTINGS = settingsSchema.parse({ max_document_megabytes: 1, max_text_megabytes: 2 });
const NEVER = new AbortController().signal;
const MEGABYTE = 1024 * 1024;
const isWindows = process.platform === 'win32';

const fileOf = (content: string | Uint8Array, name = 'a.txt'): string =>
  writeFiles(temporaryFolder(), { [name]: content })[0] ?? '';
const sparse = (name: string, sizeBytes: number): string => {
  const file = fileOf('', name);
  truncateSync(file, sizeBytes);
  return file;
};
const identityOf = async (file: string) => valueOf(await checkFile(file, SETTINGS));
const codeOf = async (file: string) => failureOf(await checkFile(file, SETTINGS)).code;

describe('checkFile', () => {
  it('refuses an empty file, a missing one, a folder, and a file in the place of a folder', async () => {
    const folder = temporaryFolder();
    expect(await codeOf(fileOf(''))).toBe('FILE_EMPTY');
    expect(await codeOf(path.join(folder, 'missing.txt'))).toBe('FILE_NOT_FOUND');
    expect(await codeOf(path.join(fileOf('x'), 'below.txt'))).toBe('FILE_NOT_FOUND');
    expect(await codeOf(path.join(folder, 'x'.repeat(300)))).toBe('FILE_NOT_FOUND');
    expect(await codeOf(folder)).toBe('FILE_NOT_REGULAR');
  });

  it.skipIf(isWindows)('refuses links and pipes without opening them', { timeout: 3000 }, async () => {
    const folder = temporaryFolder();
    const [link, pipe] = [path.join(folder, 'link.txt'), path.join(folder, 'pipe.txt')];
    symlinkSync(fileOf('x'), link);
    execFileSync('mkfifo', [pipe]);
    expect(failureOf(await checkFile(link, SETTINGS))).toMatchObject({
      code: 'FILE_NOT_REGULAR',
      message: 'This is a link; links are not followed.',
      hint: 'Name the file that the link points to.',
    });
    expect(await codeOf(pipe)).toBe('FILE_NOT_REGULAR');
  });

  it.each([
    ['a.pdf', MEGABYTE],
    ['a.docx', MEGABYTE],
    ['a.txt', 2 * MEGABYTE],
    ['a.md', 2 * MEGABYTE],
  ])('takes %s up to its limit and refuses one byte more', async (name, limit) => {
    expect((await checkFile(sparse(name, limit), SETTINGS)).ok).toBe(true);
    const tooLarge = failureOf(await checkFile(sparse(name, limit + MEGABYTE / 2), SETTINGS));
    expect(tooLarge).toMatchObject({ code: 'FILE_TOO_LARGE', retryable: false });
    const megabytes = limit / MEGABYTE;
    expect(tooLarge.message).toBe(`The file is too large: ${megabytes}.5 MB; the limit is ${megabytes} MB.`);
    expect(await codeOf(sparse(name, limit + 1))).toBe('FILE_TOO_LARGE');
  });
});

describe('hashFile', () => {
  it.each([1, 255, 256 * 1024 - 1, 256 * 1024, 256 * 1024 + 1, 1_000_000])(
    'gives the SHA-256 of a file of %i bytes',
    async (sizeBytes) => {
      const bytes = Buffer.from(Array.from({ length: sizeBytes }, (_, index) => index % 251));
      const file = fileOf(bytes);
      const expected = createHash('sha256').update(bytes).digest('hex');
      expect(valueOf(await hashFile(file, await identityOf(file), NEVER))).toBe(expected);
    },
  );

  it.each([
    ['was appended to', (file: string) => appendFileSync(file, 'more')],
    ['was written again with the same length', (file: string) => writeFileSync(file, 'world')],
    [
      'was replaced by another',
      (file: string) => {
        rmSync(file);
        writeFileSync(file, 'hello');
      },
    ],
  ])('says FILE_CHANGED for a file that %s after the check', async (_what, change) => {
    const file = fileOf('hello');
    const identity = await identityOf(file);
    change(file);
    expect(failureOf(await hashFile(file, identity, NEVER))).toMatchObject({ code: 'FILE_CHANGED', retryable: true });
    expect(failureOf(await checkUnchanged(file, identity)).code).toBe('FILE_CHANGED');
  });

  it('says FILE_NOT_FOUND for a file that went', async () => {
    const file = fileOf('hello');
    const identity = await identityOf(file);
    rmSync(file);
    expect(failureOf(await hashFile(file, identity, NEVER)).code).toBe('FILE_NOT_FOUND');
    expect(failureOf(await checkUnchanged(file, identity)).code).toBe('FILE_NOT_FOUND');
  });

  it.skipIf(isWindows)(
    'never waits for a pipe, nor follows a link, that took the place of the file',
    { timeout: 3000 },
    async () => {
      const [piped, linked, folder] = [fileOf('hello'), fileOf('hello'), fileOf('hello')];
      const identities = await Promise.all([piped, linked, folder].map(identityOf));
      const [first, second, third] = identities;
      if (first === undefined || second === undefined || third === undefined) throw new Error('no identity');
      for (const file of [piped, linked, folder]) rmSync(file);
      execFileSync('mkfifo', [piped]);
      symlinkSync(fileOf('hello'), linked);
      mkdirSync(folder);
      expect(failureOf(await hashFile(piped, first, NEVER)).code).toBe('FILE_CHANGED');
      expect(['FILE_CHANGED', 'FILE_NOT_REGULAR']).toContain(failureOf(await hashFile(linked, second, NEVER)).code);
      expect(['FILE_CHANGED', 'FILE_NOT_REGULAR']).toContain(failureOf(await hashFile(folder, third, NEVER)).code);
    },
  );

  it('stops when it is aborted, before and in the middle', async () => {
    const file = sparse('a.txt', 2 * MEGABYTE);
    const identity = await identityOf(file);
    expect(failureOf(await hashFile(file, identity, AbortSignal.abort())).code).toBe('CANCELLED');
    const abort = new AbortController();
    const hashing = hashFile(file, identity, abort.signal);
    setImmediate(() => abort.abort());
    expect(failureOf(await hashing).code).toBe('CANCELLED');
  });
});

describe('checkUnchanged', () => {
  it('is content with a file that was only read', async () => {
    const file = fileOf('hello');
    const identity = await identityOf(file);
    await hashFile(file, identity, NEVER);
    expect(await checkUnchanged(file, identity)).toEqual({ ok: true, value: null });
  });

  it.skipIf(isWindows)('notices a change that left size and time of modification alone', async () => {
    const file = fileOf('hello');
    const identity = await identityOf(file);
    linkSync(file, `${file}.copy`);
    chmodSync(file, 0o600);
    expect(failureOf(await checkUnchanged(file, identity)).code).toBe('FILE_CHANGED');
  });
});
