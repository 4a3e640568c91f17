import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { selectFiles, type SelectionEntry } from '../../../../src-main/engine/selection/select-files.ts';
import { callAsAnotherUser, denyAccess, isWindows } from '../../../support/as-another-user.ts';
import { collectSelection } from '../../../support/collect-selection.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { writeFiles } from '../../../support/write-files.ts';

const filesOf = (entries: readonly SelectionEntry[]) => entries.filter((entry) => entry.type === 'file');
const relativePathsOf = (entries: readonly SelectionEntry[]): string[] =>
  filesOf(entries).map(({ relativePath }) => relativePath);
const ignoredOf = (root: string, entries: readonly SelectionEntry[]): Record<string, string> =>
  Object.fromEntries(
    entries.flatMap((entry) => (entry.type === 'ignored' ? [[path.relative(root, entry.path), entry.reason]] : [])),
  );

describe('selectFiles on a folder', () => {
  it('gives the files of all subfolders with their paths, names and sizes', async () => {
    const root = temporaryFolder();
    writeFiles(root, { 'a.txt': 'four', 'deep/er/b.PDF': 'x', 'deep/c.markdown': '', 'd.docx': 'xy' });
    expect(await collectSelection(root)).toEqual([
      { type: 'file', path: path.join(root, 'a.txt'), relativePath: 'a.txt', filename: 'a.txt', sizeBytes: 4 },
      { type: 'file', path: path.join(root, 'd.docx'), relativePath: 'd.docx', filename: 'd.docx', sizeBytes: 2 },
      expect.objectContaining({ relativePath: 'deep/c.markdown', filename: 'c.markdown', sizeBytes: 0 }),
      expect.objectContaining({ relativePath: 'deep/er/b.PDF', filename: 'b.PDF', sizeBytes: 1 }),
    ]);
  });

  it('leaves out what is no document, and says why for each', async () => {
    const root = temporaryFolder();
    writeFiles(root, {
      'kept.txt': 'x',
      '~$report.docx': 'x',
      '._kept.txt': 'x',
      '.DS_Store': 'x',
      'Thumbs.db': 'x',
      'Desktop.INI': 'x',
      '.hidden.txt': 'x',
      'table.xlsx': 'x',
      Makefile: 'x',
      'archive.tar.gz': 'x',
      '.git/config.txt': 'x',
      'node_modules/x/readme.md': 'x',
      '.cache/inside.txt': 'x',
    });
    const entries = await collectSelection(root);
    expect(relativePathsOf(entries)).toEqual(['kept.txt']);
    expect(ignoredOf(root, entries)).toEqual({
      '~$report.docx': 'A lock file of Microsoft Office.',
      '._kept.txt': 'A resource file of macOS.',
      '.DS_Store': 'A folder file of macOS.',
      'Thumbs.db': 'A thumbnail file of Windows.',
      'Desktop.INI': 'A folder file of Windows.',
      '.hidden.txt': 'A hidden file.',
      'table.xlsx': 'The format .xlsx cannot be loaded.',
      Makefile: 'A file without an extension.',
      'archive.tar.gz': 'The format .gz cannot be loaded.',
      '.git': 'A folder of version control.',
      node_modules: 'A folder of program packages.',
      '.cache': 'A hidden folder.',
    });
  });

  it('takes every document and nothing else: each entry comes once', async () => {
    const root = temporaryFolder();
    writeFiles(root, { 'b/1.txt': '', 'b/2.txt': '', 'a/1.txt': '', 'a.txt': '', 'B.txt': '', 'ä.txt': '' });
    const entries = await collectSelection(root);
    // By code units: capitals first, umlauts last, whatever the language of the system.
    expect(relativePathsOf(entries)).toEqual(['B.txt', 'a/1.txt', 'a.txt', 'b/1.txt', 'b/2.txt', 'ä.txt']);
    expect(new Set(entries.map((entry) => entry.path)).size).toBe(entries.length);
  });

  it('gives nothing for an empty folder', async () => {
    expect(await collectSelection(temporaryFolder())).toEqual([]);
  });

  it('keeps names of any script', async () => {
    const root = temporaryFolder();
    const names = ['日本語.txt', 'Übersicht.md', 'شرح.pdf', '📄 note.txt', 'a\u202eb.txt', 'zwei  Leerzeichen.txt'];
    writeFiles(root, Object.fromEntries(names.map((name) => [name, 'x'])));
    expect(relativePathsOf(await collectSelection(root)).toSorted()).toEqual(names.toSorted());
  });

  it.skipIf(isWindows)('follows no link: not to files, not to folders, not in a loop', async () => {
    const root = temporaryFolder();
    const elsewhere = temporaryFolder();
    writeFiles(elsewhere, { 'secret.txt': 'x' });
    writeFiles(root, { 'sub/real.txt': 'x' });
    symlinkSync(path.join(elsewhere, 'secret.txt'), path.join(root, 'link.txt'));
    symlinkSync(elsewhere, path.join(root, 'elsewhere'));
    symlinkSync(root, path.join(root, 'sub', 'loop.txt'));
    symlinkSync('nowhere', path.join(root, 'broken.txt'));
    const entries = await collectSelection(root);
    expect(relativePathsOf(entries)).toEqual(['sub/real.txt']);
    expect(ignoredOf(root, entries)).toMatchObject({
      'link.txt': 'Links are not followed.',
      'sub/loop.txt': 'Links are not followed.',
      'broken.txt': 'Links are not followed.',
    });
    expect(Object.keys(ignoredOf(root, entries))).toHaveLength(4);
  });

  it.skipIf(isWindows)('never opens a pipe', { timeout: 3000 }, async () => {
    const root = temporaryFolder();
    execFileSync('mkfifo', [path.join(root, 'pipe.txt')]);
    const entries = await collectSelection(root);
    expect(ignoredOf(root, entries)).toEqual({ 'pipe.txt': 'Not a regular file (a pipe, a socket or a device).' });
  });

  it.runIf(process.platform === 'linux')('lists names that are not UTF-8 instead of losing them', async () => {
    const root = temporaryFolder();
    writeFiles(root, { 'good.txt': 'x' });
    for (const byte of [0xff, 0xe4, 0xfe]) {
      writeFileSync(Buffer.concat([Buffer.from(`${root}/K`), Buffer.from([byte]), Buffer.from('se.txt')]), 'x');
    }
    const entries = await collectSelection(root);
    expect(relativePathsOf(entries)).toEqual(['good.txt']);
    expect(entries.flatMap((entry) => (entry.type === 'ignored' ? [entry] : []))).toEqual(
      ['Käse.txt', 'Kþse.txt', 'Kÿse.txt'].map((name) => ({
        type: 'ignored',
        path: path.join(root, name),
        reason: 'The filename is not valid UTF-8.',
      })),
    );
  });

  it('gives the first entry before it has read the rest of the tree', async () => {
    const root = temporaryFolder();
    writeFiles(root, { 'a/1.txt': 'x', 'b/2.txt': 'x' });
    const entries = selectFiles([root]);
    onTestFinished(async () => void (await entries.return(undefined)));
    expect(await entries.next()).toMatchObject({ value: { relativePath: 'a/1.txt' } });
    // What comes into a folder further on after the first entry is seen: that folder was not read yet.
    writeFiles(root, { 'b/late.txt': 'x' });
    expect(await entries.next()).toMatchObject({ value: { relativePath: 'b/2.txt' } });
    expect(await entries.next()).toMatchObject({ value: { relativePath: 'b/late.txt' } });
    expect(await entries.next()).toMatchObject({ done: true });
  });

  it.skipIf(isWindows)('lists a folder that cannot be read and goes on (skipped on Windows: no mode denies it)', () => {
    const root = temporaryFolder();
    writeFiles(root, { 'a/secret.txt': 'x', 'b/open.txt': 'x' });
    denyAccess(path.join(root, 'a'));
    onTestFinished(() => chmodSync(path.join(root, 'a'), 0o755));
    const module = new URL('../../../support/collect-selection.ts', import.meta.url);
    expect(callAsAnotherUser(module, 'collectSelection', root)).toEqual([
      { type: 'ignored', path: path.join(root, 'a'), reason: 'This folder cannot be read.' },
      expect.objectContaining({ type: 'file', relativePath: 'b/open.txt' }),
    ]);
  });
});

describe('selectFiles on files that are named', () => {
  it('takes them in the order given, whatever they are called', async () => {
    const root = temporaryFolder();
    const names = ['z.txt', 'table.xlsx', '.hidden.txt', '~$lock.docx', 'Thumbs.db', 'none'];
    const files = writeFiles(root, Object.fromEntries(names.map((name) => [name, 'xyz'])));
    const entries = await collectSelection(...files);
    expect(entries.map((entry) => entry.type)).toEqual(names.map(() => 'file'));
    expect(relativePathsOf(entries)).toEqual(names);
    expect(filesOf(entries).every(({ sizeBytes }) => sizeBytes === 3)).toBe(true);
  });

  it('takes one that does not exist, as it was named', async () => {
    const missing = path.join(temporaryFolder(), 'missing.pdf');
    expect(await collectSelection(missing)).toEqual([
      { type: 'file', path: missing, relativePath: 'missing.pdf', filename: 'missing.pdf', sizeBytes: 0 },
    ]);
  });

  it.skipIf(isWindows)('takes links and pipes without opening them', { timeout: 3000 }, async () => {
    const root = temporaryFolder();
    const [pipe, link] = [path.join(root, 'pipe.txt'), path.join(root, 'link.txt')];
    execFileSync('mkfifo', [pipe]);
    symlinkSync(root, link);
    expect(relativePathsOf(await collectSelection(pipe, link))).toEqual(['pipe.txt', 'link.txt']);
  });

  it('gives a file once that is named and also lies in a picked folder', async () => {
    const root = temporaryFolder();
    writeFiles(root, { 'a.txt': 'x', 'b.txt': 'x' });
    const named = path.join(root, 'b.txt');
    expect(relativePathsOf(await collectSelection(root, named))).toEqual(['a.txt', 'b.txt']);
    expect(relativePathsOf(await collectSelection(named, root, named))).toEqual(['b.txt', 'a.txt']);
  });

  it('resolves relative paths and dots before it compares', async () => {
    const root = temporaryFolder();
    const [file = ''] = writeFiles(root, { 'sub/a.txt': 'x' });
    const relative = path.relative(process.cwd(), file);
    const entries = await collectSelection(relative, `${root}/sub/../sub/./a.txt`, path.join(root, 'sub') + path.sep);
    expect(entries.map((entry) => entry.path)).toEqual([file]);
  });
});

describe('selectFiles on several folders', () => {
  it('gives a file once when one folder lies in the other, in either order', async () => {
    const root = temporaryFolder();
    writeFiles(root, { 'sub/a.txt': 'x', 'b.txt': 'x' });
    const sub = path.join(root, 'sub');
    for (const picked of [
      [root, sub],
      [sub, root],
      [root, root, sub, sub],
    ]) {
      const entries = await collectSelection(...picked);
      expect(relativePathsOf(entries)).toEqual(['b.txt', 'sub/a.txt']);
      expect(entries).toHaveLength(2);
    }
  });

  it('keeps apart folders whose names begin alike', async () => {
    const root = temporaryFolder();
    writeFiles(root, { 'a/1.txt': 'x', 'ab/2.txt': 'x' });
    expect(relativePathsOf(await collectSelection(path.join(root, 'a'), path.join(root, 'ab')))).toEqual([
      '1.txt',
      '2.txt',
    ]);
  });

  it('enters a folder that is picked itself, though it would be ignored inside another', async () => {
    const root = temporaryFolder();
    writeFiles(root, { '.vault/a.txt': 'x', 'node_modules/p/b.md': 'x', 'node_modules/q/c.md': 'x', 'd.txt': 'x' });
    const hidden = path.join(root, '.vault');
    expect(relativePathsOf(await collectSelection(hidden))).toEqual(['a.txt']);
    const both = await collectSelection(root, hidden, path.join(root, 'node_modules', 'p'));
    expect(
      filesOf(both)
        .map(({ filename }) => filename)
        .toSorted(),
    ).toEqual(['a.txt', 'b.md', 'd.txt']);
    expect(ignoredOf(root, both)).toEqual({ node_modules: 'A folder of program packages.' });
  });

  it.skipIf(isWindows)('enters a picked folder that another one reaches only through a link', async () => {
    const root = temporaryFolder();
    const elsewhere = temporaryFolder();
    mkdirSync(path.join(elsewhere, 'sub'));
    writeFiles(elsewhere, { 'sub/a.txt': 'x' });
    symlinkSync(elsewhere, path.join(root, 'link'));
    const entries = await collectSelection(root, path.join(root, 'link', 'sub'));
    expect(filesOf(entries).map(({ filename }) => filename)).toEqual(['a.txt']);
  });
});
