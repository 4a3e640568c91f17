import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { FAILURE_CODES } from '../../src-main/contract/failure-codes.ts';
import { PROJECT_FOLDER } from '../support/run-cli.ts';

const dataFolder = mkdtempSync(path.join(tmpdir(), 'stevedore-docs-'));
afterAll(() => rmSync(dataFolder, { recursive: true, force: true }));

const read = (file: string): string => readFileSync(path.join(PROJECT_FOLDER, file), 'utf8');

/** The commands of a page: the lines of its sh blocks. What this test itself is part of, and the install, are left out. */
const commandsOf = (file: string): string[] =>
  Array.from(read(file).matchAll(/```sh\n(.*?)```/gsu), ([, block]) => (block ?? '').trim().split('\n'))
    .flat()
    .map((line) => line.replace(/^npm ci && /u, ''))
    .filter((line) => line !== 'npm test');

const run = (command: string) =>
  spawnSync('bash', ['-c', command], {
    cwd: PROJECT_FOLDER,
    env: { ...process.env, STEVEDORE_DATA_DIR: dataFolder },
    encoding: 'utf8',
  });

const runJson = (command: string): unknown => JSON.parse(run(`npm run -s stevedore -- ${command} --json`).stdout);

const fillIn = (command: string): string => {
  const filled = command.replaceAll('OUT_FOLDER', dataFolder);
  if (!/BATCH_ID|DOCUMENT_ID/u.test(filled)) return filled;
  const { batches } = runJson('history') as { batches: { batch_id: string }[] };
  const batchId = batches[0]?.batch_id ?? '';
  const { documents } = runJson(`documents ${batchId}`) as { documents: { document_id: string }[] };
  return filled.replaceAll('BATCH_ID', batchId).replaceAll('DOCUMENT_ID', documents[0]?.document_id ?? '');
};

describe.each(['README.md', 'docs/batch-ingestion.md'])('the commands of %s', (file) => {
  const commands = commandsOf(file);

  it('are there', () => {
    expect(commands.length).toBeGreaterThan(3);
  });

  it.each(commands)('%s', (command) => {
    const { status, stdout, stderr } = run(fillIn(command));
    expect(`${stdout}${stderr}`).not.toBe('');
    expect(stdout).not.toContain('Nothing found');
    expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
  });
});

describe('the troubleshooting table', () => {
  it('says what the table of codes says', () => {
    const rows = Array.from(
      (read('docs/batch-ingestion.md').split('## Troubleshooting')[1] ?? '').matchAll(
        /^\| ([A-Z_]+) +\| (.+?) +\| (.+?) +\|$/gmu,
      ),
    );
    expect(rows.length).toBeGreaterThan(25);
    const codes: Readonly<Record<string, { readonly message: string; readonly hint: string }>> = FAILURE_CODES;
    for (const [, code = '', message, hint] of rows) {
      expect(codes[code], code).toMatchObject({ message, hint });
    }
  });
});
