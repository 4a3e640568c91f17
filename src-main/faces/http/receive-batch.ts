import { createWriteStream, mkdirSync } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { MultipartFile } from '@fastify/multipart';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { failed, failure, succeeded, type Failure, type Result } from '../../contract/failure.ts';
import type { Engine } from '../../engine/engine.ts';
import { isDiskFull } from '../../engine/library/sqlite-errors.ts';
import { answer, refuse } from './answer.ts';
import { createBufferCollector } from './collect-buffers.ts';
import { safeFilename } from './upload-names.ts';
import type { Upload, Uploads } from './uploads.ts';

const BATCH_FILES = 100;
/** Beyond the hundredth file the rest is drained and counted up to so many. */
export const MOST_PARTS = 10_000;
const MOST_UPLOADED_BYTES = 5 * 1024 ** 3;
const MAPPING_KINDS: ReadonlySet<string> = new Set(['.csv', '.json', '.txt', '.tsv']);

const collectBuffers = createBufferCollector();

/** Bytes of all uploads that are under way: they are no memory, but what comes after them is. */
let bytesUnderWay = 0;

interface Received {
  readonly paths: readonly string[];
  readonly mapping: string | undefined;
}

const tooLarge = (filename: string): Failure =>
  failure('FILE_TOO_LARGE', 'read', `The file ${safeFilename(filename)} is too large.`);

const noRoom = (): Failure =>
  failure('MEMORY_LIMIT_REACHED', 'read', 'More than 5 GB of uploads are under way.', 'Wait until some have ended.');

class NoRoomError extends Error {}

/** Writes a part to a file as it comes, never all of it in memory. */
const store = async (part: MultipartFile, file: string): Promise<Result<null>> => {
  mkdirSync(path.dirname(file), { recursive: true });
  let counted = 0;
  const count = async function* (chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of chunks) {
      counted += chunk.length;
      bytesUnderWay += chunk.length;
      collectBuffers(chunk.length);
      if (bytesUnderWay > MOST_UPLOADED_BYTES) throw new NoRoomError();
      yield chunk;
    }
  };
  try {
    await pipeline(part.file, count, createWriteStream(file, { flags: 'wx' }));
  } catch (error) {
    if (error instanceof NoRoomError) return failed(noRoom());
    throw error;
  } finally {
    bytesUnderWay -= counted;
  }
  return part.file.truncated ? failed(tooLarge(part.filename)) : succeeded(null);
};

const receive = async (request: FastifyRequest, { folder }: Upload): Promise<Result<Received>> => {
  const paths: string[] = [];
  let files = 0;
  let mapping: string | undefined;
  let why: Failure | undefined;
  for await (const part of request.parts()) {
    if (part.type !== 'file') continue;
    const isMapping = part.fieldname === 'metadata_mapping';
    if (!isMapping && part.fieldname === 'files') files += 1;
    const isWanted = isMapping ? mapping === undefined : part.fieldname === 'files' && files <= BATCH_FILES;
    if (!isWanted || why !== undefined) {
      // Read to its end, or the parts after it would never come.
      part.file.resume();
      continue;
    }
    const extension = path.extname(part.filename).toLowerCase();
    const file = isMapping
      ? path.join(folder, `metadata_mapping${MAPPING_KINDS.has(extension) ? extension : '.csv'}`)
      : path.join(folder, String(files), safeFilename(part.filename));
    const stored = await store(part, file);
    if (!stored.ok) why = stored.failure;
    else if (isMapping) mapping = file;
    else paths.push(file);
  }
  if (files > BATCH_FILES) {
    const message = `Batch exceeds maximum size of ${BATCH_FILES} files. Uploaded: ${files} files`;
    return failed(failure('BATCH_TOO_LARGE', 'select', message));
  }
  if (why !== undefined) return failed(why);
  if (paths.length === 0) {
    const hint = 'Send the documents as parts with the name files.';
    return failed(failure('BATCH_EMPTY', 'select', 'The request has no files.', hint));
  }
  return succeeded({ paths, mapping });
};

/** What the parser of parts and the disk throw; anything else is a bug. */
const whyUnreadable = (error: unknown): Failure => {
  if (isDiskFull(error)) return failure('DISK_FULL', 'read');
  if (!(error instanceof Error) || 'syscall' in error || error instanceof TypeError) throw error;
  return failure('INVALID_REQUEST', 'select', 'The request cannot be read as multipart/form-data.');
};

const startUploaded = async (
  engine: Engine,
  upload: Upload,
  request: FastifyRequest,
): Promise<Result<{ batch_id: string; total_documents: number; status: string; message: string }>> => {
  const received = await receive(request, upload);
  if (!received.ok) return received;
  const { paths, mapping } = received.value;
  const started = await engine.call('batch.start', { paths: [...paths], ...(mapping !== undefined && { mapping }) });
  if (!started.ok) return started;
  const { batch_id, total_documents, status, message } = started.value;
  upload.belongTo(batch_id);
  return succeeded({ batch_id, total_documents, status, message });
};

/**
 * POST …/ingest/batch: stores the parts on disk, then starts their batch, which answers before any document is opened.
 * Whatever goes wrong leaves no file.
 */
export const receiveBatch = async (
  engine: Engine,
  uploads: Uploads,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> => {
  if (!request.isMultipart()) {
    const message = 'The request is not multipart/form-data.';
    return refuse(reply, failure('INVALID_REQUEST', 'select', message));
  }
  if (bytesUnderWay > MOST_UPLOADED_BYTES) return refuse(reply, noRoom());
  const upload = uploads.begin();
  const started = await startUploaded(engine, upload, request).catch((error: unknown) => {
    upload.remove();
    return failed(whyUnreadable(error));
  });
  // Before the answer: who is refused finds nothing left of it.
  if (!started.ok) upload.remove();
  return answer(reply, started, 202);
};
