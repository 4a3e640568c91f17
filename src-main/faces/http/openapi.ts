import { z } from 'zod';
import { COMMANDS } from '../../contract/commands.ts';
import { inputOf, ROUTES, type Route } from './routes.ts';

const errorSchema = z.object({ error: z.object({ code: z.string(), message: z.string(), hint: z.string() }) });
const acceptedSchema = z.object({
  batch_id: z.uuid(),
  total_documents: z.int().positive(),
  status: z.literal('in_progress'),
  message: z.string(),
});

const json = (schema: z.ZodType, io: 'input' | 'output') => ({
  'application/json': { schema: z.toJSONSchema(schema, { io, target: 'draft-2020-12', unrepresentable: 'any' }) },
});

const REFUSALS = {
  400: 'Not valid',
  401: 'Key missing or wrong',
  403: 'From a web page',
  404: 'Not found',
  409: 'Not possible now',
  503: 'Try again later',
};
const refusals = Object.fromEntries(
  Object.entries(REFUSALS).map(([status, description]) => [
    status,
    { description, content: json(errorSchema, 'output') },
  ]),
);

const namesInUrl = ({ url }: Route): string[] => [...url.matchAll(/:(\w+)/gu)].map(([, name]) => name ?? '');

const parameterOf = (name: string, schema: z.ZodType, place: 'path' | 'query') => ({
  name,
  in: place,
  required: place === 'path' || !schema.safeParse(undefined).success,
  schema: z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }),
});

const operationOf = (route: Route) => {
  const { shape } = inputOf(route);
  const inUrl = namesInUrl(route);
  const others = Object.entries(shape).filter(([name]) => !inUrl.includes(name));
  const isBody = route.method === 'POST';
  return {
    summary: route.summary,
    operationId: `${route.method} ${route.url}`.replaceAll(/[^A-Za-z]+/gu, '_').toLowerCase(),
    parameters: [
      ...inUrl.map((name) => parameterOf(name, z.string().min(1), 'path')),
      ...(isBody ? [] : others.map(([name, schema]) => parameterOf(name, schema as z.ZodType, 'query'))),
    ],
    ...(isBody &&
      others.length > 0 && {
        requestBody: { required: false, content: json(z.strictObject(Object.fromEntries(others)), 'input') },
      }),
    responses: {
      [route.status]: { description: 'Done', content: json(COMMANDS[route.command].output, 'output') },
      ...refusals,
    },
  };
};

const ingest = {
  summary: 'Load files as one batch; at most 100',
  operationId: 'post_ingest_batch',
  requestBody: {
    required: true,
    content: {
      'multipart/form-data': {
        schema: {
          type: 'object',
          required: ['files'],
          properties: {
            files: { type: 'array', items: { type: 'string', format: 'binary' } },
            metadata_mapping: { type: 'string', format: 'binary', description: 'CSV or JSON' },
          },
        },
      },
    },
  },
  responses: {
    202: { description: 'Accepted', content: json(acceptedSchema, 'output') },
    413: { description: 'A file is too large', content: json(errorSchema, 'output') },
    ...refusals,
  },
};

const plain = (summary: string, type: string) => ({
  summary,
  parameters: [parameterOf('batch_id', z.string().min(1), 'path')],
  responses: { 200: { description: 'Done', content: { [type]: { schema: { type: 'string' } } } }, ...refusals },
});

/** The description of the API, generated from the contract (OpenAPI 3.1, https://spec.openapis.org/oas/v3.1.0). */
export const openApiDocument = (): Record<string, unknown> => {
  const paths: Record<string, Record<string, unknown>> = {
    '/api/v1/documents/ingest/batch': { post: ingest },
    '/api/v1/batches/{batch_id}/failures': { get: plain('The failures of a batch as a mapping file', 'text/csv') },
    '/api/v1/batches/{batch_id}/report': { get: plain('A report of a batch', 'text/html') },
    '/healthz': {
      get: {
        summary: 'Whether the server answers; needs no key',
        security: [],
        responses: { 200: { description: 'It does' } },
      },
    },
  };
  for (const route of ROUTES) {
    const url = route.url.replaceAll(/:(\w+)/gu, '{$1}');
    paths[url] = { ...paths[url], [route.method.toLowerCase()]: operationOf(route) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Stevedore',
      version: '1',
      description: 'Loads batches of documents. Listens on this machine alone.',
    },
    components: { securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'X-API-Key' } } },
    security: [{ key: [] }],
    paths,
  };
};
