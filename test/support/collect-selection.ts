import { selectFiles, type SelectionEntry } from '../../src-main/engine/selection/select-files.ts';

/** Everything that a selection gives, in order. */
export const collectSelection = async (...paths: string[]): Promise<SelectionEntry[]> => {
  const entries: SelectionEntry[] = [];
  for await (const entry of selectFiles(paths)) entries.push(entry);
  return entries;
};
