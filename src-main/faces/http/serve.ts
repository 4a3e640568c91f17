import multipart from '@fastify/multipart';
import fastify, { type FastifyError } from 'fastify';
import { failed, failure, succeeded, type Result } from '../../contract/failure.ts';
import type { Engine } from '../../engine/engine.ts';
import type { Log } from '../../engine/logging/log.ts';
import { answer, errorBody, refuse } from './answer.ts';
import { createEventStreams } from './events.ts';
import { guardRequests } from './guard.ts';
import { openApiDocument } from './openapi.ts';
import { MOST_PARTS, receiveBatch } from './receive-batch.ts';
import { coerceQuery, inputOf, ROUTES } from './routes.ts';
import { createUploads } from './uploads.ts';

/** Any address but loopback would offer the library to the network. */
const HOST = '127.0.0.1';
export const USUAL_PORT = 8000;
const MEGABYTE = 1024 ** 2;
const LARGEST_FILE_BYTES = 2048 * MEGABYTE;
const LARGEST_BODY_BYTES = 1 * MEGABYTE;
/** A client that sends its headers, or anything at all, more slowly is hung up on. */
const HEADERS_TIMEOUT_MS = 20_000;
const SILENCE_TIMEOUT_MS = 60_000;

export interface HttpOptions {
  readonly engine: Engine;
  readonly dataFolder: string;
  readonly key: string;
  /** The port to listen on, or nothing for the usual one, or another when that is taken. */
  readonly port?: number;
  readonly log: Log;
}

export interface HttpServer {
  readonly port: number;
  readonly close: () => Promise<void>;
}

const isTaken = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';

/**
 * Serves the HTTP API on loopback. INVALID_REQUEST when a port that was asked for is taken. Uploads that a crash left are
 * removed first.
 */
export const serveHttp = async ({ engine, dataFolder, key, port, log }: HttpOptions): Promise<Result<HttpServer>> => {
  const uploads = createUploads(dataFolder);
  const open = await engine.call('batch.open', {});
  const openIds = new Set(open.ok ? open.value.batches.map(({ batch_id }) => batch_id) : []);
  uploads.sweep((batchId) => openIds.has(batchId));
  const streams = createEventStreams();
  engine.subscribe((event) => {
    if (event.type === 'batch' && event.batch.status !== 'in_progress') uploads.onEnded(event.batch.batch_id);
    streams.send(event);
  });

  const server = fastify({ bodyLimit: LARGEST_BODY_BYTES, forceCloseConnections: true });
  server.server.headersTimeout = HEADERS_TIMEOUT_MS;
  server.server.requestTimeout = 0;
  server.server.setTimeout(SILENCE_TIMEOUT_MS);
  let listening = 0;
  guardRequests(server, key, () => listening);
  await server.register(multipart, {
    limits: {
      files: MOST_PARTS,
      parts: MOST_PARTS,
      fileSize: LARGEST_FILE_BYTES,
      fieldSize: MEGABYTE,
      headerPairs: 100,
    },
    throwFileSizeLimit: false,
  });

  server.setNotFoundHandler((_request, reply) =>
    reply.code(404).send(errorBody(failure('INVALID_REQUEST', 'select', 'There is nothing at this address.'))),
  );
  server.setErrorHandler((error: FastifyError, _request, reply) => {
    const status = error.statusCode ?? 500;
    if (status < 500)
      return reply.code(status).send(errorBody(failure('INVALID_REQUEST', 'select', 'The request cannot be read.')));
    log.error('A request broke', { stack: error.stack });
    return refuse(reply, failure('INTERNAL', 'select'));
  });

  server.get('/healthz', () => ({ status: 'ok' }));
  server.get('/api/v1/openapi.json', openApiDocument);
  server.get('/api/v1/events', (_request, reply) => streams.open(reply));
  server.post('/api/v1/documents/ingest/batch', (request, reply) => receiveBatch(engine, uploads, request, reply));
  for (const [name, format, type] of [
    ['failures', 'csv', 'text/csv; charset=utf-8'],
    ['failures.json', 'json', 'application/json; charset=utf-8'],
    ['report', 'html', 'text/html; charset=utf-8'],
  ] as const) {
    server.get<{ Params: { batch_id: string } }>(`/api/v1/batches/:batch_id/${name}`, async ({ params }, reply) => {
      const exported = await engine.call('batch.export', { batch_id: params.batch_id, format });
      return exported.ok ? reply.type(type).send(exported.value.content) : refuse(reply, exported.failure);
    });
  }
  for (const route of ROUTES) {
    const input = inputOf(route);
    server.route<{ Params: object; Querystring: Record<string, unknown>; Body: unknown }>({
      method: route.method,
      url: route.url,
      handler: async ({ params, query, body }, reply) => {
        const given: Record<string, unknown> = coerceQuery(input, query);
        if (typeof body === 'object' && body !== null) Object.assign(given, body);
        Object.assign(given, params);
        const parsed = input.safeParse(given);
        if (!parsed.success) {
          const field = parsed.error.issues[0]?.path.join('.') ?? '';
          return refuse(reply, failure('INVALID_REQUEST', 'select', `The field '${field}' is not valid.`));
        }
        // The engine parses it again, by the command's own schema.
        return answer(
          reply,
          await engine.call(route.command as 'batch.status', parsed.data as { batch_id: string }),
          route.status,
        );
      },
    });
  }

  const listen = async (wanted: number): Promise<void> => {
    await server.listen({ host: HOST, port: wanted });
    const address = server.server.address();
    listening = typeof address === 'object' && address !== null ? address.port : wanted;
  };
  try {
    await listen(port ?? USUAL_PORT);
  } catch (error) {
    if (!isTaken(error)) throw error;
    if (port !== undefined) {
      await server.close();
      return failed(
        failure('INVALID_REQUEST', 'select', `The port ${port} is taken.`, 'Choose another port, or none.'),
      );
    }
    await listen(0);
  }
  return succeeded({
    port: listening,
    close: async () => {
      streams.close();
      await server.close();
    },
  });
};
