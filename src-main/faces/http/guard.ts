import type { FastifyInstance, FastifyRequest } from 'fastify';
import { failure, type Failure } from '../../contract/failure.ts';
import { refuse } from './answer.ts';
import { isKey } from './api-key.ts';

/** Answers without the key, and tells nothing. */
const OPEN = '/healthz';

const NAMES = ['localhost', '127.0.0.1', '[::1]'];

/**
 * Who may ask. The server listens on loopback, but a browser of this machine reaches that too: any web page can send it
 * a form (cross-site request forgery), and a page whose name was made to point to 127.0.0.1 even reads the answers (DNS
 * rebinding, https://en.wikipedia.org/wiki/DNS_rebinding). A browser says in Origin which page asks, and in Host which
 * name it used: both are refused, so that only programs of this machine are left, which must know the key.
 */
const whyRefused = ({ headers, url }: FastifyRequest, port: number, key: string): Failure | undefined => {
  const hosts = NAMES.map((name) => `${name}:${port}`);
  if (headers.host === undefined || !hosts.includes(headers.host.toLowerCase())) {
    return failure('FORBIDDEN_ORIGIN', 'select', 'The name of the host in the request is not that of this server.');
  }
  if (headers.origin !== undefined) return failure('FORBIDDEN_ORIGIN', 'select');
  if (url === OPEN || isKey(headers['x-api-key'], key)) return undefined;
  return failure('UNAUTHORIZED', 'select');
};

/** Checks every request before anything of its body is read. */
export const guardRequests = (server: FastifyInstance, key: string, port: () => number): void => {
  server.addHook('onRequest', async (request, reply) => {
    const why = whyRefused(request, port(), key);
    // What is sent here ends the request.
    if (why !== undefined) await refuse(reply, why);
  });
};
