import type { Driver } from 'neo4j-driver';
import { z } from 'zod';
import { failed, succeeded, type Result } from '../../contract/failure.ts';
import type { Neo4jTarget, TargetSettings } from './graph-types.ts';
import { openDriver } from './open-driver.ts';
import { setUpSchema } from './set-up-schema.ts';
import { targetFailure } from './target-failure.ts';

const DATABASE_INFO = 'CALL db.info() YIELD id, name RETURN id, name';
const databaseInfoSchema = z.object({ id: z.string(), name: z.string() });

/** The name of a database, that of the user's home database for '', and its own id. Driver errors are thrown. */
export const readDatabaseInfo = async (
  driver: Driver,
  database: string,
): Promise<Readonly<z.infer<typeof databaseInfoSchema>>> => {
  // Not executeQuery, which tries again for a quarter of a minute: whoever waits here wants to know at once.
  const session = driver.session({ defaultAccessMode: 'READ', ...(database !== '' && { database }) });
  try {
    const { records } = await session.run(DATABASE_INFO);
    return databaseInfoSchema.parse(records[0]?.toObject());
  } finally {
    await session.close();
  }
};

/**
 * Connects to a Neo4j database and sets its schema up. Fails with INVALID_REQUEST for an address that is none, or with
 * the TARGET_* code that says what is wrong; only bugs throw.
 */
export const connectTarget = async (settings: TargetSettings): Promise<Result<Neo4jTarget>> => {
  const opened = openDriver(settings);
  if (!opened.ok) return opened;
  const driver = opened.value;
  const close = (): Promise<void> => driver.close();
  try {
    const { id, name } = await readDatabaseInfo(driver, settings.database);
    const schema = await setUpSchema(driver, name);
    if (schema.ok) return succeeded({ driver, database: name, targetId: id, close });
    await close();
    return schema;
  } catch (error) {
    await close();
    const why = targetFailure(error);
    if (why === undefined) throw error;
    return failed(why);
  }
};
