import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CommandOutput } from '../../contract/commands.ts';
import { failed, failure, type Result } from '../../contract/failure.ts';
import { LATEST_VERSION, libraryVersion } from '../library/migrate.ts';
import { BUSY_TIMEOUT_MS, libraryFile } from '../library/open-library.ts';
import { deleteRequest, insertRequest, readAnswer, type RequestAction } from '../library/requests.ts';
import { inTransaction } from '../library/statements.ts';

const PATIENCE_MS = 10_000;
const INTERVAL_MS = 50;

const noAnswer = (message: string): Result<never> =>
  failed(failure('LIBRARY_IN_USE', 'select', message, 'Look at its window or terminal, or try again.'));

const ask = async (
  database: DatabaseSync,
  action: RequestAction,
  batchOrSeriesId: string,
): Promise<Result<CommandOutput<RequestAction>>> => {
  const at = new Date().toISOString();
  const requestId = inTransaction(database, () => insertRequest(database, batchOrSeriesId, action, at));
  const giveUpAt = performance.now() + PATIENCE_MS;
  try {
    while (performance.now() < giveUpAt) {
      const answer = readAnswer(database, requestId);
      if (answer !== undefined) return answer;
      await sleep(INTERVAL_MS);
    }
  } finally {
    inTransaction(database, () => deleteRequest(database, requestId));
  }
  return noAnswer('The Stevedore that uses the library does not answer.');
};

/**
 * Asks the engine of another process, which holds the library, to pause or cancel a batch or series, and waits for its
 * answer (serve-requests.ts). LIBRARY_IN_USE when it does not answer within ten seconds or is of another version.
 */
export const askRunningEngine = async (
  dataFolder: string,
  action: RequestAction,
  batchOrSeriesId: string,
): Promise<Result<CommandOutput<RequestAction>>> => {
  const database = new DatabaseSync(libraryFile(dataFolder), { timeout: BUSY_TIMEOUT_MS });
  try {
    if (libraryVersion(database) !== LATEST_VERSION) {
      return noAnswer('The library is in use by a Stevedore of another version.');
    }
    return await ask(database, action, batchOrSeriesId);
  } finally {
    database.close();
  }
};
