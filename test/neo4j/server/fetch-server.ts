import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const POM = path.join(import.meta.dirname, 'pom.xml');

const serverVersion = (): string => {
  const version = /<neo4j.version>(?<version>[^<]+)</u.exec(readFileSync(POM, 'utf8'))?.groups?.['version'];
  if (version === undefined) throw new Error('pom.xml names no version of Neo4j');
  return version;
};

/**
 * The folder with the jars of the pinned server, fetched with Maven the first time (152 MB). It appears as a whole, so
 * that two runs at once do not see half of it.
 */
export const fetchServer = (javaHome: string): string => {
  const cache = path.join(ROOT, 'node_modules', '.cache', 'neo4j-server');
  const folder = path.join(cache, serverVersion());
  if (existsSync(folder)) return folder;
  mkdirSync(cache, { recursive: true });
  const partial = path.join(cache, `partial-${process.pid}`);
  const goal = ['dependency:copy-dependencies', `-DoutputDirectory=${partial}`, '-DincludeScope=runtime'];
  const env = { ...process.env, JAVA_HOME: javaHome };
  execFileSync('mvn', ['-B', '-q', '-f', POM, ...goal], { env, stdio: ['ignore', 'ignore', 'inherit'] });
  try {
    renameSync(partial, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
    rmSync(partial, { recursive: true, force: true });
  }
  return folder;
};
