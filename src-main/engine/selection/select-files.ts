import { isUtf8 } from 'node:buffer';
import { lstat, readdir } from 'node:fs/promises';
import path from 'node:path';
import type { Stats } from 'node:fs';
import { NO_OWN_RULES, type OwnRules } from './ignore-patterns.ts';
import { reasonToIgnoreFile, reasonToIgnoreFolder } from './ignore-rules.ts';

export interface SelectedFile {
  readonly type: 'file';
  /** Absolute. */
  readonly path: string;
  /** From the picked folder, with '/' between the parts; the filename for a file that was named itself. */
  readonly relativePath: string;
  readonly filename: string;
  /** 0 when a named file does not exist or cannot be looked at. */
  readonly sizeBytes: number;
}

export interface IgnoredEntry {
  readonly type: 'ignored';
  readonly path: string;
  readonly reason: string;
}

export type SelectionEntry = SelectedFile | IgnoredEntry;

const ignored = (entryPath: string, reason: string): IgnoredEntry => ({ type: 'ignored', path: entryPath, reason });

const lookAt = async (entryPath: string): Promise<Stats | undefined> => {
  try {
    return await lstat(entryPath);
  } catch {
    return undefined;
  }
};

const reasonOfKind = (stats: Stats): string =>
  stats.isSymbolicLink() ? 'Links are not followed.' : 'Not a regular file (a pipe, a socket or a device).';

/** By code units, so that the order is the same on every system and in every language. */
const byName = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

/** The names in a folder; those that are not UTF-8 come back as ignored, since nothing could open them again. */
const readNames = async (folder: string): Promise<{ names: string[]; unreadable: IgnoredEntry[] }> => {
  const raw = (await readdir(folder, { encoding: 'buffer' })).toSorted(Buffer.compare);
  const names: string[] = [];
  const unreadable: IgnoredEntry[] = [];
  for (const bytes of raw) {
    if (isUtf8(bytes)) names.push(bytes.toString('utf8'));
    else unreadable.push(ignored(path.join(folder, bytes.toString('latin1')), 'The filename is not valid UTF-8.'));
  }
  return { names: names.toSorted(byName), unreadable };
};

/** What was picked, by absolute paths; `entered` collects the picked folders that a walk has come to. */
interface Picked {
  readonly ownRules: OwnRules;
  readonly files: ReadonlySet<string>;
  readonly folders: ReadonlySet<string>;
  readonly entered: Set<string>;
}

async function* walkFolder(root: string, folder: string, picked: Picked): AsyncGenerator<SelectionEntry> {
  if (picked.folders.has(folder)) picked.entered.add(folder);
  let found: Awaited<ReturnType<typeof readNames>>;
  try {
    found = await readNames(folder);
  } catch {
    yield ignored(folder, 'This folder cannot be read.');
    return;
  }
  yield* found.unreadable;
  for (const name of found.names) {
    const entryPath = path.join(folder, name);
    if (picked.files.has(entryPath) || picked.entered.has(entryPath)) continue;
    const stats = await lookAt(entryPath);
    const relativePath = path.relative(root, entryPath).split(path.sep).join('/');
    if (stats === undefined) {
      yield ignored(entryPath, 'It cannot be looked at: it is gone, or access is denied.');
    } else if (stats.isDirectory()) {
      const reason = picked.folders.has(entryPath)
        ? undefined
        : (reasonToIgnoreFolder(name) ?? picked.ownRules(name, relativePath, true));
      if (reason === undefined) yield* walkFolder(root, entryPath, picked);
      else yield ignored(entryPath, reason);
    } else {
      const reason =
        reasonToIgnoreFile(name) ?? (stats.isFile() ? picked.ownRules(name, relativePath, false) : reasonOfKind(stats));
      if (reason === undefined) {
        yield { type: 'file', path: entryPath, relativePath, filename: name, sizeBytes: stats.size };
      } else {
        yield ignored(entryPath, reason);
      }
    }
  }
}

/**
 * Walks files and folders in the order they are given, folders recursively in the order of names, one entry at a
 * time. Nothing is opened and no link is followed. A file that is named itself is always a file of the selection,
 * even when it does not exist, and a folder that is picked itself is always entered; a file that is reached twice
 * comes once.
 *
 * @param paths absolute or relative to the working folder
 * @param ownRules what the person ignores inside of picked folders, beside the rules that always hold
 */
export async function* selectFiles(
  paths: readonly string[],
  ownRules: OwnRules = NO_OWN_RULES,
): AsyncGenerator<SelectionEntry> {
  const wanted = [...new Set(paths.map((entryPath) => path.resolve(entryPath)))];
  const looked = await Promise.all(wanted.map(async (entryPath) => ({ entryPath, stats: await lookAt(entryPath) })));
  const isFolder = ({ stats }: (typeof looked)[number]): boolean => stats?.isDirectory() === true;
  const files = new Set(looked.filter((entry) => !isFolder(entry)).map(({ entryPath }) => entryPath));
  const folders = new Set(looked.filter(isFolder).map(({ entryPath }) => entryPath));
  const picked: Picked = { ownRules, files, folders, entered: new Set() };
  const isInside = (entryPath: string) =>
    [...folders].some(
      (folder) => folder !== entryPath && entryPath.startsWith(folder.endsWith(path.sep) ? folder : folder + path.sep),
    );
  for (const { entryPath, stats } of looked) {
    if (stats?.isDirectory() === true) {
      if (!isInside(entryPath)) yield* walkFolder(entryPath, entryPath, picked);
    } else {
      const filename = path.basename(entryPath);
      yield { type: 'file', path: entryPath, relativePath: filename, filename, sizeBytes: stats?.size ?? 0 };
    }
  }
  // Picked folders that lie in another one, but below a folder that is ignored there or behind a link.
  for (const folder of folders) {
    if (!picked.entered.has(folder)) yield* walkFolder(folder, folder, picked);
  }
}
