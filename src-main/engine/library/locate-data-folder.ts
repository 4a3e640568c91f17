import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { failure, type Failure } from '../../contract/failure.ts';
import { systemDataFolder, type DataFolderInput } from './data-folder.ts';

/** In the system's usual place, once the library was moved away from there; docs/adr/0016. */
const pointerOf = (standardFolder: string): string => path.join(standardFolder, 'moved-to.json');

const pointerSchema = z.object({ data_folder: z.string().min(1), previous_folder: z.string().min(1) });

export interface LocatedDataFolder {
  readonly folder: string;
  /** The system's usual place. */
  readonly standardFolder: string;
  /** STEVEDORE_DATA_DIR names the folder: it cannot be moved. */
  readonly isFixed: boolean;
  /** Where the library was before it was moved; what is there was kept. */
  readonly previousFolder?: string;
  /** Why nothing may be made in `folder`: an empty library would take the place of one that is only out of reach. */
  readonly problem?: Failure;
}

const unreadable = (file: string): Failure =>
  failure(
    'LIBRARY_UNUSABLE',
    'store',
    `The file ${file}, which says where the library is, cannot be read.`,
    'Remove it when the library is in that folder, or name the folder in STEVEDORE_DATA_DIR.',
  );

const missing = (folder: string): Failure =>
  failure(
    'LIBRARY_UNUSABLE',
    'store',
    `The data folder ${folder}, to which the library was moved, cannot be found.`,
    'Connect the drive it is on and start Stevedore again, or name another folder in STEVEDORE_DATA_DIR.',
  );

/** The data folder: STEVEDORE_DATA_DIR, else where the library was moved to, else the system's usual place. */
export const locateDataFolder = (input: DataFolderInput): LocatedDataFolder => {
  const standardFolder = systemDataFolder(input);
  const given = input.environment['STEVEDORE_DATA_DIR'] ?? '';
  if (given !== '') return { folder: path.resolve(given), standardFolder, isFixed: true };
  const pointer = pointerOf(standardFolder);
  if (!existsSync(pointer)) return { folder: standardFolder, standardFolder, isFixed: false };
  try {
    const moved = pointerSchema.parse(JSON.parse(readFileSync(pointer, 'utf8')));
    const { data_folder: folder, previous_folder: previousFolder } = moved;
    const found = { folder, standardFolder, isFixed: false, previousFolder };
    return existsSync(folder) ? found : { ...found, problem: missing(folder) };
  } catch {
    return { folder: standardFolder, standardFolder, isFixed: false, problem: unreadable(pointer) };
  }
};

/** Says, in one step, where the library is from now on. */
export const pointToDataFolder = (standardFolder: string, folder: string, previousFolder: string): void => {
  mkdirSync(standardFolder, { recursive: true });
  const pointer = pointerOf(standardFolder);
  const fresh = `${pointer}.${process.pid}.new`;
  const text = JSON.stringify({ data_folder: folder, previous_folder: previousFolder }, undefined, 2);
  writeFileSync(fresh, `${text}\n`, { flush: true });
  renameSync(fresh, pointer);
};
