import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const LEAST_CHARACTERS = 8;

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Whether a request brings the key; takes as long for a wrong key as for the right one, whatever its length. */
export const isKey = (given: unknown, key: string): boolean =>
  typeof given === 'string' && timingSafeEqual(digest(given), digest(key));

const fileOf = (dataFolder: string): string => path.join(dataFolder, 'api-key');

const readKey = (file: string): string | undefined => {
  try {
    const key = readFileSync(file, 'utf8').trim();
    return key.length >= LEAST_CHARACTERS ? key : undefined;
  } catch {
    return undefined;
  }
};

/**
 * The key of the API: the given one, else that of the file `api-key` in the data folder, which only its owner can read
 * and which is made the first time.
 */
export const apiKeyOf = (given: string, dataFolder: string): { readonly key: string; readonly file?: string } => {
  if (given !== '') return { key: given };
  const file = fileOf(dataFolder);
  const known = readKey(file);
  if (known !== undefined) return { key: known, file };
  const key = randomBytes(32).toString('base64url');
  mkdirSync(dataFolder, { recursive: true });
  writeFileSync(file, `${key}\n`, { mode: 0o600 });
  return { key, file };
};
