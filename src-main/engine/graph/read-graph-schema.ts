import type { Driver } from 'neo4j-driver';
import { z } from 'zod';
import type { TargetConflict, TargetReport } from '../../contract/target.ts';
import { CONSTRAINTS, DRAFT_INDEX, FULL_TEXT_INDEX } from './graph-schema.ts';

const SHOW_INDEXES = `
  SHOW INDEXES YIELD name, state, type, labelsOrTypes, properties, owningConstraint
  RETURN name, state, type, labelsOrTypes, properties, owningConstraint`;

const indexRowSchema = z.object({
  name: z.string(),
  state: z.string(),
  type: z.string(),
  labelsOrTypes: z.array(z.string()).nullable(),
  properties: z.array(z.string()).nullable(),
  owningConstraint: z.string().nullable(),
});
type IndexRow = z.infer<typeof indexRowSchema>;

export interface GraphSchema {
  readonly indexes: TargetReport['indexes'];
  /** Statements that make what is missing. */
  readonly missing: readonly string[];
  readonly conflicts: readonly TargetConflict[];
}

const covers = ({ labelsOrTypes, properties }: IndexRow, label: string, property: string): boolean =>
  labelsOrTypes?.length === 1 && labelsOrTypes[0] === label && properties?.length === 1 && properties[0] === property;

const conflict = (label: string, property: string, why: string): TargetConflict => ({
  label,
  property,
  message: `${why}, so that ${label}.${property} cannot be made unique.`,
});

/**
 * Looks which of our constraints and indexes a database has, and what of another tool stands in the way of the others.
 * Writes nothing. Driver errors are thrown.
 */
export const readGraphSchema = async (driver: Driver, database: string): Promise<GraphSchema> => {
  const read = async (query: string): Promise<unknown[]> => {
    const { records } = await driver.executeQuery(query, {}, { database, routing: 'READ' });
    return records.map((record) => record.toObject());
  };
  const rows = z.array(indexRowSchema).parse(await read(SHOW_INDEXES));
  const indexes: GraphSchema['indexes'] = [];
  const missing: string[] = [];
  const conflicts: TargetConflict[] = [];
  for (const { name, label, property, create, findDuplicate } of CONSTRAINTS) {
    const found = rows.filter((row) => row.type === 'RANGE' && covers(row, label, property));
    const constraint = found.find(({ owningConstraint }) => owningConstraint !== null);
    if (constraint !== undefined) {
      indexes.push({ name: constraint.name, label, property, state: constraint.state.toLowerCase() });
      continue;
    }
    indexes.push({ name, label, property, state: 'missing' });
    missing.push(create);
    const [plain] = found;
    if (plain !== undefined)
      conflicts.push(conflict(label, property, `The index ${plain.name} of another tool is there`));
    const duplicates = await read(findDuplicate);
    if (duplicates.length > 0)
      conflicts.push(conflict(label, property, `Several ${label} nodes have the same ${property}`));
  }
  for (const { name, label, property, create } of [FULL_TEXT_INDEX, DRAFT_INDEX]) {
    const type = name === FULL_TEXT_INDEX.name ? 'FULLTEXT' : 'RANGE';
    const found = rows.find((row) => row.type === type && covers(row, label, property));
    indexes.push({ name: found?.name ?? name, label, property, state: found?.state.toLowerCase() ?? 'missing' });
    if (found === undefined) missing.push(create);
  }
  return { indexes, missing, conflicts };
};
