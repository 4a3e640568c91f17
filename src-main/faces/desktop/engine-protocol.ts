import { z } from 'zod';
import { engineEventSchema } from '../../contract/events.ts';
import { failureSchema } from '../../contract/failure.ts';
import { memorySampleSchema } from '../../contract/shell.ts';

/** What main sends the engine's process. The first message is `start`. */
export const toEngineSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('start'),
    data_folder: z.string(),
    environment: z.record(z.string(), z.string()),
    password: z.string().optional(),
    /** Batches that a crashed engine was running are resumed. */
    is_restart: z.boolean(),
  }),
  z.object({ type: z.literal('call'), id: z.int(), name: z.string(), input: z.unknown() }),
  z.object({ type: z.literal('password'), password: z.string().optional() }),
  /** Resident bytes of the processes that main knows and the engine does not: its own, the window's, the GPU's. */
  z.object({ type: z.literal('resident_bytes'), others: z.number(), extractor: z.number().optional() }),
  /** Close the library, copy it to an empty folder, and say in the standard folder where it is. */
  z.object({ type: z.literal('move'), to: z.string(), standard_folder: z.string() }),
  /** Pause everything and end. */
  z.object({ type: z.literal('quit') }),
  /** Comes with a port. */
  z.object({ type: z.literal('extractor_started'), id: z.int(), pid: z.int().optional() }),
  z.object({ type: z.literal('extractor_exited'), id: z.int(), code: z.number().nullable(), last_output: z.string() }),
]);
export type ToEngine = z.infer<typeof toEngineSchema>;

/** What the engine's process sends main. */
export const fromEngineSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready'), log_folder: z.string() }),
  z.object({ type: z.literal('failed'), failure: failureSchema }),
  z.object({ type: z.literal('answer'), id: z.int(), result: z.unknown() }),
  /** A bug: the call has no answer. */
  z.object({ type: z.literal('broke'), id: z.int(), message: z.string() }),
  z.object({ type: z.literal('events'), events: z.array(engineEventSchema) }),
  z.object({ type: z.literal('memory'), sample: memorySampleSchema }),
  /** Where the HTTP API answers and which file has its key; neither when it is off. */
  z.object({ type: z.literal('http'), url: z.string().optional(), key_file: z.string().optional() }),
  /** The answer to `move`. `is_closed`: the engine does nothing any more and is to be started again. */
  z.object({ type: z.literal('moved'), is_closed: z.boolean(), failure: failureSchema.optional() }),
  z.object({ type: z.literal('start_extractor'), id: z.int() }),
  z.object({ type: z.literal('kill_extractor'), id: z.int() }),
]);
export type FromEngine = z.infer<typeof fromEngineSchema>;
