import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fetchServer } from './fetch-server.ts';
import { neo4jConf } from './neo4j-conf.ts';

const PASSWORD = 'test-password';
const PATIENCE_MS = 180_000;

/** As the server's own start script sets them; without the first ones it does not start on a new JDK. */
const JAVA_OPTIONS = [
  '--add-opens=java.base/java.nio=ALL-UNNAMED',
  '--add-opens=java.base/java.io=ALL-UNNAMED',
  '--add-opens=java.base/sun.nio.ch=ALL-UNNAMED',
  '--add-opens=java.base/java.util.concurrent=ALL-UNNAMED',
  '--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED',
  '--enable-native-access=ALL-UNNAMED',
  '--add-modules=jdk.incubator.vector',
];
const MEMORY_OPTIONS = ['-Xms512m', '-Xmx1g', '-XX:+UseG1GC', '-XX:-OmitStackTraceInFastThrow'];

export interface TestServer {
  readonly uri: string;
  readonly username: string;
  readonly password: string;
  readonly pid: () => number | undefined;
  /** kill -9, and waits for its end. */
  readonly killHard: () => Promise<void>;
  /** Starts it again on the same port and data, after killHard. */
  readonly restart: () => Promise<void>;
  /** Ends it and removes its data. */
  readonly stop: () => Promise<void>;
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address !== null ? resolve(address.port) : reject(new Error()),
      );
    });
  });

/** The handshake of Bolt: four bytes and the versions that we would speak; four bytes come back. */
const HANDSHAKE = Buffer.from('6060b017000004040000040400000000000000 00'.replaceAll(' ', ''), 'hex');

const answersBolt = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => void socket.write(HANDSHAKE));
    const end = (answers: boolean): void => {
      socket.destroy();
      resolve(answers);
    };
    socket.setTimeout(1000, () => end(false));
    socket
      .once('data', () => end(true))
      .once('error', () => end(false))
      .once('close', () => resolve(false));
  });

const ended = (child: ChildProcess): Promise<void> =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve()
    : new Promise((resolve) => child.once('exit', () => resolve()));

const run = async (javaHome: string, jars: string, home: string, port: number): Promise<ChildProcess> => {
  const log = openSync(path.join(home, 'logs', 'console.log'), 'a');
  const main = ['org.neo4j.server.Neo4jCommunity', `--home-dir=${home}`, `--config-dir=${path.join(home, 'conf')}`];
  const args = [...MEMORY_OPTIONS, ...JAVA_OPTIONS, '-cp', path.join(jars, '*'), ...main];
  const child = spawn(path.join(javaHome, 'bin', 'java'), args, { cwd: home, stdio: ['ignore', log, log] });
  const giveUpAt = performance.now() + PATIENCE_MS;
  while (!(await answersBolt(port))) {
    const isOver = child.exitCode !== null || performance.now() > giveUpAt;
    if (isOver) {
      child.kill('SIGKILL');
      throw new Error(
        `Neo4j did not start:\n${readFileSync(path.join(home, 'logs', 'console.log'), 'utf8').slice(-2000)}`,
      );
    }
    await sleep(100);
  }
  return child;
};

const setPassword = (javaHome: string, jars: string, home: string): void => {
  const admin = ['org.neo4j.server.startup.Neo4jAdminCommand', 'dbms', 'set-initial-password', PASSWORD];
  const env = { ...process.env, NEO4J_HOME: home, NEO4J_CONF: path.join(home, 'conf') };
  const java = path.join(javaHome, 'bin', 'java');
  const { status, stderr } = spawnSync(java, [...JAVA_OPTIONS, '-cp', path.join(jars, '*'), ...admin], {
    env,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`The password of Neo4j could not be set:\n${stderr}`);
};

/** Starts a server of its own, empty, on a free port of loopback; 15 s on a quiet machine. */
export const startServer = async (javaHome: string): Promise<TestServer> => {
  const jars = fetchServer(javaHome);
  const home = mkdtempSync(path.join(os.tmpdir(), 'stevedore-neo4j-'));
  const port = await freePort();
  for (const name of ['conf', 'data', 'logs', 'run', 'plugins', 'import', 'licenses', 'labs']) {
    mkdirSync(path.join(home, name));
  }
  writeFileSync(path.join(home, 'conf', 'neo4j.conf'), neo4jConf(port));
  setPassword(javaHome, jars, home);
  let child = await run(javaHome, jars, home, port);
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    child.kill(signal);
    await ended(child);
  };
  return {
    uri: `bolt://127.0.0.1:${port}`,
    username: 'neo4j',
    password: PASSWORD,
    pid: () => child.pid,
    killHard: () => end('SIGKILL'),
    restart: async () => {
      child = await run(javaHome, jars, home, port);
    },
    stop: async () => {
      await end('SIGTERM');
      rmSync(home, { recursive: true, force: true });
    },
  };
};
