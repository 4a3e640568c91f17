import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import http from 'node:http';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { batchStatusSchema } from '../../src-main/contract/batch.ts';
import { runCli, SAMPLE_FOLDER } from '../support/run-cli.ts';
import { KEY, serve, type Server } from '../support/serve-http.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { writeFiles } from '../support/write-files.ts';

const INGEST = '/api/v1/documents/ingest/batch';

const acceptedSchema = z.strictObject({
  batch_id: z.uuid(),
  total_documents: z.int(),
  status: z.literal('in_progress'),
  message: z.string(),
});

const send = (server: Server, url: string, init: RequestInit = {}): Promise<Response> =>
  fetch(`${server.url}${url}`, { ...init, headers: { 'x-api-key': KEY, ...init.headers } });

const formOf = (files: Readonly<Record<string, string>>, mapping?: string): FormData => {
  const form = new FormData();
  for (const [name, text] of Object.entries(files)) form.append('files', new Blob([text]), name);
  if (mapping !== undefined) form.append('metadata_mapping', new Blob([mapping]), 'metadata.csv');
  return form;
};

const ingest = async (server: Server, form: FormData) => {
  const response = await send(server, INGEST, { method: 'POST', body: form });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};

const untilEnded = async (server: Server, batchId: string) => {
  for (;;) {
    const response = await send(server, `${INGEST}/${batchId}/status`);
    const status = batchStatusSchema.parse(await response.json());
    if (status.status !== 'in_progress') return status;
    await sleep(50);
  }
};

const uploadsLeft = ({ dataFolder }: Server): string[] => {
  const folder = path.join(dataFolder, 'uploads');
  return existsSync(folder) ? readdirSync(folder) : [];
};

const manyTexts = (count: number): Record<string, string> =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [`${at}.txt`, `text ${at}`]));

/** A request with headers that fetch does not let one set. */
const rawStatus = (server: Server, headers: Readonly<Record<string, string>>): Promise<number> =>
  new Promise((resolve, reject) => {
    const request = http.get(`${server.url}/api/v1/batches`, { headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    request.on('error', reject);
  });

/** One file of so many zeros, sent as fast as it is taken. */
const sendZeros = async (server: Server, bytes: number): Promise<number> => {
  const request = http.request(`${server.url}${INGEST}`, {
    method: 'POST',
    headers: { 'x-api-key': KEY, 'content-type': 'multipart/form-data; boundary=x' },
  });
  const answered = once(request, 'response');
  const block = Buffer.alloc(256 * 1024);
  request.write('--x\r\nContent-Disposition: form-data; name="files"; filename="zero.pdf"\r\n\r\n');
  for (let sent = 0; sent < bytes; sent += block.length) if (!request.write(block)) await once(request, 'drain');
  request.end('\r\n--x--\r\n');
  const [response] = (await answered) as [http.IncomingMessage];
  response.resume();
  return response.statusCode ?? 0;
};

describe('the HTTP API', () => {
  it('takes the words of the original story as they stand', async () => {
    const server = await serve(['--port', '8000']).catch(() => undefined);
    // Another program may have the port; then another one is as good, and only the number differs.
    const used = server ?? (await serve());
    const folder = temporaryFolder();
    writeFiles(folder, {
      'doc1.pdf': readFileSync(path.join(SAMPLE_FOLDER, 'safety-manual.pdf')),
      'doc2.docx': readFileSync(path.join(SAMPLE_FOLDER, 'crew-handbook.docx')),
      'doc3.txt': 'Some words.',
      'metadata.csv':
        'filename,author,department,date_created,tags,category\ndoc1.pdf,John Doe,Engineering,2025-10-16,"technical,api",specification\n',
    });
    const command = `curl -s -w '\\n%{http_code}' -X POST "${used.url}/api/v1/documents/ingest/batch" -H "X-API-Key: test-key-123" -F "files=@doc1.pdf" -F "files=@doc2.docx" -F "files=@doc3.txt" -F "metadata_mapping=@metadata.csv"`;
    const { stdout } = spawnSync('bash', ['-c', command], { cwd: folder, encoding: 'utf8' });
    const [body = '', code] = stdout.split('\n');
    expect(code).toBe('202');
    const accepted = acceptedSchema.parse(JSON.parse(body));
    expect(accepted).toMatchObject({
      total_documents: 3,
      message: 'Batch ingestion started. Use batch_id to check status',
    });
    const status = await untilEnded(used, accepted.batch_id);
    expect(status).toMatchObject({ status: 'completed', processed_count: 3, failed_count: 0, failed_documents: [] });
    expect(typeof status.completed_at).toBe('string');
    expect(typeof status.processing_time_seconds).toBe('number');
    const documents = (await (await send(used, `/api/v1/batches/${accepted.batch_id}/documents`)).json()) as {
      documents: unknown[];
    };
    expect(documents.documents[0]).toMatchObject({
      filename: 'doc1.pdf',
      metadata: { author: 'John Doe', tags: ['technical', 'api'] },
    });
    await expect.poll(() => uploadsLeft(used)).toEqual([]);
    const found = (await (await send(used, '/api/v1/search?words=safety&limit=2')).json()) as {
      hits: { document_id: string }[];
    };
    expect(found.hits.length).toBeGreaterThan(0);
    const document = (await (await send(used, `/api/v1/documents/${found.hits[0]?.document_id ?? ''}`)).json()) as {
      sources: { path: string }[];
    };
    expect(document.sources).toHaveLength(1);
  });

  it('loads 20 documents in less than two minutes', async () => {
    const server = await serve();
    const form = new FormData();
    for (const name of readdirSync(SAMPLE_FOLDER)) {
      form.append('files', new Blob([readFileSync(path.join(SAMPLE_FOLDER, name))]), name);
    }
    const mapping = readFileSync(path.join(SAMPLE_FOLDER, '..', 'metadata-mapping.json'));
    form.append('metadata_mapping', new Blob([mapping]), 'metadata.json');
    const began = performance.now();
    const { body } = await ingest(server, form);
    const status = await untilEnded(server, String(body['batch_id']));
    const seconds = (performance.now() - began) / 1000;
    console.log(`20 documents over HTTP in ${seconds.toFixed(1)} s`);
    expect(status).toMatchObject({ status: 'completed', processed_count: 20 });
    expect(seconds).toBeLessThan(120);
  });

  it('loads what it can of a batch, and tells what failed and why', async () => {
    const server = await serve();
    const mapping = 'filename,date_created\ngood.txt,2025-10-16\nbad.txt,not a day\n';
    const { status, body } = await ingest(
      server,
      formOf({ 'good.txt': 'words', 'bad.txt': 'other', 'empty.txt': '' }, mapping),
    );
    expect(status).toBe(202);
    const ended = await untilEnded(server, String(body['batch_id']));
    expect(ended).toMatchObject({ status: 'partial_failure', processed_count: 1, failed_count: 2 });
    expect(ended.failed_documents.map(({ filename, code }) => [filename, code])).toEqual([
      ['bad.txt', 'METADATA_INVALID'],
      ['empty.txt', 'FILE_EMPTY'],
    ]);
    const failures = await send(server, `/api/v1/batches/${ended.batch_id}/failures`);
    expect(failures.headers.get('content-type')).toContain('text/csv');
    expect(await failures.text()).toContain('METADATA_INVALID');
    expect(await (await send(server, `/api/v1/batches/${ended.batch_id}/report`)).text()).toContain('<html');
  });

  it.each([
    [101, 'Batch exceeds maximum size of 100 files. Uploaded: 101 files'],
    [150, 'Batch exceeds maximum size of 100 files. Uploaded: 150 files'],
  ])('refuses %i files with the real number, and keeps none', async (count, message) => {
    const server = await serve();
    const { status, body } = await ingest(server, formOf(manyTexts(count)));
    expect(status).toBe(400);
    expect(body).toMatchObject({ error: { code: 'BATCH_TOO_LARGE', message } });
    expect(uploadsLeft(server)).toEqual([]);
  });

  it('refuses what is no batch, with a code, and keeps nothing', async () => {
    const server = await serve();
    const empty = new FormData();
    empty.append('other', 'text');
    expect(await ingest(server, empty)).toMatchObject({ status: 400, body: { error: { code: 'BATCH_EMPTY' } } });
    const wrong = await ingest(server, formOf({ 'a.txt': 'x' }, 'filename,author\n"a.txt,Ana\n'));
    expect(wrong).toMatchObject({ status: 400, body: { error: { code: 'MAPPING_INVALID' } } });
    const json = await send(server, INGEST, {
      method: 'POST',
      body: '{}',
      headers: { 'content-type': 'application/json' },
    });
    expect(json.status).toBe(400);
    const unknown = await send(server, `${INGEST}/unknown/status`);
    expect(unknown.status).toBe(404);
    expect(await unknown.json()).toMatchObject({
      error: { code: 'BATCH_NOT_FOUND', message: 'Batch unknown not found' },
    });
    const malformed = await send(server, '/api/v1/batches/x/retry', {
      method: 'POST',
      body: '{',
      headers: { 'content-type': 'application/json' },
    });
    expect(malformed.status).toBe(400);
    const named = await send(server, '/api/v1/batches/x/retry', {
      method: 'POST',
      body: '{"mapping": "/etc/passwd"}',
      headers: { 'content-type': 'application/json' },
    });
    expect(named.status).toBe(400);
    expect((await send(server, '/nothing')).status).toBe(404);
    expect(uploadsLeft(server)).toEqual([]);
  });

  it('asks to come again later when memory has no room', async () => {
    const server = await serve([], temporaryFolder(), { MAX_CONCURRENT_BATCH_SIZE_GB: '0.01' });
    const response = await send(server, INGEST, { method: 'POST', body: formOf({ 'a.txt': 'x' }) });
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '30']);
    expect(await response.json()).toMatchObject({ error: { code: 'MEMORY_LIMIT_REACHED' } });
    expect(uploadsLeft(server)).toEqual([]);
  });

  it('answers nobody without the key, and no web page', async () => {
    const server = await serve();
    const port = new URL(server.url).port;
    const host = `localhost:${port}`;
    expect(await rawStatus(server, { host })).toBe(401);
    expect(await rawStatus(server, { host, 'x-api-key': 'wrong' })).toBe(401);
    expect(await rawStatus(server, { host, 'x-api-key': KEY })).toBe(200);
    expect(await rawStatus(server, { host: `127.0.0.1:${port}`, 'x-api-key': KEY })).toBe(200);
    expect(await rawStatus(server, { host: `evil.example:${port}`, 'x-api-key': KEY })).toBe(403);
    expect(await rawStatus(server, { host: 'localhost:1', 'x-api-key': KEY })).toBe(403);
    expect(await rawStatus(server, { host, 'x-api-key': KEY, origin: 'https://evil.example' })).toBe(403);
    expect(await rawStatus(server, { host, 'x-api-key': KEY, origin: server.url })).toBe(403);
    const health = await fetch(`${server.url}/healthz`);
    expect([health.status, await health.text()]).toEqual([200, '{"status":"ok"}']);
  });

  it('keeps hostile filenames apart and inside of its folder', async () => {
    const server = await serve();
    const names = [
      '../../../etc/evil.txt',
      '..\\..\\evil.txt',
      'CON.txt',
      'nul',
      '.hidden.txt',
      'same.txt',
      'same.txt',
      'a/b/c.txt',
      `${'long'.repeat(200)}.txt`,
      '日本.txt',
    ];
    const form = new FormData();
    names.forEach((name, at) => form.append('files', new Blob([`content ${at}`]), name));
    const { status, body } = await ingest(server, form);
    expect(status).toBe(202);
    const ended = await untilEnded(server, String(body['batch_id']));
    expect(ended.total_documents).toBe(names.length);
    const { documents } = (await (await send(server, `/api/v1/batches/${ended.batch_id}/documents`)).json()) as {
      documents: { path: string; filename: string }[];
    };
    const root = path.join(server.dataFolder, 'uploads') + path.sep;
    for (const document of documents) {
      expect(document.path.startsWith(root)).toBe(true);
      expect(document.filename).not.toMatch(/[/\\]|^\./u);
    }
    expect(new Set(documents.map((document) => document.path)).size).toBe(names.length);
  });

  it('leaves no file of an upload that is broken off, nor after kill -9 in the middle of one', async () => {
    const server = await serve();
    const begin = (): Promise<ReturnType<typeof connect>> =>
      new Promise((resolve) => {
        const port = Number(new URL(server.url).port);
        const socket = connect(port, '127.0.0.1', () => {
          const head = `--x\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n\r\n`;
          socket.write(
            `POST ${INGEST} HTTP/1.1\r\nHost: localhost:${port}\r\nX-API-Key: ${KEY}\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: 100000000\r\n\r\n${head}${'z'.repeat(500_000)}`,
          );
          resolve(socket);
        });
        socket.on('error', () => undefined);
      });
    const first = await begin();
    await expect.poll(() => uploadsLeft(server).length).toBe(1);
    first.destroy();
    await expect.poll(() => uploadsLeft(server)).toEqual([]);
    await begin();
    await expect.poll(() => uploadsLeft(server).length).toBe(1);
    server.child.kill('SIGKILL');
    await once(server.child, 'exit');
    expect(uploadsLeft(server)).toHaveLength(1);
    const again = await serve([], server.dataFolder);
    expect(uploadsLeft(again)).toEqual([]);
  });

  it('answers a fast client while 200 slow ones hold on', async () => {
    const server = await serve();
    const port = Number(new URL(server.url).port);
    const slow = Array.from({ length: 200 }, () => {
      const socket = connect(port, '127.0.0.1', () => void socket.write('POST /api/v1/x HTTP/1.1\r\nHost: loc'));
      socket.on('error', () => undefined);
      return socket;
    });
    await sleep(300);
    const began = performance.now();
    const { status, body } = await ingest(server, formOf({ 'a.txt': 'fast' }));
    expect(status).toBe(202);
    await untilEnded(server, String(body['batch_id']));
    expect(performance.now() - began).toBeLessThan(5000);
    slow.forEach((socket) => socket.destroy());
  });

  it('says which port it took, refuses one that is taken, and keeps others out of its library', async () => {
    const server = await serve();
    const port = new URL(server.url).port;
    const taken = await runCli(['serve', '--port', port, '--json'], { dataFolder: temporaryFolder() });
    expect(taken.exitCode).toBe(4);
    expect(JSON.parse(taken.stdout)).toMatchObject({ error: { message: `The port ${port} is taken.` } });
    const beside = await runCli(['ingest', SAMPLE_FOLDER, '--json'], { dataFolder: server.dataFolder });
    expect(beside.exitCode).toBe(4);
    expect(JSON.parse(beside.stdout)).toMatchObject({ error: { code: 'LIBRARY_IN_USE' } });
  });

  it('makes a key of its own, which only its owner can read', async () => {
    const dataFolder = temporaryFolder();
    const { apiKeyOf } = await import('../../src-main/faces/http/api-key.ts');
    const made = apiKeyOf('', dataFolder);
    expect(made.key.length).toBeGreaterThan(30);
    expect(apiKeyOf('', dataFolder)).toEqual(made);
    expect(statSync(made.file ?? '').mode & 0o777).toBe(0o600);
    expect(apiKeyOf('given', dataFolder)).toEqual({ key: 'given' });
  });

  it('sends events while a batch runs', async () => {
    const server = await serve();
    const response = await send(server, '/api/v1/events');
    const reader = response.body?.getReader();
    const { body } = await ingest(server, formOf(manyTexts(3)));
    let text = '';
    const decoder = new TextDecoder();
    while (!text.includes('"status":"completed"')) {
      const { value, done } = (await reader?.read()) ?? { done: true, value: undefined };
      if (done) break;
      text += decoder.decode(value, { stream: true });
    }
    expect(text).toContain(`"batch_id":"${String(body['batch_id'])}"`);
    expect(text).toContain('event: document');
    await reader?.cancel();
  });

  it('moves its resident size by less than 50 MB for an upload of 2 GB', { timeout: 180_000 }, async () => {
    const server = await serve();
    const resident = (): number =>
      Number(
        /VmRSS:\s+(?<kib>\d+)/u.exec(readFileSync(`/proc/${server.child.pid ?? 0}/status`, 'utf8'))?.groups?.['kib'],
      ) / 1024;
    await ingest(server, formOf({ 'warm.txt': 'up' }));
    const before = resident();
    let most = before;
    const timer = setInterval(() => (most = Math.max(most, resident())), 20);
    const code = await sendZeros(server, 2_000_000_000);
    clearInterval(timer);
    console.log(`2 GB upload: ${code}, resident ${before.toFixed(0)} MB, at most ${most.toFixed(0)} MB`);
    expect(code).toBe(202);
    expect(most - before).toBeLessThan(50);
  });
});
