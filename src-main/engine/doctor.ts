import { accessSync, constants, existsSync, statfsSync } from 'node:fs';
import path from 'node:path';
import type { DoctorCheck } from '../contract/doctor.ts';
import type { StartExtractor } from './extraction/extractor-port.ts';
import { checkLibraryOf } from './doctor-library.ts';
import { sqliteAbilities } from './library/open-library.ts';

const LEAST_NODE_MAJOR = 24;
const LEAST_FREE_BYTES = 1e9;
const EXTRACTOR_START_MS = 15_000;

export interface Patient {
  readonly dataFolder: string;
  readonly startExtractor: StartExtractor;
  /** Stevedore's own version. */
  readonly version: string;
}

const check = (name: string, ok: boolean, finding: string, advice: string): DoctorCheck => ({
  name,
  ok,
  finding,
  ...(!ok && { advice }),
});

const checkNode = (): DoctorCheck => {
  const major = Number(process.versions.node.split('.')[0]);
  const advice = `Start Stevedore with "npm run": it brings Node ${LEAST_NODE_MAJOR}.`;
  return check('Node', major >= LEAST_NODE_MAJOR, `Node ${process.versions.node}`, advice);
};

const checkSqlite = (): DoctorCheck => {
  const { version, newEnough, fts5 } = sqliteAbilities();
  const finding = `SQLite ${version}, ${fts5 ? 'with' : 'without'} FTS5`;
  return check(
    'SQLite',
    newEnough && fts5,
    finding,
    'Start Stevedore with "npm run": it brings a Node with a newer SQLite.',
  );
};

const nearestFolder = (folder: string): string => (existsSync(folder) ? folder : nearestFolder(path.dirname(folder)));

const checkDataFolder = (dataFolder: string): DoctorCheck => {
  const there = nearestFolder(dataFolder);
  try {
    accessSync(there, constants.R_OK | constants.W_OK | constants.X_OK);
    const finding = there === dataFolder ? dataFolder : `${dataFolder} (will be made with the first batch)`;
    return check('Data folder', true, finding, '');
  } catch {
    return check(
      'Data folder',
      false,
      `${there} cannot be written`,
      'Ask for write permission, or choose another folder with --data-dir.',
    );
  }
};

const checkDisk = (dataFolder: string): DoctorCheck => {
  const { bavail, bsize } = statfsSync(nearestFolder(dataFolder));
  const freeBytes = bavail * bsize;
  const finding = `${(freeBytes / 1e9).toFixed(1)} GB free`;
  return check('Disk', freeBytes >= LEAST_FREE_BYTES, finding, 'Free at least 1 GB before you load documents.');
};

/** Asks a fresh extractor for a file that cannot exist: an answer proves that the process starts and speaks. */
const checkExtractor = async (startExtractor: StartExtractor): Promise<DoctorCheck> => {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const extractor = startExtractor();
  const timer = setTimeout(() => resolve(false), EXTRACTOR_START_MS);
  extractor.onMessage(() => resolve(true));
  extractor.onExit(() => resolve(false));
  extractor.send({ type: 'extract', path: path.join(path.sep, 'no such folder', 'doctor.txt') });
  const answered = await promise;
  clearTimeout(timer);
  extractor.kill();
  const advice = 'Reinstall Stevedore; a security program may also forbid it to start a process.';
  return check('Extractor', answered, answered ? 'starts and answers' : 'does not answer', advice);
};

/** Looks at everything that loading needs, without changing anything. */
export const examine = async ({ dataFolder, startExtractor, version }: Patient): Promise<DoctorCheck[]> => [
  check('Stevedore', true, `Stevedore ${version}`, ''),
  checkNode(),
  checkSqlite(),
  checkDataFolder(dataFolder),
  checkDisk(dataFolder),
  ...checkLibraryOf(dataFolder),
  await checkExtractor(startExtractor),
];
