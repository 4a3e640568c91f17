import type { ManagedTransaction } from 'neo4j-driver';
import { failed, failure, succeeded, type Result } from '../../contract/failure.ts';
import type { Neo4jTarget } from './graph-types.ts';
import { targetFailure } from './target-failure.ts';

const ABANDONED = 'Publishing was stopped.';

const whenAborted = (
  signal: AbortSignal | undefined,
): { readonly promise: Promise<never>; readonly stop: () => void } => {
  let onAbort = (): void => undefined;
  const promise = new Promise<never>((_resolve, reject) => {
    onAbort = () => reject(new AbandonedError());
    if (signal?.aborted === true) onAbort();
    signal?.addEventListener('abort', onAbort, { once: true });
  });
  return { promise, stop: () => signal?.removeEventListener('abort', onAbort) };
};

class AbandonedError extends Error {}

/**
 * Runs one managed transaction, which the driver may run again after a deadlock or when the server comes back: what it
 * does must be idempotent. Fails with what the error means (target-failure.ts); bugs of ours throw. After an abort of
 * the signal nobody waits for the server any more; it may have committed all the same.
 */
export const writeToTarget = async <T>(
  { driver, database }: Pick<Neo4jTarget, 'driver' | 'database'>,
  work: (transaction: ManagedTransaction) => Promise<T>,
  signal?: AbortSignal,
): Promise<Result<T>> => {
  const session = driver.session({ database });
  const aborted = whenAborted(signal);
  aborted.promise.catch(() => undefined);
  const written = session.executeWrite(work);
  written.catch(() => undefined);
  try {
    return succeeded(await Promise.race([written, aborted.promise]));
  } catch (error) {
    if (error instanceof AbandonedError) return failed(failure('TARGET_UNAVAILABLE', 'publish', ABANDONED));
    const why = targetFailure(error);
    if (why === undefined) throw error;
    return failed(why);
  } finally {
    aborted.stop();
    // Closing waits for the server, which may be what does not answer.
    const closed = session.close().catch(() => undefined);
    if (signal?.aborted !== true) await closed;
  }
};
