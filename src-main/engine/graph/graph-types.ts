import type { Driver } from 'neo4j-driver';
import type { BatchStatusName } from '../../contract/batch.ts';
import type { DocumentKind } from '../../contract/extraction.ts';
import type { Failure } from '../../contract/failure.ts';
import type { Metadata } from '../../contract/metadata.ts';

/** Where a Neo4j database is and who we are there. */
export interface TargetSettings {
  /** bolt, bolt+s, neo4j or neo4j+s. */
  readonly uri: string;
  readonly username: string;
  readonly password: string;
  /** '' for the home database of the user. */
  readonly database: string;
  /** Path of a PEM file with the certificates of a private authority; '' for the system's. */
  readonly caFile: string;
}

/** Whether a publish writes what the graph does not have, or all of it. */
export type PublishMode = 'missing' | 'rewrite';

/** An open connection to a database whose schema is set up. */
export interface Neo4jTarget {
  readonly driver: Driver;
  readonly database: string;
  /** The database's own id: the same database under another URI is the same target. */
  readonly targetId: string;
  readonly close: () => Promise<void>;
}

export interface SourceToPublish {
  readonly workstation: string;
  /** The file URL of the absolute path. */
  readonly uri: string;
  readonly path: string;
  readonly filename: string;
}

/** A passage as the graph keeps it: `start` and `end` count code points of the document's text. */
export interface ChunkToPublish {
  readonly index: number;
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly page?: number;
  readonly heading?: string;
}

/** A stored document with what is read of it when it is published. */
export interface DocumentToPublish {
  /** SHA-256 of the bytes, hexadecimal. */
  readonly documentId: string;
  readonly kind: DocumentKind;
  readonly sizeBytes: number;
  /** The extraction fingerprint of the stored text. */
  readonly fingerprint: string;
  readonly pages: number;
  readonly characters: number;
  readonly chunkCount: number;
  readonly metadata: Metadata;
  /** Fields of the metadata whose text is a date, YYYY-MM-DD. */
  readonly dateFields: readonly string[];
  /** Fields of the metadata whose values become nodes. */
  readonly nodeFields: readonly string[];
  /** The files that provide it, on this workstation and in this batch; the newest last. */
  readonly sources: readonly SourceToPublish[];
  /** Chunks from an index on, in order, at most `limit`. Reads the library. */
  readonly readChunks: (fromIndex: number, limit: number) => readonly ChunkToPublish[];
}

/** A batch as the graph keeps it. Times are ISO 8601 in UTC; `endedAt` is '' until it ends. */
export interface BatchToPublish {
  readonly batchId: string;
  /** '' for a batch of no series. */
  readonly seriesId: string;
  readonly workstation: string;
  readonly status: BatchStatusName;
  readonly total: number;
  readonly processed: number;
  readonly failed: number;
  readonly cancelled: number;
  readonly createdAt: string;
  readonly endedAt: string;
}

/**
 * What became of a document: `written` means that chunks were, `metadata` that only properties, metadata nodes or
 * sources changed, `unchanged` that the graph had it exactly so already (its INGESTED is new all the same).
 */
export type Publication =
  | { readonly documentId: string; readonly outcome: 'written' | 'metadata' | 'unchanged' }
  | { readonly documentId: string; readonly outcome: 'rejected'; readonly failure: Failure };
