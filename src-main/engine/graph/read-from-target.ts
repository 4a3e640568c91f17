import type { ManagedTransaction } from 'neo4j-driver';
import { failed, succeeded, type Result } from '../../contract/failure.ts';
import type { Neo4jTarget } from './graph-types.ts';
import { targetFailure } from './target-failure.ts';

/** Runs one managed transaction that reads. Fails with what an error means (target-failure.ts); bugs of ours throw. */
export const readFromTarget = async <T>(
  { driver, database }: Pick<Neo4jTarget, 'driver' | 'database'>,
  work: (transaction: ManagedTransaction) => Promise<T>,
): Promise<Result<T>> => {
  const session = driver.session({ database });
  try {
    return succeeded(await session.executeRead(work));
  } catch (error) {
    const why = targetFailure(error);
    if (why === undefined) throw error;
    return failed(why);
  } finally {
    await session.close();
  }
};
