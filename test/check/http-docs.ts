/** Writes docs/http-api.md from the OpenAPI document; with `--check` tells whether it is current. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { z } from 'zod';
import { openApiDocument } from '../../src-main/faces/http/openapi.ts';

const FILE = path.resolve(import.meta.dirname, '../../docs/http-api.md');

const parameterSchema = z.object({ name: z.string(), in: z.string(), required: z.boolean() });
const operationSchema = z.object({
  summary: z.string(),
  parameters: z.array(parameterSchema).default([]),
  requestBody: z.object({ content: z.record(z.string(), z.unknown()) }).optional(),
  responses: z.record(z.string(), z.unknown()),
});
const documentSchema = z.object({ paths: z.record(z.string(), z.record(z.string(), operationSchema)) });

const INTRODUCTION = `# The HTTP API

Generated from the contract; do not edit. \`npm run -s stevedore -- serve\` answers on this machine alone, on port 8000 or, when
that is taken, another one that it names. The key is that of STEVEDORE_API_KEY, or the one in the file \`api-key\` of the data
folder. Every request but \`/healthz\` needs it in the header X-API-Key. Requests of web pages (with an Origin, or under another
name than localhost, 127.0.0.1 or [::1]) are refused.

The words of the original story:

    curl -X POST "http://localhost:8000/api/v1/documents/ingest/batch" -H "X-API-Key: test-key-123" \\
      -F "files=@doc1.pdf" -F "files=@doc2.docx" -F "files=@doc3.txt" -F "metadata_mapping=@metadata.csv"

Answers are those of the command line with \`--json\`; refusals are \`{"error": {"code", "message", "hint"}}\`. Uploads lie in the
data folder until their batch has ended, so a failed document is sent again rather than retried. No request can name a file
of this machine. \`GET /api/v1/openapi.json\` describes everything for programs; \`GET /api/v1/events\` sends events as they happen.

`;

const rows = Object.entries(documentSchema.parse(openApiDocument()).paths).flatMap(([url, operations]) =>
  Object.entries(operations).map(([method, { summary, parameters, requestBody, responses }]) => {
    const query = parameters.filter((one) => one.in === 'query').map(({ name }) => name);
    const body = Object.keys(requestBody?.content ?? {});
    const takes = [...(query.length > 0 ? [`query: ${query.join(', ')}`] : []), ...body].join('; ');
    return `| \`${method.toUpperCase()} ${url}\` | ${summary} | ${takes} | ${Object.keys(responses).join(', ')} |`;
  }),
);
const text = `${INTRODUCTION}| request | what it does | takes | answers |\n| --- | --- | --- | --- |\n${rows.join('\n')}\n`;
const options = await resolveConfig(FILE);
const wanted = await format(text, { ...options, filepath: FILE });
if (process.argv.includes('--check')) {
  const isCurrent = readFileSync(FILE, 'utf8') === wanted;
  console.log(isCurrent ? 'docs/http-api.md is current' : 'docs/http-api.md is out of date: run npm run docs:http');
  process.exitCode = isCurrent ? 0 : 1;
} else writeFileSync(FILE, wanted);
