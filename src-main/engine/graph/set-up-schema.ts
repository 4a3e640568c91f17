import { Neo4jError, type Driver } from 'neo4j-driver';
import { failed, failure, succeeded, type Result } from '../../contract/failure.ts';
import { readGraphSchema } from './read-graph-schema.ts';

const AWAIT_INDEXES = 'CALL db.awaitIndexes(300)';

const conflicting = (message: string): Result<never> => failed(failure('TARGET_SCHEMA_CONFLICT', 'publish', message));

/**
 * Makes the constraints and indexes that a database does not have yet. TARGET_SCHEMA_CONFLICT names label and property
 * when something of another tool stands in the way; nothing is written then. Driver errors are thrown.
 */
export const setUpSchema = async (driver: Driver, database: string): Promise<Result<null>> => {
  const { missing, conflicts } = await readGraphSchema(driver, database);
  const [first] = conflicts;
  if (first !== undefined) return conflicting(first.message);
  try {
    for (const create of missing) await driver.executeQuery(create, {}, { database });
  } catch (error) {
    // Another tool wrote its nodes between our look and our statement.
    if (!(error instanceof Neo4jError) || !/\.Schema\./u.test(error.code)) throw error;
    return conflicting('Nodes or indexes of another tool stand in the way of our constraints.');
  }
  if (missing.length > 0) await driver.executeQuery(AWAIT_INDEXES, {}, { database });
  return succeeded(null);
};
