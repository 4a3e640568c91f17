import path from 'node:path';
import { kindOfExtension } from '../extraction/kinds.ts';

const IGNORED_FILES = new Map([
  ['.ds_store', 'A folder file of macOS.'],
  ['thumbs.db', 'A thumbnail file of Windows.'],
  ['desktop.ini', 'A folder file of Windows.'],
]);
const IGNORED_FOLDERS = new Map([
  ['.git', 'A folder of version control.'],
  ['node_modules', 'A folder of program packages.'],
]);

/** Why a folder inside a selection is not entered, or undefined when it is. */
export const reasonToIgnoreFolder = (name: string): string | undefined =>
  IGNORED_FOLDERS.get(name.toLowerCase()) ?? (name.startsWith('.') ? 'A hidden folder.' : undefined);

/** Why a file inside a selected folder is left out, or undefined when it is loaded. */
export const reasonToIgnoreFile = (name: string): string | undefined => {
  const known = IGNORED_FILES.get(name.toLowerCase());
  if (known !== undefined) return known;
  if (name.startsWith('~$')) return 'A lock file of Microsoft Office.';
  if (name.startsWith('._')) return 'A resource file of macOS.';
  if (name.startsWith('.')) return 'A hidden file.';
  if (kindOfExtension(name) !== undefined) return undefined;
  const extension = path.extname(name);
  return extension === '' ? 'A file without an extension.' : `The format ${extension} cannot be loaded.`;
};
