import type { BatchPublication } from '../../contract/batch.ts';
import { formatNumber } from './format.ts';

/** How much of a batch the Neo4j database has, in one sentence, and why not all of it where that is known. */
export const publicationSentence = ({ pending, published, rejected, reason }: BatchPublication): string => {
  const counts = [`${formatNumber(published)} published`, `${formatNumber(pending)} pending`];
  if (rejected > 0) counts.push(`${formatNumber(rejected)} rejected`);
  return `In the Neo4j database: ${counts.join(', ')}.${reason === undefined ? '' : ` ${reason}`}`;
};
