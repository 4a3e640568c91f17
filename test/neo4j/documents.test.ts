import { expect, it } from 'vitest';
import type { Engine } from '../../src-main/engine/engine.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { testEngine } from '../support/test-engine.ts';
import { valueOf } from '../support/unwrap.ts';
import { writeFiles } from '../support/write-files.ts';
import {
  cypher,
  describeWithNeo4j,
  environmentForTests,
  graphCounts,
  secretsForTests,
  withEmptyDatabase,
} from './support/neo4j-for-tests.ts';

const engineOf = (workstation: string): Engine =>
  testEngine({
    environment: { ...environmentForTests(), WORKSTATION_NAME: workstation },
    secrets: secretsForTests,
  }).engine;

const publish = async (engine: Engine, folder: string): Promise<string> => {
  const { batch_id } = valueOf(await engine.call('batch.start', { paths: [folder], target: 'neo4j' }));
  await engine.idle();
  expect(valueOf(await engine.call('batch.status', { batch_id })).state).toBe('completed');
  return batch_id;
};

const idOf = async (engine: Engine, words: string): Promise<string> =>
  valueOf(await engine.call('library.search', { words })).hits[0]?.document_id ?? '';

describeWithNeo4j('single documents', () => {
  withEmptyDatabase();

  it('edited metadata are pending until they are published, and then they are in the graph', async () => {
    const engine = engineOf('one');
    const folder = temporaryFolder();
    writeFiles(folder, { 'a.txt': 'first words', 'b.txt': 'second words' });
    const batchId = await publish(engine, folder);
    const documentId = await idOf(engine, 'first');
    expect(valueOf(await engine.call('library.summary', {})).publications).toEqual({
      published: 2,
      pending: 0,
      rejected: 0,
    });
    valueOf(await engine.call('document.edit', { document_id: documentId, cells: { author: 'Ana', tags: 'x,y' } }));
    const pending = valueOf(await engine.call('library.documents', { publication: 'pending' }));
    expect(pending.documents.map(({ filename }) => filename)).toEqual(['a.txt']);
    const { publication } = valueOf(await engine.call('batch.status', { batch_id: batchId }));
    expect(publication).toMatchObject({ pending: 1, published: 1 });
    valueOf(await engine.call('batch.publish', {}));
    await engine.idle();
    expect(valueOf(await engine.call('batch.verify', { batch_id: batchId })).differences).toEqual([]);
    const tags = await cypher('MATCH (:Document {id: $id})-[:HAS_TAG]->(t) RETURN t.name AS name ORDER BY name', {
      id: documentId,
    });
    expect(tags).toEqual([{ name: 'x' }, { name: 'y' }]);
    expect(valueOf(await engine.call('library.documents', { publication: 'pending' })).total).toBe(0);
  });

  it('an edit while the document is being published is not taken for published', async () => {
    const engine = engineOf('one');
    const folder = temporaryFolder();
    writeFiles(folder, { 'a.txt': 'first words' });
    const batchId = await publish(engine, folder);
    const documentId = await idOf(engine, 'first');
    const edit = (author: string) => engine.call('document.edit', { document_id: documentId, cells: { author } });
    for (let round = 0; round < 10; round += 1) {
      valueOf(await edit(`Ana ${round}`));
      valueOf(await engine.call('batch.publish', { batch_id: batchId }));
      // Between what was read for the target and its answer.
      await new Promise((resolve) => setTimeout(resolve, round * 3));
      valueOf(await edit(`Bo ${round}`));
      await engine.idle();
      const [{ author } = { author: '' }] = await cypher('MATCH (d:Document) RETURN d.author AS author');
      const { publication } = valueOf(await engine.call('document.read', { document_id: documentId }));
      expect([author, publication]).toEqual([author, author === `Bo ${round}` ? 'published' : 'pending']);
    }
  });

  it('removing takes a document out of the graph, unless another workstation provides it', async () => {
    const one = engineOf('one');
    const two = engineOf('two');
    const folder = temporaryFolder();
    writeFiles(folder, { 'a.txt': 'first words', 'b.txt': 'second words', 'two/c.txt': 'third words' });
    await publish(one, folder);
    await publish(two, `${folder}/two`);
    const before = await graphCounts();
    const remove = async (words: string) =>
      valueOf(await one.call('document.remove', { document_id: await idOf(one, words), from_target: true }));
    expect(await remove('first')).toEqual({ graph: 'removed' });
    expect(await remove('third')).toEqual({ graph: 'provided_elsewhere' });
    const after = await graphCounts();
    expect(after['Document']).toBe((before['Document'] ?? 0) - 1);
    expect(after['Chunk']).toBe((before['Chunk'] ?? 0) - 1);
    expect(await cypher('MATCH (s:Source)-[:PROVIDES]->(d) RETURN s.workstation AS name ORDER BY name')).toEqual([
      { name: 'one' },
      { name: 'two' },
    ]);
    expect(valueOf(await one.call('library.summary', {}))).toMatchObject({ documents_count: 1 });
  });
});
