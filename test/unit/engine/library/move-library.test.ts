import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { locateDataFolder, pointToDataFolder } from '../../../../src-main/engine/library/locate-data-folder.ts';
import { lockLibrary } from '../../../../src-main/engine/library/lock-library.ts';
import { moveLibrary } from '../../../../src-main/engine/library/move-library.ts';
import { load, testEngine } from '../../../support/test-engine.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { failureOf, valueOf } from '../../../support/unwrap.ts';
import { writeFiles } from '../../../support/write-files.ts';

/** A closed library with one document, and what else lies in a data folder. */
const makeLibrary = async (): Promise<string> => {
  const { engine, dataFolder, close } = testEngine();
  const folder = temporaryFolder();
  writeFiles(folder, { 'a.txt': 'some words about cranes' });
  await load(engine, folder);
  close();
  writeFiles(dataFolder, {
    'metadata-schema.json': '{"fields": {}}',
    'logs/engine.log': '{}\n',
    'neo4j-password': 'x',
  });
  chmodSync(path.join(dataFolder, 'neo4j-password'), 0o600);
  return dataFolder;
};

const neverCommitted = (): void => {
  throw new Error('committed');
};

describe('moving a library', () => {
  it('copies all that belongs to it, then commits, and leaves the old one as it was', async () => {
    const from = await makeLibrary();
    const to = temporaryFolder();
    const before = readdirSync(from);
    let isCommitted = false;
    const moved = valueOf(await moveLibrary(from, to, () => void (isCommitted = true)));
    expect(isCommitted).toBe(true);
    expect(moved.sizeBytes).toBeGreaterThan(10_000);
    expect(readdirSync(from)).toEqual(before);
    expect(readFileSync(path.join(to, 'metadata-schema.json'), 'utf8')).toBe('{"fields": {}}');
    expect(existsSync(path.join(to, 'engine.pid'))).toBe(false);
    if (process.platform !== 'win32') expect(statSync(path.join(to, 'neo4j-password')).mode & 0o777).toBe(0o600);
    const { engine } = testEngine({ dataFolder: to });
    const { hits } = valueOf(await engine.call('library.search', { words: 'cranes' }));
    expect(hits.map(({ filename }) => filename)).toEqual(['a.txt']);
  });

  it('refuses a folder that is not empty or not there, and changes nothing', async () => {
    const from = await makeLibrary();
    const to = temporaryFolder();
    writeFiles(to, { 'x.txt': '' });
    expect(failureOf(await moveLibrary(from, to, neverCommitted)).message).toContain('is not empty');
    expect(readdirSync(to)).toEqual(['x.txt']);
    const gone = path.join(to, 'gone');
    expect(failureOf(await moveLibrary(from, gone, neverCommitted)).message).toContain('cannot be written');
    expect(existsSync(gone)).toBe(false);
  });

  it('refuses a folder inside of the old one, and the other way round', async () => {
    const from = await makeLibrary();
    const inside = path.join(from, 'inside');
    mkdirSync(inside);
    expect(failureOf(await moveLibrary(from, inside, neverCommitted)).code).toBe('INVALID_REQUEST');
    expect(failureOf(await moveLibrary(from, path.dirname(from), neverCommitted)).code).toBe('INVALID_REQUEST');
  });

  it('refuses a library that is in use', async () => {
    const from = await makeLibrary();
    const { release } = valueOf(lockLibrary(from));
    expect(failureOf(await moveLibrary(from, temporaryFolder(), neverCommitted)).code).toBe('LIBRARY_IN_USE');
    release();
  });

  it('waits for uploads that a batch still needs', async () => {
    const from = await makeLibrary();
    writeFiles(from, { 'uploads/u/1/a.txt': 'x' });
    expect(failureOf(await moveLibrary(from, temporaryFolder(), neverCommitted)).message).toContain('over HTTP');
  });

  it('leaves nothing of the copy when it cannot say where the library is', async () => {
    const from = await makeLibrary();
    const to = temporaryFolder();
    const blocked = path.join(temporaryFolder(), 'a file');
    writeFileSync(blocked, '');
    const failed = await moveLibrary(from, to, () => pointToDataFolder(blocked, to, from));
    expect(failureOf(failed).code).toBe('INVALID_REQUEST');
    expect(readdirSync(to)).toEqual([]);
    expect(existsSync(path.join(from, 'metadata-schema.json'))).toBe(true);
  });
});

describe('where the data folder is', () => {
  const locate = (home: string, environment: Record<string, string> = {}) =>
    locateDataFolder({ platform: 'linux', environment, homeFolder: home });

  it('is the usual place, then where it was moved to; the environment counts more', () => {
    const home = temporaryFolder();
    const { folder: standard } = locate(home);
    const to = temporaryFolder();
    pointToDataFolder(standard, to, standard);
    expect(locate(home)).toEqual({ folder: to, standardFolder: standard, isFixed: false, previousFolder: standard });
    expect(locate(home, { STEVEDORE_DATA_DIR: '/elsewhere' })).toMatchObject({ folder: '/elsewhere', isFixed: true });
  });

  it('is a problem when it cannot be found or read, never an empty library in its place', () => {
    const home = temporaryFolder();
    const { folder: standard } = locate(home);
    pointToDataFolder(standard, path.join(home, 'unplugged'), standard);
    expect(locate(home).problem).toMatchObject({ code: 'LIBRARY_UNUSABLE' });
    expect(existsSync(path.join(home, 'unplugged'))).toBe(false);
    writeFileSync(path.join(standard, 'moved-to.json'), 'half a');
    expect(locate(home).problem?.message).toContain('moved-to.json');
  });
});
