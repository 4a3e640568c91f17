import { rmSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { openLibraryForReading } from '../../src-main/engine/library/open-library.ts';
import { endsOf, engineWithFaults, printFigures, RESPONSIVE_MS } from '../support/engine-with-faults.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { valueOf } from '../support/unwrap.ts';
import { writeFiles } from '../support/write-files.ts';

const MEGABYTE = 1024 ** 2;
/** Budgets that a healthy document of these tests keeps by far; node alone takes about 80 MB. */
const SMALL = { EXTRACTOR_MEMORY_GB: '0.25', DOCUMENT_SILENCE_SECONDS: '3', DOCUMENT_TIMEOUT_SECONDS: '30' };
const SMALL_BYTES = 0.25 * 1024 * MEGABYTE;

const withHealthyNeighbours = (...names: string[]): string[] =>
  writeFiles(temporaryFolder(), {
    'before.txt': 'A healthy document before.',
    ...Object.fromEntries(names.map((name) => [name, `Content of ${name}`])),
    'after.txt': 'A healthy document after.',
  });

describe('an extractor that misbehaves', () => {
  it('hangs in a loop: the document ends with TIMEOUT, the next is read', async () => {
    const { load, pids } = engineWithFaults(SMALL);
    const end = await load(withHealthyNeighbours('a.hang'));
    printFigures('hang', end);
    expect(endsOf(end)).toEqual(['processed', 'TIMEOUT', 'processed']);
    expect(end.batch.status).toBe('partial_failure');
    expect(end.seconds).toBeLessThan(12);
    expect(end.longestBlockMs).toBeLessThan(RESPONSIVE_MS);
    expect(pids).toHaveLength(2);
  });

  it('takes too long in all: TIMEOUT, and not tried again', async () => {
    const { load, pids } = engineWithFaults({
      ...SMALL,
      DOCUMENT_TIMEOUT_SECONDS: '1',
      DOCUMENT_SILENCE_SECONDS: '60',
    });
    const end = await load(withHealthyNeighbours('a.hang'));
    expect(endsOf(end)).toEqual(['processed', 'TIMEOUT', 'processed']);
    expect(pids).toHaveLength(2);
  });

  it('exits in the middle: tried once more in a fresh one, then failed; files like that make no loop', async () => {
    const { load, pids, entries } = engineWithFaults(SMALL);
    const end = await load(withHealthyNeighbours('a.exit', 'b.exit', 'c.exit'));
    printFigures('exit', end);
    const crashed = 'EXTRACTOR_CRASHED';
    expect(endsOf(end)).toEqual(['processed', crashed, crashed, crashed, 'processed']);
    expect(pids).toHaveLength(7);
    expect(entries.filter(({ message }) => message === 'Document is tried again')).toHaveLength(3);
    expect(entries.filter(({ message }) => message === 'Batch document processing failed')).toHaveLength(3);
  });

  it('crashes once: the second attempt is processed', async () => {
    const { load, engine, entries, dataFolder } = engineWithFaults(SMALL);
    const files = withHealthyNeighbours('a.shaky', 'a.shaky.crash');
    const marker = files.find((file) => file.endsWith('.crash')) ?? '';
    engine.subscribe(() => {
      if (entries.some(({ message }) => message === 'Document is tried again')) rmSync(marker, { force: true });
    });
    const end = await load(files.filter((file) => file !== marker));
    expect(endsOf(end)).toEqual(['processed', 'processed', 'processed']);
    expect(end.batch.status).toBe('completed');
    const library = valueOf(openLibraryForReading(dataFolder));
    const attempts = library.prepare('SELECT outcome, code FROM attempts WHERE position = 1 ORDER BY attempt_id').all();
    library.close();
    expect(attempts.map(({ outcome, code }) => [outcome, code])).toEqual([
      ['failed', 'EXTRACTOR_CRASHED'],
      ['processed', ''],
    ]);
  });

  it('overflows its stack: a plain failure', async () => {
    const { load } = engineWithFaults(SMALL);
    const end = await load(withHealthyNeighbours('a.overflow'));
    printFigures('overflow', end);
    expect(endsOf(end)).toEqual(['processed', 'INTERNAL', 'processed']);
    expect(end.documents[1]?.error).toBe('An unexpected error occurred.');
  });

  it.each(['allocate', 'objects'])('allocates without end (%s): killed within its budget', async (extension) => {
    const { load, pids } = engineWithFaults(SMALL);
    const end = await load(withHealthyNeighbours(`a.${extension}`));
    printFigures(extension, end);
    expect(endsOf(end)).toEqual(['processed', 'EXTRACTOR_OUT_OF_MEMORY', 'processed']);
    expect(pids).toHaveLength(2);
    expect(end.peakBytes).toBeLessThan(1.25 * SMALL_BYTES);
    expect(end.longestBlockMs).toBeLessThan(RESPONSIVE_MS);
  });

  it('stays within a quarter over the real budget of 1.5 GB', async () => {
    const { load } = engineWithFaults({});
    const end = await load(writeFiles(temporaryFolder(), { 'a.allocate': 'x' }));
    printFigures('allocate, 1.5 GB', end);
    expect(endsOf(end)).toEqual(['EXTRACTOR_OUT_OF_MEMORY']);
    expect(end.peakBytes).toBeGreaterThan(0.95 * 1.5 * 1024 * MEGABYTE);
    expect(end.peakBytes).toBeLessThan(1.25 * 1.5 * 1024 * MEGABYTE);
  });
});
