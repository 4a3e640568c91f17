import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { PROJECT_FOLDER } from './run-cli.ts';

const isThere = spawnSync('python3', ['-m', 'venv', '--help']).status === 0;

/** Whether a test in Python is to run: it is skipped where there is no python3, but never with CI=true. */
export const hasPython = isThere || process.env['CI'] === 'true';
if (!hasPython) console.log('Skipped: tests with Python packages need python3 with venv.');

/** The programs of a virtual environment with the packages of a requirements file, installed the first time. */
export const pythonPackages = (name: string, requirements: string): string => {
  const folder = path.join(PROJECT_FOLDER, 'node_modules', '.cache', name);
  const bin = path.join(folder, process.platform === 'win32' ? 'Scripts' : 'bin');
  if (existsSync(path.join(folder, 'done'))) return bin;
  execFileSync('python3', ['-m', 'venv', '--clear', folder]);
  const install = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', requirements];
  execFileSync(path.join(bin, 'python'), install, { stdio: ['ignore', 'ignore', 'inherit'] });
  writeFileSync(path.join(folder, 'done'), '');
  return bin;
};
