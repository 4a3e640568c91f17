import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import neo4j, { type Driver } from 'neo4j-driver';
import { createEngine } from '../../src-main/engine/engine.ts';
import { chunkProperties, documentProperties, toParameter } from '../../src-main/engine/graph/document-properties.ts';
import { sourceKey } from '../../src-main/engine/graph/write-sources.ts';
import { openLibraryForReading } from '../../src-main/engine/library/open-library.ts';
import { readBatchDocuments } from '../../src-main/engine/library/batch-documents.ts';
import { listBatches } from '../../src-main/engine/library/history.ts';
import { documentsToPublish } from '../../src-main/engine/queue/read-to-publish.ts';
import { startExtractor } from '../../src-main/faces/cli/start-extractor.ts';
import { findJavaHome } from '../neo4j/server/find-java.ts';
import { startServer, type TestServer } from '../neo4j/server/start-server.ts';
import { valueOf } from '../support/unwrap.ts';
import { writeFiles } from '../support/write-files.ts';
import { publishBare, type BareDocument } from './publish-bare.ts';

/**
 * `npm run bench:publish`: chunks per second of publishing 2,000 stored documents of 10 chunks, as a ratio to a bare
 * driver loop that writes the same graph from memory in groups of 200 documents. Both write to the same server, empty
 * each time, and take turns. The engine's figure includes reading the library and marking there what is published.
 */
const DOCUMENTS = 2000;
const CHUNKS = 10;
const ROUNDS = 4;
const GOAL_RATIO = 0.8;

const SENTENCE = 'A crane lifts the container from the quay to the ship, slowly and with care. ';

/** A text that is cut into ten chunks of the default size. */
const textOf = (at: number): string =>
  Array.from({ length: CHUNKS }, (_, part) => `Part ${part} of document ${at}. ${SENTENCE.repeat(16)}`).join('\n\n');

const makeFiles = (folder: string): { readonly files: string; readonly mapping: string } => {
  const names = Array.from({ length: DOCUMENTS }, (_, at) => `${String(at).padStart(4, '0')}.txt`);
  writeFiles(folder, Object.fromEntries(names.map((name, at) => [`in/${name}`, textOf(at)])));
  const rows = names.map((name, at) => `${name},author ${at % 40},"tag ${at % 60},tag ${at % 25}"`);
  const [mapping = ''] = writeFiles(folder, { 'mapping.csv': ['filename,author,tags', ...rows].join('\n') });
  return { files: path.join(folder, 'in'), mapping };
};

const openEngine = (dataFolder: string, server: TestServer) =>
  valueOf(
    createEngine({
      dataFolder,
      environment: { NEO4J_URI: server.uri, WORKSTATION_NAME: 'bench' },
      secrets: { readNeo4jPassword: () => Promise.resolve(server.password) },
      startExtractor,
      log: { info: () => undefined, warn: console.warn, error: console.error },
    }),
  );

const readBare = (dataFolder: string): BareDocument[] => {
  const database = valueOf(openLibraryForReading(dataFolder));
  const ids = listBatches(database, DOCUMENTS, 0)
    .batches.flatMap(({ batch_id }) => readBatchDocuments(database, batch_id))
    .map(({ document_id }) => document_id);
  const documents = documentsToPublish(database, ids).map((document): BareDocument => {
    const { documentId, metadata, sources, readChunks, chunkCount } = document;
    const [source] = sources;
    if (source === undefined) throw new Error('A document has no source');
    const tags = metadata['tags'];
    return {
      properties: toParameter(documentProperties(document)),
      chunks: readChunks(0, chunkCount).map((chunk) => chunkProperties(documentId, chunk)),
      source: { key: sourceKey(source), uri: source.uri, workstation: source.workstation, loader: 'stevedore' },
      author: String(metadata['author']),
      tags: Array.isArray(tags) ? tags : [],
    };
  });
  database.close();
  return documents;
};

const emptyDatabase = async (driver: Driver): Promise<void> => {
  const session = driver.session();
  await session.run('MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS');
  await session.close();
};

const countChunks = async (driver: Driver): Promise<number> => {
  const { records } = await driver.executeQuery('MATCH (c:Chunk) RETURN count(c) AS count');
  return Number(records[0]?.get('count'));
};

const javaHome = findJavaHome();
if (javaHome === undefined) throw new Error('The benchmark needs Java 21 or newer and Maven.');
const folder = mkdtempSync(path.join(tmpdir(), 'stevedore-publish-'));
const dataFolder = path.join(folder, 'data');
const server = await startServer(javaHome);
const driver = neo4j.driver(server.uri, neo4j.auth.basic(server.username, server.password));
try {
  const { files, mapping } = makeFiles(folder);
  const engine = openEngine(dataFolder, server);
  const { series_id: seriesId = '' } = valueOf(await engine.call('series.start', { paths: [files], mapping }));
  await engine.idle();
  // Also sets the schema up, which both sides then have.
  valueOf(await engine.call('target.history', {}));
  const documents = readBare(dataFolder);
  const seconds = { engine: 0, bare: 0 };
  const timed = async (side: keyof typeof seconds, isCounted: boolean, work: () => Promise<void>): Promise<void> => {
    await emptyDatabase(driver);
    const began = performance.now();
    await work();
    const took = (performance.now() - began) / 1000;
    if (isCounted) seconds[side] += took;
    const chunks = await countChunks(driver);
    process.stdout.write(`${side.padEnd(7)} ${took.toFixed(2)} s, ${Math.round(chunks / took)} chunks/s\n`);
    if (chunks < DOCUMENTS * CHUNKS) throw new Error(`Only ${chunks} chunks were written`);
  };
  for (let round = 0; round <= ROUNDS; round += 1) {
    // The first round warms the server up.
    const isCounted = round > 0;
    await timed('bare', isCounted, () => publishBare(driver, documents));
    await timed('engine', isCounted, async () => {
      valueOf(await engine.call('batch.publish', { batch_id: seriesId, again: true }));
      await engine.idle();
    });
  }
  const ratio = seconds.bare / seconds.engine;
  process.stdout.write(
    `The engine publishes ${(ratio * 100).toFixed(0)} % of the chunks per second of the bare loop.\n`,
  );
  process.stdout.write(`The goal is ${GOAL_RATIO * 100} %: ${ratio >= GOAL_RATIO ? 'reached' : 'missed'}.\n`);
  process.exitCode = ratio >= GOAL_RATIO ? 0 : 1;
  engine.close();
} finally {
  await driver.close();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
