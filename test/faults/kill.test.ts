import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { libraryFile } from '../../src-main/engine/library/open-library.ts';
import { assertSoundLibrary } from '../support/assert-sound-library.ts';
import { olderLibrary } from '../support/damage-library.ts';
import type { Moment } from '../support/engine-with-kill-point.ts';
import { writeFilesToInterrupt, writeShortFilesToInterrupt } from '../support/files-to-interrupt.ts';
import { interruptionsOf, libraryContent, type Interruptions } from '../support/library-content.ts';
import { runEngineToKill } from '../support/run-engine-to-kill.ts';
import { seededNumbers } from '../support/seeded-numbers.ts';
import { idOf } from '../support/store-document.ts';

const RANDOM_KILLS = 20;

const root = mkdtempSync(path.join(tmpdir(), 'stevedore-kill-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let folders = 0;
const newDataFolder = (): string => path.join(root, `data-${(folders += 1)}`);

interface Undisturbed {
  readonly paths: readonly string[];
  readonly content: ReturnType<typeof libraryContent>;
  readonly milliseconds: number;
}

const loadUndisturbed = async (paths: string[]): Promise<Undisturbed> => {
  const dataFolder = newDataFolder();
  const { milliseconds } = await runEngineToKill({ dataFolder, paths });
  assertSoundLibrary(dataFolder);
  return { paths, content: libraryContent(dataFolder), milliseconds };
};

let all: Undisturbed;
let short: Undisturbed;
beforeAll(async () => {
  all = await loadUndisturbed(writeFilesToInterrupt(path.join(root, 'all')));
  short = await loadUndisturbed(writeShortFilesToInterrupt(path.join(root, 'short')));
});

/** A library that is loaded with interruptions. */
const interruptible = ({ paths }: Undisturbed, dataFolder = newDataFolder()) => {
  const job = { dataFolder, paths: [...paths] };
  const inHand = new Set<number>();

  /** Looks at what a killed process left. */
  const look = (): Interruptions => {
    assertSoundLibrary(dataFolder, 'kill');
    const left = interruptionsOf(dataFolder);
    for (const attempt of left.openAttempts) inHand.add(attempt);
    return left;
  };
  return {
    /** The attempts that were open when a process was killed. */
    inHand,
    killAfter: async (milliseconds: number): Promise<boolean> => {
      const { wasKilled } = await runEngineToKill(job, milliseconds);
      look();
      return wasKilled;
    },
    killAt: async (killAt: Moment, pauseAt?: Moment): Promise<Interruptions> => {
      const { wasKilled } = await runEngineToKill({ ...job, killAt, ...(pauseAt !== undefined && { pauseAt }) });
      expect(wasKilled, 'the moment came').toBe(true);
      return look();
    },
    /** Resumes to the end, where every attempt that was open shows as interrupted; gives what is in the library. */
    finish: async () => {
      await runEngineToKill(job);
      assertSoundLibrary(dataFolder);
      const left = { openAttempts: [], interruptedAttempts: [...inHand], orphanChunkCount: 0 };
      expect(interruptionsOf(dataFolder)).toEqual(left);
      return libraryContent(dataFolder);
    },
  };
};

describe('an engine that is killed', () => {
  it(`at ${RANDOM_KILLS} random moments loses nothing and has nothing twice`, { timeout: 180_000 }, async () => {
    const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
    const random = seededNumbers(seed);
    const moments: number[] = [];
    let withDocument = 0;
    while (moments.length < RANDOM_KILLS) {
      const library = interruptible(all);
      for (let kill = 0; kill < 3 && moments.length < RANDOM_KILLS; kill += 1) {
        const after = Math.round(random() * all.milliseconds);
        if (!(await library.killAfter(after))) break;
        moments.push(after);
      }
      expect(await library.finish()).toEqual(all.content);
      withDocument += library.inHand.size;
    }
    console.log(`SEED=${seed}: killed after ${moments.join(', ')} ms of ${Math.round(all.milliseconds)} ms`);
    console.log(`A document was in hand at ${withDocument} of ${moments.length} kills.`);
    expect(withDocument).toBeGreaterThan(0);
  });

  const SET_STATE = 'UPDATE batches SET state';
  it.each<[string, Moment[]]>([
    [
      'while the library is made',
      [
        { on: 'sql', text: 'COMMIT', number: 1, when: 'before' },
        { on: 'sql', text: 'COMMIT', number: 1 },
        { on: 'sql', text: 'COMMIT', number: 2, when: 'before' },
      ],
    ],
    [
      'while a batch is written',
      [
        { on: 'sql', text: 'INSERT INTO batches', number: 1 },
        { on: 'sql', text: 'INSERT INTO batch_documents', number: 5 },
        // Written, and not begun.
        { on: 'sql', text: SET_STATE, number: 1, when: 'before' },
      ],
    ],
    [
      'when a document begins',
      [
        { on: 'sql', text: 'INSERT INTO attempts', number: 1 },
        { on: 'log', text: 'Document started', number: 2 },
        { on: 'message', number: 1, when: 'before' },
      ],
    ],
    [
      'when a document ends',
      [
        { on: 'sql', text: 'INSERT INTO documents', number: 1 },
        { on: 'sql', text: 'UPDATE attempts SET ended_at', number: 2 },
        { on: 'log', text: 'Document ended', number: 2 },
      ],
    ],
    [
      'when a batch ends',
      [
        { on: 'sql', text: SET_STATE, number: 2, when: 'before' },
        { on: 'sql', text: SET_STATE, number: 2 },
        { on: 'log', text: 'Batch processing completed', number: 1 },
      ],
    ],
  ])('%s', async (_, moments) => {
    for (const moment of moments) {
      const library = interruptible(short);
      await library.killAt(moment);
      expect(await library.finish()).toEqual(short.content);
    }
  });

  it('again and again, each time one COMMIT later', async () => {
    const library = interruptible(short);
    for (let number = 4; number <= 9; number += 1) {
      await library.killAt({ on: 'sql', text: 'COMMIT', number, when: number % 2 === 0 ? 'before' : 'after' });
    }
    expect(await library.finish()).toEqual(short.content);
  });

  it.each<[string, Moment]>([
    ['before the copy of it', { on: 'sql', text: 'VACUUM', number: 1, when: 'before' }],
    ['after the copy of it', { on: 'sql', text: 'VACUUM', number: 1 }],
    ['before a migration is written', { on: 'sql', text: 'COMMIT', number: 1, when: 'before' }],
    ['between two migrations', { on: 'sql', text: 'COMMIT', number: 1 }],
  ])('while it migrates an older library: %s', async (_, moment) => {
    const dataFolder = olderLibrary(1);
    const library = interruptible(short, dataFolder);
    await library.killAt(moment);
    const { documents } = await library.finish();
    const old = documents.filter(({ document_id: id }) => id === idOf('old.txt'));
    expect(old).toMatchObject([{ chunk_count: 1 }]);
    expect(documents.filter((document) => !old.includes(document))).toEqual(short.content.documents);
    const backups = readdirSync(path.join(dataFolder, 'backups')).filter((name) => name.endsWith('.sqlite'));
    expect(backups.length).toBeGreaterThan(0);
    for (const name of backups) {
      const restored = newDataFolder();
      mkdirSync(restored);
      copyFileSync(path.join(dataFolder, 'backups', name), libraryFile(restored));
      assertSoundLibrary(restored);
      expect(libraryContent(restored).documents).toEqual(old);
    }
  });

  it('leaves no half copy of an older library', async () => {
    const dataFolder = olderLibrary(1);
    const library = interruptible(short, dataFolder);
    await library.killAt({ on: 'sql', text: 'VACUUM', number: 1 });
    await library.finish();
    expect(readdirSync(path.join(dataFolder, 'backups'))).toEqual([expect.stringMatching(/^library-v1-.*Z\.sqlite$/u)]);
  });

  it.each<[string, number, Moment]>([
    ['within a slice', 2001, { on: 'sql', text: 'INSERT INTO chunks', number: 3000 }],
    ['before the COMMIT of a slice', 0, { on: 'sql', text: 'INSERT INTO chunk_words', number: 2050 }],
    ['between two slices', 2001, { on: 'message', number: 8 }],
  ])('in a long text: %s', async (_, chunks, moment) => {
    const library = interruptible(all);
    const left = await library.killAt(moment);
    expect(left.openAttempts).toHaveLength(1);
    expect(left.orphanChunkCount >= chunks).toBe(true);
    expect(left.orphanChunkCount === 0).toBe(chunks === 0);
    expect(await library.finish()).toEqual(all.content);
  });

  it.each<[string, Moment]>([
    ['as it begins', { on: 'sql', text: SET_STATE, number: 2 }],
    ['when the document in hand has ended', { on: 'sql', text: SET_STATE, number: 3, when: 'before' }],
    ['when all is written', { on: 'log', text: 'Batch processing stopped', number: 1 }],
  ])('during a pause: %s', async (_, moment) => {
    const library = interruptible(short);
    await library.killAt(moment, { on: 'log', text: 'Document started', number: 2 });
    expect(await library.finish()).toEqual(short.content);
  });

  it('again and again while it tidies up and resumes', async () => {
    const library = interruptible(all);
    await library.killAt({ on: 'sql', text: 'INSERT INTO chunks', number: 3000 });
    await library.killAt({ on: 'sql', text: 'DELETE FROM chunk_words', number: 1 });
    await library.killAt({ on: 'sql', text: "outcome = 'interrupted'", number: 1 });
    await library.killAt({ on: 'log', text: 'Batch was interrupted', number: 1 });
    // To the queue, and out of it.
    await library.killAt({ on: 'sql', text: SET_STATE, number: 1 });
    await library.killAt({ on: 'sql', text: SET_STATE, number: 2 });
    expect([...library.inHand]).toHaveLength(1);
    expect(await library.finish()).toEqual(all.content);
  });
});
