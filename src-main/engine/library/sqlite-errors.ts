/** Primary result codes (https://www.sqlite.org/rescode.html). */
const SQLITE_BUSY = 5;
const SQLITE_LOCKED = 6;
const SQLITE_CORRUPT = 11;
const SQLITE_FULL = 13;
const SQLITE_NOTADB = 26;
/** The extended code for the index of the write-ahead log, which cannot grow on a full disk. */
const SQLITE_IOERR_SHMSIZE = 4874;

/** The primary result code of an error that SQLite threw, or undefined for any other error. */
export const sqliteCode = (error: unknown): number | undefined =>
  error instanceof Error && 'errcode' in error && typeof error.errcode === 'number' ? error.errcode & 0xff : undefined;

/** Whether another process holds a lock that we waited for in vain. */
export const isBusy = (error: unknown): boolean => [SQLITE_BUSY, SQLITE_LOCKED].includes(sqliteCode(error) ?? 0);

/** Whether a write failed because the disk, or the person's share of it, is full. */
export const isDiskFull = (error: unknown): boolean => {
  if (!(error instanceof Error)) return false;
  if (sqliteCode(error) === SQLITE_FULL) return true;
  if ('errcode' in error && error.errcode === SQLITE_IOERR_SHMSIZE) return true;
  return 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');
};

/** Whether SQLite found that a file is no database, or one whose parts do not fit together. */
export const isCorrupt = (error: unknown): boolean => [SQLITE_CORRUPT, SQLITE_NOTADB].includes(sqliteCode(error) ?? 0);
