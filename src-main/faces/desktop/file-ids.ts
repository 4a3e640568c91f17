import { randomUUID } from 'node:crypto';
import { statSync } from 'node:fs';
import path from 'node:path';
import { failed, failure, succeeded, type Result } from '../../contract/failure.ts';
import type { PickedItem } from '../../contract/shell.ts';

/** The files and folders that a person has given the window: the window can name these and no others. */
export const createFileIds = () => {
  const paths = new Map<string, string>();

  const add = (file: string): PickedItem => {
    const id = randomUUID();
    const absolute = path.resolve(file);
    paths.set(id, absolute);
    const isFolder = statSync(absolute, { throwIfNoEntry: false })?.isDirectory() ?? false;
    return { id, name: path.basename(absolute) || absolute, path: absolute, is_folder: isFolder };
  };
  const pathOf = (id: string): Result<string> => {
    const found = paths.get(id);
    return found === undefined
      ? failed(
          failure('INVALID_REQUEST', 'select', 'The window named a file that nobody picked.', 'Pick the file again.'),
        )
      : succeeded(found);
  };

  /** The fields of a command that hold paths, with the ids of the window replaced. */
  const resolve = (input: Readonly<Record<string, unknown>>): Result<Record<string, unknown>> => {
    const resolved: Record<string, unknown> = { ...input };
    for (const field of ['mapping', 'schema', 'file']) {
      const id = input[field];
      if (id === undefined) continue;
      const found = pathOf(String(id));
      if (!found.ok) return found;
      resolved[field] = found.value;
    }
    const { paths: ids } = input;
    if (Array.isArray(ids)) {
      const found: string[] = [];
      for (const id of ids) {
        const one = pathOf(String(id));
        if (!one.ok) return one;
        found.push(one.value);
      }
      resolved['paths'] = found;
    }
    return succeeded(resolved);
  };
  return { add, resolve };
};
export type FileIds = ReturnType<typeof createFileIds>;
