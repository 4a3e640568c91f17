import { z } from 'zod';
import { ignorePatternSentence } from './ignore-patterns.ts';

/**
 * The settings of the engine with their defaults and bounds. Each can be given in the environment under its name in
 * capitals (MAX_BATCH_SIZE=50); what is stored in the library comes second, the defaults here last.
 */
export const settingsSchema = z.object({
  /** Files in a batch; it can only be lowered. */
  max_batch_size: z.int().min(1).max(100).default(100),
  /** Code points in a chunk at the most. Another value extracts again on the next load. */
  chunk_size: z.int().min(200).max(20_000).default(1500),
  /** Code points that a chunk repeats of the one before it; less than half a chunk. */
  chunk_overlap: z.int().min(0).max(9_000).default(200),
  document_timeout_seconds: z.number().positive().max(86_400).default(600),
  /** Longest time without progress in one document. */
  document_silence_seconds: z.number().positive().max(86_400).default(60),
  /** Resident memory of all our processes together: a warning at 80 % of it, nothing new at 100 %. */
  max_concurrent_batch_size_gb: z.number().positive().default(5),
  /** Resident memory of the extractor; a document that needs more fails. */
  extractor_memory_gb: z.number().min(0.1).max(64).default(1.5),
  /** The extractor is replaced after so many documents. */
  extractor_recycle_documents: z.int().min(1).default(500),
  max_document_megabytes: z.number().positive().max(512).default(512),
  max_text_megabytes: z.number().positive().max(2048).default(2048),
  /** Which files and folders inside of picked folders are ignored: globs, one a line or with semicolons between them. */
  ignore_patterns: z
    .string()
    .max(20_000)
    .refine((text) => ignorePatternSentence(text) === undefined, {
      error: ({ input }) => ignorePatternSentence(String(input)) ?? '',
    })
    .default(''),
  /** How sources of this workstation are named; the host name when empty. */
  workstation_name: z.string().default(''),
  /** Address of the Neo4j database, as Neo4j's own tools read it from the environment; none when empty. */
  neo4j_uri: z.string().default(''),
  neo4j_username: z.string().min(1).default('neo4j'),
  /** Name of the database; the home database of the user when empty. */
  neo4j_database: z.string().default(''),
  /** PEM file with the certificates of a private authority that signed the server's; the system's when empty. */
  neo4j_ca_file: z.string().default(''),
  /** Whether the desktop app answers the HTTP API on this machine. */
  http_api: z.enum(['off', 'on']).default('off'),
});
export type Settings = Readonly<z.infer<typeof settingsSchema>>;
