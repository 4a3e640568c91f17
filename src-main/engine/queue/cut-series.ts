import type { PreparedSelection } from '../preflight/prepare-selection.ts';

/**
 * Cuts a selection into batches of at most `size` files, in order. An ignored file belongs to the batch that was being
 * filled when it was met, so that files = documents + ignored in every batch. Pure.
 */
export const cutSeries = (prepared: PreparedSelection, size: number): PreparedSelection[] => {
  const count = Math.max(1, Math.ceil(prepared.files.length / size));
  return Array.from({ length: count }, (_, at) => ({
    ...prepared,
    files: prepared.files.slice(at * size, (at + 1) * size),
    ignored: prepared.ignored.filter(({ filesBefore }) => Math.min(Math.floor(filesBefore / size), count - 1) === at),
  }));
};
