import { existsSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const RESERVE_BYTES = 4 * 1024 * 1024;

const reserveFile = (dataFolder: string): string => path.join(dataFolder, 'reserve');

/**
 * Keeps some space of the disk in a file, so that on a full disk there is room to write down that a batch is paused.
 * Where there is no space for it, there is no reserve.
 */
export const keepReserve = (dataFolder: string): void => {
  if (existsSync(reserveFile(dataFolder))) return;
  try {
    writeFileSync(reserveFile(dataFolder), Buffer.alloc(RESERVE_BYTES, 1), { flag: 'wx' });
  } catch {
    rmSync(reserveFile(dataFolder), { force: true });
  }
};

/** Gives the reserved space free. */
export const freeReserve = (dataFolder: string): void => rmSync(reserveFile(dataFolder), { force: true });
