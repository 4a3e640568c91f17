import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';

/** A new empty folder, by its real path, that goes when the running test has finished. */
export const temporaryFolder = (): string => {
  const folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'stevedore-test-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};
