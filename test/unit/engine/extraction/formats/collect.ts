import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Block, ExtractFormat, ExtractionOutcome } from '../../../../../src-main/contract/extraction.ts';

export interface Collected {
  readonly blocks: Block[];
  readonly warnings: string[];
  readonly outcome: ExtractionOutcome;
  /** The longest part's text, in UTF-16 units. */
  readonly longestPart: number;
}

/** Everything an extractor yields for a file, and how it ended. */
export const collect = async (extract: ExtractFormat, file: string): Promise<Collected> => {
  const blocks: Block[] = [];
  const warnings: string[] = [];
  let longestPart = 0;
  const parts = extract(file);
  for (;;) {
    const next = await parts.next();
    if (next.done === true) return { blocks, warnings, outcome: next.value, longestPart };
    blocks.push(...next.value.blocks);
    warnings.push(...next.value.warnings);
    longestPart = Math.max(
      longestPart,
      next.value.blocks.reduce((sum, { text }) => sum + text.length, 0),
    );
  }
};

/** Runs `use` with the path of a file of these bytes, in a folder of its own that is gone afterwards. */
export const withFile = async <T>(
  filename: string,
  bytes: Uint8Array | string,
  use: (file: string) => Promise<T>,
): Promise<T> => {
  const folder = await mkdtemp(path.join(tmpdir(), 'stevedore-format-'));
  try {
    const file = path.join(folder, filename);
    await writeFile(file, bytes);
    return await use(file);
  } finally {
    await rm(folder, { recursive: true });
  }
};
