import { resolvedMetadataSchemaSchema, type MetadataSchema } from '../../contract/metadata.ts';
import type { StoredBatch } from '../library/batches.ts';
import { DEFAULT_METADATA_SCHEMA } from '../metadata/metadata-schema.ts';

/** The metadata schema that a batch was started with; the default one for a batch older than schemas. */
export const schemaOfBatch = ({ metadata_schema }: StoredBatch): MetadataSchema =>
  metadata_schema === ''
    ? DEFAULT_METADATA_SCHEMA
    : (resolvedMetadataSchemaSchema.parse(JSON.parse(metadata_schema)) as MetadataSchema);
