import type { FastifyReply } from 'fastify';
import type { EngineEvent } from '../../contract/events.ts';

const KEEP_ALIVE_MS = 15_000;

/** Sends the engine's events to those who listen, as server-sent events (https://html.spec.whatwg.org/#server-sent-events). */
export const createEventStreams = () => {
  const streams = new Set<FastifyReply['raw']>();
  const timer = setInterval(() => streams.forEach((stream) => stream.write(': still here\n\n')), KEEP_ALIVE_MS).unref();
  return {
    open: (reply: FastifyReply): void => {
      reply.hijack();
      const { raw } = reply;
      raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
      raw.write(': connected\n\n');
      streams.add(raw);
      raw.on('close', () => streams.delete(raw));
    },
    send: (event: EngineEvent): void => {
      if (streams.size === 0) return;
      const text = `id: ${event.sequence}\nevent: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
      for (const stream of streams) stream.write(text);
    },
    close: (): void => {
      clearInterval(timer);
      for (const stream of streams) stream.end();
    },
  };
};
