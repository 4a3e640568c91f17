import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { manyFiles } from '../support/many-files.ts';
import { runCli, type CliRun } from '../support/run-cli.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import {
  cypher,
  describeWithNeo4j,
  environmentForTests,
  serverForTests,
  withEmptyDatabase,
} from './support/neo4j-for-tests.ts';

const PLANTED = 'planted-Passw0rd-7391';

const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => path.join(folder, name))
    .filter((file) => statSync(file).isFile());

/** Arguments of all processes; on Linux those of all users can be read by everybody. */
const processList = (): string => execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' });

describeWithNeo4j('a password', () => {
  withEmptyDatabase();

  it('stands in no log, export, library, process list or message, whether it is right or wrong', async () => {
    const { password } = serverForTests();
    const environment = environmentForTests();
    await cypher('ALTER CURRENT USER SET PASSWORD FROM $from TO $to', { from: password, to: PLANTED }, 'system');
    const dataFolder = temporaryFolder();
    const folder = manyFiles(3);
    const output: string[] = [];
    const run = async (args: readonly string[], extra: Readonly<Record<string, string>>): Promise<CliRun> => {
      const lists: string[] = [];
      const ran = await runCli(args, {
        dataFolder,
        environment: { ...environment, ...extra },
        onStart: (child) => {
          const timer = setInterval(() => lists.push(processList()), 100);
          child.once('close', () => clearInterval(timer));
        },
      });
      output.push(ran.stdout, ran.stderr, ...lists);
      return ran;
    };
    const right = { NEO4J_PASSWORD: PLANTED };
    const wrong = { NEO4J_PASSWORD: `wrong-${PLANTED}` };
    const inUri = { ...right, NEO4J_URI: `bolt://neo4j:${PLANTED}@127.0.0.1` };
    try {
      const ingested = await run(['ingest', folder, '--target', 'neo4j', '--json'], right);
      expect(ingested.exitCode).toBe(0);
      const { batch_id: id } = JSON.parse(ingested.stdout) as { batch_id: string };
      const out = (name: string): string => path.join(dataFolder, name);
      const commands = [
        ['connect'],
        ['connect', '--json'],
        ['verify', id],
        ['publish', '--again', id],
        ['history', '--target', 'neo4j'],
        ['status', id],
        ['doctor'],
        ['export', id, '--format', 'html', '--out', out('report.html')],
        ['export', id, '--format', 'json', '--out', out('failures.json')],
        ['backup', '--out', out('backup.sqlite')],
      ];
      for (const command of commands) await run(command, right);
      for (const extra of [wrong, inUri]) {
        for (const command of [
          ['connect'],
          ['publish', id, '--again'],
          ['ingest', folder, '--target', 'neo4j'],
          ['verify', id],
        ]) {
          expect((await run(command, extra)).exitCode).not.toBe(0);
        }
      }
    } finally {
      await cypher(
        'ALTER CURRENT USER SET PASSWORD FROM $from TO $to',
        { from: PLANTED, to: password },
        'system',
        PLANTED,
      );
    }
    const files = filesBelow(dataFolder);
    expect(files.map((file) => path.basename(file))).toEqual(
      expect.arrayContaining(['library.sqlite', 'engine.log', 'report.html', 'backup.sqlite']),
    );
    for (const file of files) expect(readFileSync(file).includes(PLANTED), file).toBe(false);
    for (const text of output) expect(text).not.toContain(PLANTED);
    // The test sees what it looks for.
    expect(output.join('')).toContain('main.ts ingest');
  });
});
