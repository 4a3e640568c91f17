import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { createExtractionLane } from '../../src-main/engine/extraction/extraction-lane.ts';
import { forkExtractor } from '../../src-main/faces/cli/start-extractor.ts';
import { FAULTY_EXTRACTOR } from '../support/engine-with-faults.ts';
import { listeningLog } from '../support/listening-log.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { writeFiles } from '../support/write-files.ts';

const LIMITS = { totalMs: 20_000, silenceMs: 10_000, residentBytes: 1024 ** 3, recycleDocuments: 500 };

/** A server that would notice a connection. */
const listeningPort = async (onConnection: () => void): Promise<number> => {
  const server = createServer(onConnection).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
};

it('refuses every way out of the extractor with a clear error', async () => {
  let connections = 0;
  const port = await listeningPort(() => (connections += 1));
  const target = path.join(temporaryFolder(), 'written.txt');
  const [file = ''] = writeFiles(temporaryFolder(), { 'all.attempts': JSON.stringify({ port, target }) });
  const lane = createExtractionLane(forkExtractor(FAULTY_EXTRACTOR), LIMITS, listeningLog().log);
  onTestFinished(lane.close);
  const lines: string[] = [];
  const outcome = await lane.extract({
    path: file,
    signal: new AbortController().signal,
    onKind: () => undefined,
    onPart: ({ blocks }) => void lines.push(...blocks.map(({ text }) => text)),
  });

  expect(outcome).toEqual({ ok: true });
  expect(lines).toHaveLength(21);
  const denied = /^.+: The extractor may not use .+: it reads one file and nothing else\.$/u;
  // The last two are Node's own: a property that is shut for good, and the permission model.
  expect(lines.slice(0, -2).filter((line) => !denied.test(line))).toEqual([]);
  expect(lines.at(-2)).toContain('Cannot redefine property: fetch');
  expect(lines.at(-1)).toContain('--allow-fs-write');
  expect(connections).toBe(0);
  expect(existsSync(target)).toBe(false);
});
