import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, realpathSync } from 'node:fs';
import path from 'node:path';

const LEAST_VERSION = 21;

const versionOf = (java: string): number => {
  const { stderr = '' } = spawnSync(java, ['-version'], { encoding: 'utf8' });
  return Number(/version "(?<major>\d+)/u.exec(stderr)?.groups?.['major'] ?? 0);
};

const javaOfPath = (): string | undefined => {
  try {
    return realpathSync(execFileSync('sh', ['-c', 'command -v java'], { encoding: 'utf8' }).trim());
  } catch {
    return undefined;
  }
};

/** Other JDKs are usually installed beside the default one. */
const siblings = (java: string): string[] => {
  const folder = path.dirname(path.dirname(path.dirname(java)));
  return readdirSync(folder).map((name) => path.join(folder, name, 'bin', 'java'));
};

/** The home of a JDK that Neo4j runs on (21 or newer), the newest one; undefined when there is none. */
export const findJavaHome = (): string | undefined => {
  const given = [process.env['NEO4J_JAVA_HOME'], process.env['JAVA_HOME']].flatMap((home) =>
    home === undefined || home === '' ? [] : [path.join(home, 'bin', 'java')],
  );
  const onPath = javaOfPath();
  const candidates = [...given, ...(onPath === undefined ? [] : [onPath, ...siblings(onPath)])].filter(existsSync);
  const [newest] = candidates
    .map((java) => ({ java, version: versionOf(java) }))
    .filter(({ version }) => version >= LEAST_VERSION)
    .toSorted((a, b) => b.version - a.version);
  return newest === undefined ? undefined : path.dirname(path.dirname(newest.java));
};
