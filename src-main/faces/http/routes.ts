import { z } from 'zod';
import { COMMANDS, type CommandName } from '../../contract/commands.ts';

/** A route that is one command of the contract: its input comes from the path, the query and the body together. */
export interface Route {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly command: CommandName;
  readonly summary: string;
  /** What a success is answered with. */
  readonly status: 200 | 202;
}

const BATCH = '/api/v1/batches/:batch_id';

const route = (
  method: Route['method'],
  url: string,
  command: CommandName,
  summary: string,
  status: Route['status'] = 200,
): Route => ({
  method,
  url,
  command,
  summary,
  status,
});

/** The commands that can be called over HTTP. None of them takes a path on this machine. */
export const ROUTES: readonly Route[] = [
  route('GET', '/api/v1/documents/ingest/batch/:batch_id/status', 'batch.status', 'The status of a batch'),
  route('GET', '/api/v1/batches', 'batch.history', 'The batches, the newest first'),
  route('GET', `${BATCH}/documents`, 'batch.documents', 'The documents of a batch or series'),
  route('POST', `${BATCH}/pause`, 'batch.pause', 'Pause a batch or series'),
  route('POST', `${BATCH}/resume`, 'batch.resume', 'Resume a batch or series'),
  route('POST', `${BATCH}/cancel`, 'batch.cancel', 'Cancel a batch or series for good'),
  route('POST', `${BATCH}/retry`, 'batch.retry', 'Load the open failures of a batch again', 202),
  route('POST', `${BATCH}/publish`, 'batch.publish', 'Publish an ended batch to Neo4j', 202),
  route('POST', `${BATCH}/finish-offline`, 'batch.finish_offline', 'End a batch without its Neo4j target'),
  route('GET', '/api/v1/search', 'library.search', 'Passages that contain all the words'),
  route('GET', '/api/v1/documents/:document_id', 'document.read', 'A document with its metadata and sources'),
];

/** Fields of a command that name a file of this machine: over HTTP there are none. */
const PATH_FIELDS: ReadonlySet<string> = new Set(['paths', 'mapping', 'schema', 'file', 'edits', 'left_out']);

/** The input of a route: that of its command without the fields that name files. */
export const inputOf = ({ command }: Route): z.ZodObject => {
  const input: z.ZodType = COMMANDS[command].input;
  if (!(input instanceof z.ZodObject)) throw new Error(`The input of ${command} is no object`);
  const fields = Object.entries(input.shape).filter(([name]) => !PATH_FIELDS.has(name));
  return z.strictObject(Object.fromEntries(fields));
};

const innermost = (schema: unknown): unknown => {
  let inner = schema;
  while (inner instanceof z.ZodDefault || inner instanceof z.ZodOptional) inner = inner.unwrap();
  return inner;
};

const coerceText = (schema: unknown, text: string): unknown => {
  const wanted = innermost(schema);
  if (wanted instanceof z.ZodNumber && text.trim() !== '' && !Number.isNaN(Number(text))) return Number(text);
  return wanted instanceof z.ZodBoolean && ['true', 'false'].includes(text) ? text === 'true' : text;
};

/** The texts of a query as the types of an input: numbers, true and false where it wants some. */
export const coerceQuery = (input: z.ZodObject, query: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(query).map(([name, value]) => [
      name,
      typeof value === 'string' ? coerceText(input.shape[name], value) : value,
    ]),
  );
