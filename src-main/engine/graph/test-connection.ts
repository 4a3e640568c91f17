import { performance } from 'node:perf_hooks';
import { Neo4jError, type Driver } from 'neo4j-driver';
import { z } from 'zod';
import { failed, succeeded, type Result } from '../../contract/failure.ts';
import type { TargetReport } from '../../contract/target.ts';
import { readDatabaseInfo } from './connect-target.ts';
import type { TargetSettings } from './graph-types.ts';
import { openDriver } from './open-driver.ts';
import { readGraphSchema } from './read-graph-schema.ts';
import { targetFailure } from './target-failure.ts';

const COMPONENTS = `
  CALL dbms.components() YIELD name, versions, edition
  WITH name, versions, edition WHERE name = 'Neo4j Kernel' RETURN versions[0] AS version, edition`;
const PING = 'RETURN 1 AS answer';
const COUNTS = `
  OPTIONAL MATCH (d:Document {loader: 'stevedore', complete: true})
  RETURN count(d) AS documents, coalesce(sum(d.chunk_count), 0) AS chunks`;
const PROBE = 'CREATE (n:StevedoreProbe) RETURN count(n) AS nodes';

const componentSchema = z.object({ version: z.string(), edition: z.string() });
const countsSchema = z.object({ documents: z.int(), chunks: z.int() });

/** Whether a statement is allowed; the transaction is rolled back and leaves nothing. */
const isAllowed = async (driver: Driver, database: string, statement: string, mode: 'READ' | 'WRITE') => {
  const session = driver.session({ database, defaultAccessMode: mode });
  try {
    const transaction = await session.beginTransaction();
    try {
      await transaction.run(statement);
    } finally {
      if (transaction.isOpen()) await transaction.rollback();
    }
    return true;
  } catch (error) {
    if (error instanceof Neo4jError && targetFailure(error)?.code === 'TARGET_FORBIDDEN') return false;
    throw error;
  } finally {
    await session.close();
  }
};

const report = async (driver: Driver, settings: TargetSettings): Promise<TargetReport> => {
  const { id, name: database } = await readDatabaseInfo(driver, settings.database);
  const read = async (query: string): Promise<unknown> => {
    const { records } = await driver.executeQuery(query, {}, { database, routing: 'READ' });
    return records[0]?.toObject();
  };
  const began = performance.now();
  await read(PING);
  const latency = performance.now() - began;
  const { version, edition } = componentSchema.parse(await read(COMPONENTS));
  const mayRead = await isAllowed(driver, database, COUNTS, 'READ');
  const counts = mayRead ? countsSchema.parse(await read(COUNTS)) : { documents: 0, chunks: 0 };
  const { indexes, conflicts } = await readGraphSchema(driver, database);
  return {
    uri: settings.uri,
    username: settings.username,
    version,
    edition,
    database,
    database_id: id,
    latency_ms: Math.round(latency * 10) / 10,
    may_read: mayRead,
    may_write: await isAllowed(driver, database, PROBE, 'WRITE'),
    indexes,
    conflicts: [...conflicts],
    documents_count: counts.documents,
    chunks_count: counts.chunks,
  };
};

/**
 * Tests a connection to Neo4j and tells what is there. Leaves nothing in the database. Fails as connectTarget does,
 * except that conflicts of the schema are part of the answer.
 */
export const testConnection = async (settings: TargetSettings): Promise<Result<TargetReport>> => {
  const opened = openDriver(settings);
  if (!opened.ok) return opened;
  try {
    return succeeded(await report(opened.value, settings));
  } catch (error) {
    const why = targetFailure(error);
    if (why === undefined) throw error;
    return failed(why);
  } finally {
    await opened.value.close();
  }
};
