import { z } from 'zod';
import { metadataSchema } from '../../contract/metadata.ts';

const textsSchema = z.array(z.string());
const cellsSchema = z.array(z.tuple([z.string(), z.string()]));

/** A column that holds a JSON array of texts. */
export const jsonTexts = z.string().transform((json) => textsSchema.parse(JSON.parse(json)));

/** A column that holds the metadata of a document as JSON. */
export const jsonMetadata = z.string().transform((json) => metadataSchema.parse(JSON.parse(json)));

/** A column that holds the cells of a mapping row: [column, text] pairs. */
export const jsonCells = z.string().transform((json) => cellsSchema.parse(JSON.parse(json)));

const graphFieldsSchema = z.object({ dates: z.array(z.string()), nodes: z.array(z.string()) });

/** A column that holds which metadata of a document are dates and which become nodes, as JSON. */
export const jsonGraphFields = z.string().transform((json) => graphFieldsSchema.parse(JSON.parse(json)));
