import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { publishDocuments } from '../../src-main/engine/graph/publish-documents.ts';
import { PROJECT_FOLDER } from '../support/run-cli.ts';
import { valueOf } from '../support/unwrap.ts';
import { someBatch, someDocument } from './support/documents.ts';
import {
  describeWithNeo4j,
  environmentForTests,
  openTarget,
  serverForTests,
  withEmptyDatabase,
} from './support/neo4j-for-tests.ts';

const FOLDER = path.join(import.meta.dirname, 'hybrid-retriever');
const VENV = path.join(PROJECT_FOLDER, 'node_modules', '.cache', 'hybrid-retriever');
const PYTHON = path.join(VENV, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');

const hasPython = spawnSync('python3', ['-m', 'venv', '--help']).status === 0;
const isRequired = process.env['CI'] === 'true';
if (!hasPython && !isRequired) console.log('Skipped: the test of neo4j-graphrag needs python3 with venv.');

/** Installs the pinned packages the first time. */
const makeVenv = (): void => {
  if (existsSync(path.join(VENV, 'done'))) return;
  execFileSync('python3', ['-m', 'venv', '--clear', VENV]);
  const install = [
    '-m',
    'pip',
    'install',
    '--quiet',
    '--disable-pip-version-check',
    '-r',
    path.join(FOLDER, 'requirements.txt'),
  ];
  execFileSync(PYTHON, install, { stdio: ['ignore', 'ignore', 'inherit'] });
  execFileSync(PYTHON, ['-c', `open(${JSON.stringify(path.join(VENV, 'done'))}, 'w').close()`]);
};

describeWithNeo4j('neo4j-graphrag', () => {
  withEmptyDatabase();

  it.skipIf(!hasPython && !isRequired)(
    'finds a passage of our graph with its HybridRetriever',
    { timeout: 300_000 },
    async () => {
      makeVenv();
      const target = await openTarget();
      const passages = [
        'The night crane stops at slack water.',
        'Ropes are checked every month.',
        'The canteen opens at six.',
      ];
      const document = someDocument('guide.txt', passages.length, {
        readChunks: () =>
          passages.map((text, index) => ({ index, text, start: index * 40, end: index * 40 + text.length })),
      });
      valueOf(await publishDocuments(target, someBatch(), [document], new AbortController().signal));
      const environment = { ...process.env, ...environmentForTests(), NEO4J_PASSWORD: serverForTests().password };
      const found = execFileSync(PYTHON, [path.join(FOLDER, 'search.py'), 'slack water'], {
        env: environment,
        encoding: 'utf8',
      });
      expect(JSON.parse(found)).toEqual([expect.stringContaining('The night crane stops at slack water.')]);
    },
  );
});
