import { temporaryFolder } from './temporary-folder.ts';
import { writeFiles } from './write-files.ts';

/** The name of a file of `manyFiles`: names are in the order of their numbers, from 0. */
export const numbered = (index: number): string => `${String(index).padStart(3, '0')}.txt`;

/** A new folder with so many texts; no two have the same content, those of two folders neither. */
export const manyFiles = (count: number): string => {
  const folder = temporaryFolder();
  writeFiles(
    folder,
    Object.fromEntries(Array.from({ length: count }, (_, index) => [numbered(index), `text ${index} of ${folder}`])),
  );
  return folder;
};
