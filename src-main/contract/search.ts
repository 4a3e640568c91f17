import { z } from 'zod';

/**
 * A passage that was found. `highlights` are [start, end) ranges of the snippet in UTF-16 code units, the unit that
 * JavaScript slices by. `page` and `heading` are absent where the document has none.
 */
export const searchHitSchema = z.object({
  document_id: z.string(),
  filename: z.string(),
  page: z.int().positive().optional(),
  heading: z.string().optional(),
  chunk: z.int().nonnegative(),
  snippet: z.string(),
  highlights: z.array(z.tuple([z.int().nonnegative(), z.int().nonnegative()])),
});
export type SearchHit = Readonly<z.infer<typeof searchHitSchema>>;
