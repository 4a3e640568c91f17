import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { expect, it } from 'vitest';
import { publishDocuments } from '../../src-main/engine/graph/publish-documents.ts';
import { hasPython, pythonPackages } from '../support/python-packages.ts';
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

describeWithNeo4j('neo4j-graphrag', () => {
  withEmptyDatabase();

  it.skipIf(!hasPython)('finds a passage of our graph with its HybridRetriever', { timeout: 300_000 }, async () => {
    const bin = pythonPackages('hybrid-retriever', path.join(FOLDER, 'requirements.txt'));
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
    const env = { ...process.env, ...environmentForTests(), NEO4J_PASSWORD: serverForTests().password };
    const args = [path.join(FOLDER, 'search.py'), 'slack water'];
    const found = execFileSync(path.join(bin, 'python'), args, { env, encoding: 'utf8' });
    expect(JSON.parse(found)).toEqual([expect.stringContaining('The night crane stops at slack water.')]);
  });
});
