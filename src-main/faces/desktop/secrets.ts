import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { safeStorage } from 'electron';
import type { Log } from '../../engine/logging/log.ts';

/**
 * The password of the Neo4j user: encrypted by the system's keyring in a file of the data folder. Where the system has
 * no keyring, Chromium would encrypt with a fixed key (the backend basic_text): then the password is kept in memory alone.
 */
export const createSecrets = (dataFolder: () => string, log: Log) => {
  const fileNow = (): string => path.join(dataFolder(), 'neo4j-password');
  let inMemory: string | undefined;

  const hasKeyring = async (): Promise<boolean> => {
    const isAvailable = await safeStorage.isAsyncEncryptionAvailable();
    return isAvailable && (process.platform !== 'linux' || safeStorage.getSelectedStorageBackend() !== 'basic_text');
  };
  const read = async (): Promise<string | undefined> => {
    if (inMemory !== undefined) return inMemory;
    const file = fileNow();
    if (!existsSync(file) || !(await hasKeyring())) return process.env['NEO4J_PASSWORD'];
    try {
      const { result } = await safeStorage.decryptStringAsync(readFileSync(file));
      return result;
    } catch (error) {
      log.warn('The stored password cannot be decrypted any more', { error: String(error) });
      return undefined;
    }
  };
  return {
    hasKeyring,
    read,
    /** Keeps a password, '' removes it; tells whether it will be there at the next start. */
    set: async (password: string): Promise<boolean> => {
      inMemory = undefined;
      const file = fileNow();
      rmSync(file, { force: true });
      if (password === '') return false;
      if (await hasKeyring()) {
        writeFileSync(file, await safeStorage.encryptStringAsync(password), { mode: 0o600 });
        return true;
      }
      inMemory = password;
      return false;
    },
  };
};
export type Secrets = ReturnType<typeof createSecrets>;
