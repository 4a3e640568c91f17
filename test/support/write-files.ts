import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Writes files by their paths below a folder, making the folders between; gives their absolute paths in order. */
export const writeFiles = (folder: string, files: Readonly<Record<string, string | Uint8Array>>): string[] =>
  Object.entries(files).map(([relativePath, content]) => {
    const file = path.join(folder, relativePath);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
    return file;
  });
