import type { TestProject } from 'vitest/node';
import { findJavaHome } from './find-java.ts';
import { startServer, type TestServer } from './start-server.ts';

/** What the tests connect to; `javaHome` is there when they can start servers of their own. */
export interface ProvidedServer {
  readonly uri: string;
  readonly username: string;
  readonly password: string;
  readonly javaHome?: string;
}

declare module 'vitest' {
  export interface ProvidedContext {
    neo4j: ProvidedServer | null;
  }
}

let server: TestServer | undefined;

/**
 * One server for all test files of the project: the one that STEVEDORE_TEST_NEO4J_URI, _USERNAME and _PASSWORD name,
 * which is emptied, else one of our own. Without Java and without those the tests are skipped; with CI=true they fail.
 */
export const setup = async (project: TestProject): Promise<void> => {
  const javaHome = findJavaHome();
  const java = javaHome === undefined ? {} : { javaHome };
  const uri = process.env['STEVEDORE_TEST_NEO4J_URI'] ?? '';
  if (uri !== '') {
    const username = process.env['STEVEDORE_TEST_NEO4J_USERNAME'] ?? 'neo4j';
    project.provide('neo4j', { uri, username, password: process.env['STEVEDORE_TEST_NEO4J_PASSWORD'] ?? '', ...java });
    return;
  }
  if (javaHome === undefined) {
    const why = 'the Neo4j tests need Java 21 or newer with Maven, or STEVEDORE_TEST_NEO4J_URI';
    if (process.env['CI'] === 'true') throw new Error(`No Neo4j: ${why}.`);
    console.log(`Skipped: ${why}.`);
    project.provide('neo4j', null);
    return;
  }
  server = await startServer(javaHome);
  project.provide('neo4j', { uri: server.uri, username: server.username, password: server.password, javaHome });
};

export const teardown = async (): Promise<void> => server?.stop();
