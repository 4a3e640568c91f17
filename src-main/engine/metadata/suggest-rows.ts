import type { MappingRow } from './mapping.ts';
import { boundedEditDistance } from './edit-distance.ts';
import { foldText, lastSegment, numbersHash, tidyKey } from './mapping-key.ts';

const MAX_TOTAL_MS = 1000;
const MAX_DISTANCE = 2;
const MAX_SUGGESTIONS = 3;
/** How often the clock is looked at, in rows or comparisons. */
const CLOCK_EVERY = 64;

interface Name {
  readonly stem: string;
  readonly extension: string;
  readonly numbers: number;
}

const splitName = (filename: string): Name => {
  const folded = foldText(filename);
  const dot = folded.lastIndexOf('.');
  const isStemOnly = dot <= 0;
  const stem = isStemOnly ? folded : folded.slice(0, dot);
  return { stem, extension: isStemOnly ? '' : folded.slice(dot), numbers: numbersHash(filename) };
};

/**
 * Names can only be near when their lengths are, and their extensions and numbers equal: names that differ in their
 * numbers (scan_0017, scan_0018) are two documents, not one misspelt.
 */
const bucketId = (length: number, { numbers, extension }: Name): string => `${length} ${numbers} ${extension}`;

/**
 * How near two names of one bucket are, 0 to 2, or undefined if one is not meant for the other. In a short name every
 * letter counts.
 */
const nearness = (file: Name, row: Name): number | undefined => {
  // Explorer hides extensions, so people leave them out.
  if (row.extension === '' && row.stem === file.stem) return 0;
  if (row.extension !== file.extension) return undefined;
  const limit = Math.min(MAX_DISTANCE, Math.floor(file.stem.length / 3));
  const distance = boundedEditDistance(file.stem, row.stem, limit);
  return distance > limit ? undefined : distance;
};

const LENGTHS = [0, -1, 1, -2, 2] as const;

const bucketIdsFor = (file: Name): ReadonlySet<string> =>
  new Set([
    ...LENGTHS.map((more) => bucketId(file.stem.length + more, file)),
    bucketId(file.stem.length, { ...file, extension: '' }),
  ]);

/**
 * "Did you mean": for file names without a row, the rows without a file whose names are nearly theirs: equal
 * extension, at most two letters longer or shorter, at most two letters different. A row without any extension is
 * suggested when the rest is equal. Takes at most a second for all; files that it did not come to have no suggestion.
 *
 * @param now milliseconds on a monotonic clock
 * @returns for each file name, up to three rows, the nearest first
 */
export const suggestRows = (
  filenames: readonly string[],
  rows: readonly MappingRow[],
  now: () => number,
): readonly (readonly MappingRow[])[] => {
  const deadline = now() + MAX_TOTAL_MS;
  let steps = 0;
  let late = false;
  const isLate = (): boolean => {
    steps += 1;
    if (!late && steps % CLOCK_EVERY === 0) late = now() > deadline;
    return late;
  };
  const files = filenames.map(splitName);
  const numbers = new Set(files.map((file) => file.numbers));
  const wanted = new Set(files.flatMap((file) => [...bucketIdsFor(file)]));
  const buckets = new Map<string, { readonly name: Name; readonly row: MappingRow }[]>();
  for (const row of files.length === 0 ? [] : rows) {
    if (isLate()) break;
    // Looked at before the name is folded, which is what costs.
    if (!numbers.has(numbersHash(row.key))) continue;
    const name = splitName(lastSegment(tidyKey(row.key)));
    const id = bucketId(name.stem.length, name);
    if (!wanted.has(id)) continue;
    const bucket = buckets.get(id);
    if (bucket === undefined) buckets.set(id, [{ name, row }]);
    else bucket.push({ name, row });
  }
  return files.map((file) => {
    const found: { readonly distance: number; readonly row: MappingRow }[] = [];
    for (const id of bucketIdsFor(file))
      for (const { name, row } of buckets.get(id) ?? []) {
        if (isLate()) return [];
        const distance = nearness(file, name);
        if (distance !== undefined) found.push({ distance, row });
      }
    return found
      .toSorted((a, b) => a.distance - b.distance || a.row.line - b.row.line)
      .slice(0, MAX_SUGGESTIONS)
      .map(({ row }) => row);
  });
};
