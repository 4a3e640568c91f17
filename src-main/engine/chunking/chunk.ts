import { z } from 'zod';
import type { Settings } from '../../contract/settings.ts';

/** A size beyond this would make one chunk larger than what any store or embedding model takes. */
const LARGEST_SIZE_CHARACTERS = 100_000;

/**
 * How text is cut, in code points. The overlap stays under half of the size, so that every chunk brings text of its
 * own: a cut is never made in the first half of a chunk's room for want of a better place.
 */
export const chunkSettingsSchema = z
  .object({
    sizeCharacters: z.int().positive().max(LARGEST_SIZE_CHARACTERS),
    overlapCharacters: z.int().nonnegative(),
  })
  .refine(({ sizeCharacters, overlapCharacters }) => overlapCharacters * 2 < sizeCharacters, {
    message: 'The overlap of chunks must be less than half of their size.',
    path: ['overlapCharacters'],
  });
export type ChunkSettings = Readonly<z.infer<typeof chunkSettingsSchema>>;

/** How the settings of the engine say that text is cut. */
export const chunkSettingsOf = ({ chunk_size, chunk_overlap }: Settings): ChunkSettings => ({
  sizeCharacters: chunk_size,
  overlapCharacters: chunk_overlap,
});

export const DEFAULT_CHUNK_SETTINGS: ChunkSettings = { sizeCharacters: 1500, overlapCharacters: 200 };

/**
 * A passage of a document. `start` and `end` (exclusive) count code points in the document's normalised text; `text`
 * is exactly that range and `ownText` what of it comes after the end of the chunk before. `page` is that of the block
 * in which the chunk starts; `heading` is the one the chunk starts with or the nearest above.
 */
export interface Chunk {
  readonly index: number;
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly ownText: string;
  readonly page?: number;
  readonly heading?: string;
}
