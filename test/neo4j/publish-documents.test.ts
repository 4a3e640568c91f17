import { expect, it } from 'vitest';
import { publishDocuments } from '../../src-main/engine/graph/publish-documents.ts';
import { undoBatch } from '../../src-main/engine/graph/undo-batch.ts';
import { verifyDocuments } from '../../src-main/engine/graph/verify-documents.ts';
import type { DocumentToPublish, Neo4jTarget, Publication } from '../../src-main/engine/graph/graph-types.ts';
import { valueOf } from '../support/unwrap.ts';
import { documentIdOf, someBatch, someDocument } from './support/documents.ts';
import { cypher, describeWithNeo4j, graphCounts, openTarget, withEmptyDatabase } from './support/neo4j-for-tests.ts';

const never = new AbortController().signal;

const publish = async (
  target: Neo4jTarget,
  documents: readonly DocumentToPublish[],
  batch = someBatch(),
): Promise<readonly Publication[]> => valueOf(await publishDocuments(target, batch, documents, never));

const outcomes = (publications: readonly Publication[]): string[] => publications.map(({ outcome }) => outcome);

const differences = async (target: Neo4jTarget, documents: readonly DocumentToPublish[], batch = someBatch()) =>
  valueOf(await verifyDocuments(target, batch, documents)).map(({ what }) => what);

const tagged = (name: string, metadata: DocumentToPublish['metadata'], others: Partial<DocumentToPublish> = {}) =>
  someDocument(name, 3, { metadata, nodeFields: Object.keys(metadata), ...others });

const SOURCE = { workstation: 'one', uri: 'file:///same.txt', path: '/same.txt', filename: 'same.txt' };

describeWithNeo4j('publishDocuments', () => {
  withEmptyDatabase();

  it('writes the model of docs/graph-model.md', async () => {
    const target = await openTarget();
    const document = someDocument('guide.pdf', 3, {
      metadata: {
        title: 'Guide',
        date_created: '2025-10-16',
        copies: 12,
        weight: 1.5,
        final: true,
        tags: ['a', 'b'],
        author: 'Ana',
      },
      dateFields: ['date_created'],
      nodeFields: ['tags', 'author'],
    });
    expect(outcomes(await publish(target, [document]))).toEqual(['written']);
    expect(
      await cypher(
        'MATCH (d:Document) RETURN d.title AS title, d.date_created = date("2025-10-16") AS day, d.copies AS copies, valueType(d.copies) AS copiesType, valueType(d.weight) AS weightType, d.final AS final, d.tags AS tags, d.filename AS filename, d.complete AS complete, d.loader AS loader',
      ),
    ).toEqual([
      {
        title: 'Guide',
        day: true,
        copies: 12,
        copiesType: 'INTEGER NOT NULL',
        weightType: 'FLOAT NOT NULL',
        final: true,
        tags: ['a', 'b'],
        filename: 'guide.pdf',
        complete: true,
        loader: 'stevedore',
      },
    ]);
    expect(await graphCounts()).toEqual({
      Author: 1,
      Chunk: 3,
      Document: 1,
      Source: 1,
      Tag: 2,
      AUTHORED_BY: 1,
      FROM_DOCUMENT: 3,
      HAS_TAG: 2,
      NEXT_CHUNK: 2,
      PROVIDES: 1,
    });
    const chain = 'MATCH (a:Chunk)-[:NEXT_CHUNK]->(b:Chunk) RETURN a.index AS a, b.index AS b, a.id AS id ORDER BY a';
    expect(await cypher(chain)).toEqual([
      { a: 0, b: 1, id: `${document.documentId}#0` },
      { a: 1, b: 2, id: `${document.documentId}#1` },
    ]);
    expect(await differences(target, [document])).toEqual([]);
  });

  it('adds nothing when it publishes again but the batch and its INGESTED', async () => {
    const target = await openTarget();
    const documents = [tagged('one.txt', { tags: ['x', 'y'] }), tagged('two.txt', { tags: ['y'], category: 'c' })];
    await publish(target, documents);
    const before = await graphCounts();
    const again = await publish(target, documents, someBatch('batch two'));
    expect(outcomes(again)).toEqual(['unchanged', 'unchanged']);
    expect(await graphCounts()).toEqual(before);
    expect(
      await cypher('MATCH (b:Batch)-[i:INGESTED]->() RETURN b.id AS id, count(i) AS documents ORDER BY id'),
    ).toEqual([
      { id: 'batch one', documents: 2 },
      { id: 'batch two', documents: 2 },
    ]);
  });

  it('replaces metadata as a whole, and nodes of ours that nothing points to any more go', async () => {
    const target = await openTarget();
    await cypher("CREATE (:Tag {name: 'theirs'})");
    await publish(target, [tagged('one.txt', { tags: ['old', 'theirs'], title: 'Old' })]);
    const changed = tagged('one.txt', { tags: ['new'], category: 'c' });
    expect(outcomes(await publish(target, [changed]))).toEqual(['metadata']);
    expect(await cypher('MATCH (t:Tag) RETURN t.name AS name, t.loader AS loader ORDER BY name')).toEqual([
      { name: 'new', loader: 'stevedore' },
      { name: 'theirs', loader: null },
    ]);
    expect(await cypher('MATCH (d:Document) RETURN d.title AS title')).toEqual([{ title: null }]);
    expect(await differences(target, [changed])).toEqual([]);
  });

  it('replaces all chunks of a text that was extracted in another way', async () => {
    const target = await openTarget();
    await publish(target, [someDocument('one.txt', 7)]);
    const changed = someDocument('one.txt', 4, { fingerprint: 'fingerprint 2' });
    expect(outcomes(await publish(target, [changed]))).toEqual(['written']);
    expect(await graphCounts()).toMatchObject({ Chunk: 4, NEXT_CHUNK: 3 });
    expect(await differences(target, [changed])).toEqual([]);
  });

  it('moves the source of a changed file, and the old document goes with the last source', async () => {
    const target = await openTarget();
    const other = { ...SOURCE, uri: 'file:///copy.txt', path: '/copy.txt', filename: 'copy.txt' };
    await publish(target, [tagged('old content', { tags: ['old'] }, { sources: [SOURCE, other] })]);
    await publish(target, [someDocument('new content', 2, { sources: [SOURCE] })]);
    expect(await graphCounts()).toMatchObject({ Document: 2, Source: 2, PROVIDES: 2 });
    await publish(target, [someDocument('new content', 2, { sources: [SOURCE, other] })]);
    expect(await graphCounts()).toEqual({
      Chunk: 2,
      Document: 1,
      Source: 2,
      FROM_DOCUMENT: 2,
      NEXT_CHUNK: 1,
      PROVIDES: 2,
    });
  });

  it('makes one document of what two workstations load, and the last publish wins as a whole', async () => {
    const target = await openTarget();
    await publish(target, [tagged('same', { author: 'Ana', title: 'Mine' }, { sources: [SOURCE] })]);
    const theirs = tagged('same', { author: 'Bo' }, { sources: [{ ...SOURCE, workstation: 'two' }] });
    await publish(target, [theirs], someBatch('theirs', { workstation: 'two' }));
    expect(await graphCounts()).toMatchObject({ Document: 1, Source: 2, Author: 1, PROVIDES: 2 });
    expect(await cypher('MATCH (d:Document) RETURN d.author AS author, d.title AS title')).toEqual([
      { author: 'Bo', title: null },
    ]);
  });

  it.each([
    ['backticks and quotes', '`a` = 1}) DETACH DELETE d //', '\'"` {x: $y} \\u0000'],
    ['__proto__', '__proto__', '__proto__'],
    ['constructor', 'constructor', 'toString'],
    ['an empty-looking key', ' ', ' '],
    ['another script', '作成者 – ключ', '𝄞 😀'],
    ['a number as key', '1', '2'],
  ])('keeps %s as data', async (_, key, value) => {
    const target = await openTarget();
    const metadata = JSON.parse(`{${JSON.stringify(key)}: ${JSON.stringify(value)}}`) as DocumentToPublish['metadata'];
    const document = someDocument('hostile.txt', 2, { metadata, nodeFields: [key] });
    expect(outcomes(await publish(target, [document]))).toEqual(['written']);
    expect(
      await cypher('MATCH (d:Document)-[:HAS_VALUE]->(v) RETURN d[$key] AS value, v.field AS field, v.value AS node', {
        key,
      }),
    ).toEqual([{ value, field: key, node: value }]);
    expect(await differences(target, [document])).toEqual([]);
  });

  it('rejects the guilty document alone, and says which value it was', async () => {
    const target = await openTarget();
    const documents = Array.from({ length: 9 }, (_, at) =>
      tagged(`${at}.txt`, { author: at === 5 ? 'x'.repeat(40_000) : 'Ana' }),
    );
    const published = await publish(target, documents);
    const rejected = published.filter(({ outcome }) => outcome === 'rejected');
    expect(rejected).toMatchObject([
      {
        documentId: documentIdOf('5.txt'),
        failure: { code: 'TARGET_REJECTED', message: expect.stringMatching(/'author' is too long.*40000 characters/u) },
      },
    ]);
    expect(await graphCounts()).toMatchObject({ Document: 8, Chunk: 24 });
  });

  it('rejects a document whose id a node of another tool has, and leaves that node alone', async () => {
    const target = await openTarget();
    await cypher('CREATE (:Document {id: $id, text: "theirs"})', { id: documentIdOf('1.txt') });
    const published = await publish(target, [someDocument('0.txt', 1), someDocument('1.txt', 1)]);
    expect(outcomes(published)).toEqual(['written', 'rejected']);
    expect(
      await cypher('MATCH (d:Document {id: $id}) RETURN properties(d) AS properties', { id: documentIdOf('1.txt') }),
    ).toEqual([{ properties: { id: documentIdOf('1.txt'), text: 'theirs' } }]);
  });

  it('finds what was meddled with', async () => {
    const target = await openTarget();
    const document = someDocument('one.txt', 5, { metadata: { tags: ['a'] }, nodeFields: ['tags'] });
    await publish(target, [document]);
    const meddled = [
      'MATCH (c:Chunk {index: 2}) SET c.text = "other"',
      'MATCH (c:Chunk {index: 4}) DETACH DELETE c',
      'MATCH (d:Document) SET d.title = "added"',
      'MATCH (t:Tag) DETACH DELETE t',
      'MATCH (s:Source) DETACH DELETE s',
      'MATCH (:Batch)-[i:INGESTED]->() DELETE i',
    ];
    for (const statement of meddled) await cypher(statement);
    expect(await differences(target, [document])).toEqual([
      "The property 'title' differs.",
      "The metadata node 'tags a' is missing.",
      'The source /one.txt does not provide it.',
      'The batch does not show that it ingested it.',
      'It has 4 chunks instead of 5.',
      '3 chunks lead to the next one instead of 4.',
      'Chunk 2 differs in: text.',
      '1 more chunks are missing or differ.',
    ]);
  });

  it('does not mind embeddings that were added', async () => {
    const target = await openTarget();
    const document = someDocument('one.txt', 3);
    await publish(target, [document]);
    await cypher('MATCH (c:Chunk) SET c.embedding = [0.1, 0.2]');
    expect(await differences(target, [document])).toEqual([]);
    expect(outcomes(await publish(target, [document]))).toEqual(['unchanged']);
    expect(await cypher('MATCH (c:Chunk) WHERE c.embedding IS NOT NULL RETURN count(c) AS kept')).toEqual([
      { kept: 3 },
    ]);
  });

  it.each([3000, 25_000])(
    'publishes a document of %i chunks, and no reader sees it complete without all of them',
    async (chunks) => {
      const target = await openTarget();
      const seen: { complete: unknown; chunks: unknown }[] = [];
      let isOver = false;
      const polling = (async () => {
        while (!isOver) {
          const rows = await cypher(
            'MATCH (d:Document) RETURN d.complete AS complete, COUNT { (:Chunk)-[:FROM_DOCUMENT]->(d) } AS chunks',
          );
          seen.push(...rows.map(({ complete, chunks: count }) => ({ complete, chunks: count })));
        }
      })();
      const document = someDocument('long.txt', chunks);
      expect(outcomes(await publish(target, [document]))).toEqual(['written']);
      const replaced = someDocument('long.txt', chunks - 1, { fingerprint: 'fingerprint 2' });
      expect(outcomes(await publish(target, [replaced]))).toEqual(['written']);
      isOver = true;
      await polling;
      const wrong = seen.filter((row) => row.complete === true && row.chunks !== chunks && row.chunks !== chunks - 1);
      expect(wrong).toEqual([]);
      expect(await differences(target, [replaced])).toEqual([]);
      expect(await graphCounts()).toEqual({
        Chunk: chunks - 1,
        Document: 1,
        Source: 1,
        FROM_DOCUMENT: chunks - 1,
        NEXT_CHUNK: chunks - 2,
        PROVIDES: 1,
      });
    },
  );

  /** Counts the documents that readers found complete without all of their chunks while `work` ran. */
  const halfSeenDuring = async (readers: number, work: () => Promise<void>): Promise<number> => {
    let halfSeen = 0;
    let polls = 0;
    let isOver = false;
    const poll = async (): Promise<void> => {
      while (!isOver) {
        polls += 1;
        const [row] = await cypher(
          'MATCH (d:Document {complete: true}) WHERE COUNT { (:Chunk)-[:FROM_DOCUMENT]->(d) } <> d.chunk_count RETURN count(d) AS half',
        );
        halfSeen += Number(row?.['half'] ?? 0);
      }
    };
    const polling = Promise.all(Array.from({ length: readers }, poll));
    await work();
    isOver = true;
    await polling;
    expect(polls).toBeGreaterThan(10);
    return halfSeen;
  };

  it('shows no reader a document of a group before all of its chunks, new or rewritten', async () => {
    const target = await openTarget();
    const halfSeen = await halfSeenDuring(3, async () => {
      for (let round = 0; round < 2; round += 1) {
        // What one group holds at the most: many short documents, or one that is just not long.
        await publish(
          target,
          Array.from({ length: 200 }, (_, at) => someDocument(`${round} ${at}.txt`, 10)),
        );
        await publish(target, [someDocument(`long.txt`, 8000 - round, { fingerprint: `fingerprint ${round}` })]);
      }
    });
    expect(halfSeen).toBe(0);
  });

  it('removes the drafts that a killed writer left', async () => {
    const target = await openTarget();
    const document = someDocument('long.txt', 20_001);
    const id = document.documentId;
    await cypher(
      "CREATE (d:Document {id: $id, loader: 'stevedore', complete: false, writer: 'dead', writer_at: 0}) WITH d UNWIND range(0, 99) AS at CREATE (:ChunkDraft {id: $id + '#' + at, index: at, loader: 'stevedore'})-[:FROM_DOCUMENT]->(d)",
      { id },
    );
    expect(outcomes(await publish(target, [document]))).toEqual(['written']);
    expect(await differences(target, [document])).toEqual([]);
  });

  it('lets two writers publish the same documents and tags at once, ten times out of ten', async () => {
    const [one, two] = [await openTarget(), await openTarget()];
    const documents = Array.from({ length: 40 }, (_, at) =>
      tagged(`${at}.txt`, { tags: [`tag ${at % 7}`, `tag ${at % 3}`], author: `author ${at % 5}` }),
    );
    let expected: Record<string, number> | undefined;
    for (let round = 0; round < 10; round += 1) {
      await cypher('MATCH (n) DETACH DELETE n');
      if (expected === undefined) {
        await publish(one, documents);
        expected = await graphCounts();
        await cypher('MATCH (n) DETACH DELETE n');
      }
      const both = await Promise.all([
        publish(one, documents, someBatch('a')),
        publish(two, documents.toReversed(), someBatch('b')),
      ]);
      expect(both.flat().filter(({ outcome }) => outcome === 'rejected')).toEqual([]);
      expect(await graphCounts()).toEqual(expected);
    }
  });
});

describeWithNeo4j('undoBatch', () => {
  withEmptyDatabase();

  it('removes what only this batch provides and says what stays', async () => {
    const target = await openTarget();
    const [shared, own] = [tagged('shared.txt', { tags: ['both'] }), tagged('own.txt', { tags: ['both', 'own'] })];
    await cypher("CREATE (:Chunk {text: 'of another tool'})");
    await publish(target, [shared], someBatch('earlier'));
    const before = await graphCounts();
    await publish(target, [shared, own], someBatch('undone'));
    const planned = valueOf(await undoBatch(target, 'undone', { dryRun: true }));
    expect(planned).toMatchObject({ documents_removed: 1, chunks_removed: 3, sources_removed: 1, documents_kept: 1 });
    expect(planned.sentences[0]).toBe('Would remove 1 document with 3 chunks and 1 source.');
    expect(await graphCounts()).not.toEqual(before);
    const undone = valueOf(await undoBatch(target, 'undone', { dryRun: false }));
    expect(undone.documents_removed).toBe(1);
    expect(await graphCounts()).toEqual(before);
    expect(await cypher('MATCH (b:Batch) RETURN b.id AS id')).toEqual([{ id: 'earlier' }]);
    expect(await undoBatch(target, 'undone', { dryRun: false })).toMatchObject({
      failure: { code: 'BATCH_NOT_FOUND' },
    });
  });
});
