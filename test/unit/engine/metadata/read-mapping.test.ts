import { mkdir, mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readMapping, readMappingBytes } from '../../../../src-main/engine/metadata/read-mapping.ts';
import { callAsAnotherUser, denyAccess, isWindows } from '../../../support/as-another-user.ts';

describe('readMapping', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mapping-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const refusal = async (path: string): Promise<string> => {
    const result = await readMapping(path);
    return result.ok ? 'read' : `${result.failure.code} ${result.failure.message}`;
  };

  it('reads a file, and tells JSON from CSV by the content', async () => {
    const path = join(folder, 'mapping.txt');
    await writeFile(path, '\ufefffilename;author\r\na.pdf;Zoë\r\n');
    expect(await readMapping(path)).toMatchObject({
      ok: true,
      value: {
        name: 'mapping.txt',
        format: { kind: 'csv', encoding: 'utf-8', delimiter: ';' },
        rows: [{ key: 'a.pdf', line: 2 }],
      },
    });
    await writeFile(path, ' {"a.pdf": {}}');
    expect(await readMapping(path)).toMatchObject({ ok: true, value: { format: { kind: 'json', encoding: 'utf-8' } } });
    await writeFile(join(folder, 'mapping.json'), 'filename\na.pdf\n');
    expect(await refusal(join(folder, 'mapping.json'))).toBe(
      "MAPPING_INVALID Line 1, column 1: '{' is expected here, not 'f'.",
    );
  });

  it('says why a file cannot be read, without its folder', async () => {
    await mkdir(join(folder, 'a folder.csv'));
    expect(await refusal(join(folder, 'none.csv'))).toBe("MAPPING_INVALID The mapping file 'none.csv' does not exist.");
    expect(await refusal(join(folder, 'a folder.csv'))).toBe("MAPPING_INVALID 'a folder.csv' is not a file.");
    await writeFile(join(folder, 'plain'), 'x');
    expect(await refusal(join(folder, 'plain', 'below.csv'))).toContain("'below.csv' does not exist");
  });

  it.skipIf(isWindows)('says that access is denied (skipped on Windows, where no mode denies it)', async () => {
    const path = join(folder, 'secret.csv');
    await writeFile(path, 'filename\n');
    denyAccess(path);
    const module = new URL('../../../../src-main/engine/metadata/read-mapping.ts', import.meta.url);
    expect(callAsAnotherUser(module, 'readMapping', path)).toMatchObject({
      ok: false,
      failure: { code: 'MAPPING_INVALID', message: expect.stringContaining('access is denied') },
    });
  });

  it('refuses a file that is far too large before reading it', async () => {
    const path = join(folder, 'large.csv');
    const file = await open(path, 'w');
    await file.truncate(512 * 1024 * 1024 + 1);
    await file.close();
    expect(await refusal(path)).toBe("MAPPING_INVALID The mapping file 'large.csv' is larger than 512 MB.");
  });

  it('finds UTF-8 whatever stands at the borders of the chunks', async () => {
    for (const shift of [0, 1, 2, 3]) {
      const author = `${'x'.repeat(shift)}${'😀é'.repeat(250_000)}`;
      const result = await readMappingBytes('m.csv', Buffer.from(`filename,author\na.pdf,${author}\nb.pdf,Zoë\n`));
      expect(result.ok && result.value.format.encoding).toBe('utf-8');
      expect(result.ok && result.value.rows[0]?.values[0] === author).toBe(true);
    }
    const cut = await readMappingBytes('m.csv', Buffer.from('filename,author\na.pdf,Zoë').subarray(0, -1));
    expect(cut.ok && cut.value.format.encoding).toBe('windows-1252');
    expect(cut.ok && cut.value.warnings[0]?.line).toBe(2);
  });
});
