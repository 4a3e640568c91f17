import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Writes texts below a folder; gives that folder. */
export const writeTexts = (folder: string, files: Readonly<Record<string, string>>): string => {
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
  return folder;
};

/** Texts of their own content, long enough that loading them takes a while. */
export const writeMany = (folder: string, count: number, repeat = 1): string =>
  writeTexts(
    folder,
    Object.fromEntries(
      Array.from({ length: count }, (_, at) => [
        `${String(at).padStart(3, '0')}.txt`,
        `Document ${at} of ${folder}.\n\n${'A crane lifts the container from the quay to the ship. '.repeat(repeat)}`,
      ]),
    ),
  );
