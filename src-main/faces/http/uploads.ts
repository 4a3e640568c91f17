import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { uploadsFolder } from '../../engine/library/data-folder.ts';

const BATCH_FILE = 'batch_id';

/** The folder of one upload: files that belong to no batch yet. */
export interface Upload {
  readonly folder: string;
  /** From now on the files belong to a batch, and go when it has ended. */
  readonly belongTo: (batchId: string) => void;
  readonly remove: () => void;
}

/** Where uploads lie until their batch has ended; what a crash left is removed at the next start. */
export const createUploads = (dataFolder: string) => {
  const root = uploadsFolder(dataFolder);
  const byBatch = new Map<string, string>();
  const remove = (folder: string): void => rmSync(folder, { recursive: true, force: true });

  return {
    begin: (): Upload => {
      const folder = path.join(root, randomUUID());
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      return {
        folder,
        belongTo: (batchId) => {
          writeFileSync(path.join(folder, BATCH_FILE), batchId);
          byBatch.set(batchId, folder);
        },
        remove: () => remove(folder),
      };
    },
    /** A batch has ended: its files are not needed any more. */
    onEnded: (batchId: string): void => {
      const folder = byBatch.get(batchId);
      if (folder === undefined) return;
      byBatch.delete(batchId);
      remove(folder);
    },
    /** Removes what belongs to no batch that can still go on. */
    sweep: (isOpen: (batchId: string) => boolean): void => {
      if (!existsSync(root)) return;
      for (const name of readdirSync(root)) {
        const folder = path.join(root, name);
        const file = path.join(folder, BATCH_FILE);
        const batchId = existsSync(file) ? readFileSync(file, 'utf8') : '';
        if (batchId !== '' && isOpen(batchId)) byBatch.set(batchId, folder);
        else remove(folder);
      }
    },
  };
};
export type Uploads = ReturnType<typeof createUploads>;
