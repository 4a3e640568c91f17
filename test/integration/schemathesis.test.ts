import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { hasPython, pythonPackages } from '../support/python-packages.ts';
import { PROJECT_FOLDER } from '../support/run-cli.ts';
import { KEY, serve } from '../support/serve-http.ts';

it.skipIf(!hasPython)('schemathesis finds no 5xx of ours in the whole API', { timeout: 300_000 }, async () => {
  const bin = pythonPackages('schemathesis', path.join(PROJECT_FOLDER, 'test/schemathesis/requirements.txt'));
  const server = await serve();
  const args = [
    'run',
    `${server.url}/api/v1/openapi.json`,
    '--header',
    `X-API-Key: ${KEY}`,
    '--checks',
    'not_a_server_error,content_type_conformance',
    '--phases',
    'examples,coverage,fuzzing',
    '--max-examples',
    '15',
    // It never ends by itself.
    '--exclude-path',
    '/api/v1/events',
    '--seed',
    '1',
    '--no-color',
  ];
  const { stdout } = await promisify(execFile)(path.join(bin, 'st'), args, { maxBuffer: 64 * 1024 * 1024 }).catch(
    (error: { readonly stdout: string }) => ({ stdout: `FAILED ${error.stdout}` }),
  );
  console.log(stdout.slice(-600));
  expect(stdout).not.toContain('FAILED');
  expect(stdout).toMatch(/No issues found|passed/u);
});
