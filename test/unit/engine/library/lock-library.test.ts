import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { lockLibrary } from '../../../../src-main/engine/library/lock-library.ts';
import { holdLibrary } from '../../../support/hold-library.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { failureOf, valueOf } from '../../../support/unwrap.ts';

describe('lockLibrary', () => {
  it('makes the data folder, is free again after a release, and leaves no process id behind', () => {
    const folder = path.join(temporaryFolder(), 'new', 'folder');
    const first = valueOf(lockLibrary(folder));
    expect(readFileSync(path.join(folder, 'engine.pid'), 'utf8')).toBe(`${process.pid}\n`);
    first.release();
    expect(existsSync(path.join(folder, 'engine.pid'))).toBe(false);
    valueOf(lockLibrary(folder)).release();
  });

  it('is held by one engine at a time, also within a process', () => {
    const folder = temporaryFolder();
    const { release } = valueOf(lockLibrary(folder));
    expect(failureOf(lockLibrary(folder))).toMatchObject({
      code: 'LIBRARY_IN_USE',
      message: `The library in ${folder} is in use by another Stevedore (process ${process.pid}).`,
      retryable: true,
    });
    release();
  });

  it('is refused while another process holds it, names that process, and is free when it was killed', async () => {
    const folder = temporaryFolder();
    const { child, said } = await holdLibrary(folder);
    expect(said).toBe('locked');
    expect(failureOf(lockLibrary(folder)).message).toContain(`(process ${child.pid})`);
    const second = await holdLibrary(folder);
    expect(second.said).toBe('LIBRARY_IN_USE');
    // The refused one has not written its own process id over that of the holder.
    expect(failureOf(lockLibrary(folder)).message).toContain(`(process ${child.pid})`);

    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(existsSync(path.join(folder, 'engine.pid'))).toBe(true);
    valueOf(lockLibrary(folder)).release();
  });

  it('refuses without a number when the process id beside it is unreadable', () => {
    const folder = temporaryFolder();
    const { release } = valueOf(lockLibrary(folder));
    writeFileSync(path.join(folder, 'engine.pid'), 'rm -rf\n');
    expect(failureOf(lockLibrary(folder)).message).toBe(`The library in ${folder} is in use by another Stevedore.`);
    release();
  });

  it('says that the folder cannot be written when a file stands in its place', () => {
    const file = path.join(temporaryFolder(), 'file');
    writeFileSync(file, 'x');
    expect(failureOf(lockLibrary(path.join(file, 'data')))).toMatchObject({
      code: 'LIBRARY_UNUSABLE',
      message: `The data folder ${path.join(file, 'data')} cannot be written.`,
    });
    expect(readFileSync(file, 'utf8')).toBe('x');
  });
});
