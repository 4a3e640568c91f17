import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { extractFile } from '../../src-main/engine/extraction/extract-file.ts';
import type { ExtractFile } from '../../src-main/engine/extraction/serve-extractor.ts';
import { serveFork } from '../../src-main/engine/extraction/serve-fork.ts';

/** An extractor as production runs it, with formats that misbehave beside the real ones; chosen by extension. */

const MEGABYTE = 1024 ** 2;

const spin = (): never => {
  for (;;);
};

const recurse = (depth: number): number => 1 + recurse(depth + 1);

/** Outside of V8's heap, every page touched: resident at once. */
const allocateBuffers = (): never => {
  const kept: Buffer[] = [];
  for (;;) kept.push(Buffer.alloc(8 * MEGABYTE, 1));
};

const allocateObjects = (): never => {
  const kept: object[] = [];
  for (;;) kept.push({ index: kept.length, text: String(kept.length) });
};

const builtin = <Name extends 'net' | 'tls' | 'http' | 'https' | 'http2' | 'dgram' | 'dns' | 'child_process'>(
  name: Name,
) => process.getBuiltinModule(`node:${name}`);

const emitted = async (emitter: NodeJS.EventEmitter): Promise<never> =>
  new Promise((_, reject) => emitter.once('error', reject));

const ADDRESS = '127.0.0.1';

/** What an extractor must not be able to do; `port` is one that listens. */
const attempts = (port: number, file: string): Record<string, () => unknown> => ({
  'net.connect': () => builtin('net').connect(port, ADDRESS),
  'new net.Socket().connect': () => new (builtin('net').Socket)().connect(port, ADDRESS),
  'tls.connect': () => builtin('tls').connect(port, ADDRESS),
  'http.get': async () => emitted(builtin('http').get(`http://${ADDRESS}:${port}`)),
  'https.get': async () => emitted(builtin('https').get(`https://${ADDRESS}:${port}`)),
  'http2.connect': async () => emitted(builtin('http2').connect(`http://${ADDRESS}:${port}`)),
  'http.createServer().listen': () => builtin('http').createServer().listen(0, ADDRESS),
  'dgram.send': () => builtin('dgram').createSocket('udp4').send('x', port, ADDRESS),
  'dns.lookup': () => builtin('dns').lookup('localhost', () => undefined),
  'dns.promises.resolve': async () => builtin('dns').promises.resolve('localhost'),
  'new dns.Resolver()': () => new (builtin('dns').Resolver)(),
  fetch: async () => fetch(`http://${ADDRESS}:${port}`),
  WebSocket: () => new WebSocket(`ws://${ADDRESS}:${port}`),
  'imported net.connect': async () => (await import('node:net')).connect(port, ADDRESS),
  'imported Worker': async () => new (await import('node:worker_threads')).Worker('1', { eval: true }),
  'child_process.spawn': () => builtin('child_process').spawn(process.execPath, ['--version']),
  'child_process.execFileSync': () => builtin('child_process').execFileSync(process.execPath, ['--version']),
  'process.binding': () => Reflect.get(process, 'binding').call(process, 'tcp_wrap'),
  'process.dlopen': () => process.dlopen({ exports: {} }, '/nowhere.node'),
  'opening a door again': () => Object.defineProperty(globalThis, 'fetch', { value: () => undefined }),
  'writing a file': () => writeFileSync(file, 'written'),
});

/** One block for each attempt: "<name>: done", or the message of its error. */
async function* extractAttempts(file: string): ReturnType<ExtractFile> {
  const { port, target } = JSON.parse(readFileSync(file, 'utf8')) as { port: number; target: string };
  yield { type: 'kind', kind: 'text' };
  for (const [name, attempt] of Object.entries(attempts(port, target))) {
    let text = `${name}: done`;
    try {
      await attempt();
    } catch (error) {
      text = `${name}: ${error instanceof Error ? error.message : String(error)}`;
    }
    yield { type: 'part', part: { blocks: [{ kind: 'paragraph', text }], warnings: [] } };
  }
  return { ok: true };
}

/** Ends the process as long as a file with this name and `.crash` behind it is there. */
const crashWhileMarked = (file: string): void => {
  if (existsSync(`${file}.crash`)) process.exit(3);
};

const MISBEHAVIOURS: Readonly<Record<string, (file: string) => unknown>> = {
  '.hang': spin,
  '.exit': () => process.exit(3),
  '.shaky': crashWhileMarked,
  '.overflow': () => recurse(0),
  '.allocate': allocateBuffers,
  '.objects': allocateObjects,
};

/** So long that it is sent at once. */
const BEGINNING = 'All is well so far. '.repeat(10_000);

/** Begins as any format does, with a part that reaches the engine, and misbehaves then. */
async function* extractBadly(file: string, misbehave: (file: string) => unknown): ReturnType<ExtractFile> {
  yield { type: 'kind', kind: 'text' };
  yield { type: 'part', part: { blocks: [{ kind: 'paragraph', text: BEGINNING }], warnings: [] } };
  misbehave(file);
  return { ok: true };
}

const extractWithFaults: ExtractFile = (file) => {
  const extension = path.extname(file);
  if (extension === '.attempts') return extractAttempts(file);
  const misbehave = Object.hasOwn(MISBEHAVIOURS, extension) ? MISBEHAVIOURS[extension] : undefined;
  return misbehave === undefined ? extractFile(file) : extractBadly(file, misbehave);
};

await serveFork(async () => extractWithFaults);
