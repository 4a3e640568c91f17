import type { DocumentKind } from '../../contract/extraction.ts';

/** What the estimate needs to know of a document; `kind` is absent for a format that cannot be read. */
export interface Work {
  readonly kind?: DocumentKind | undefined;
  readonly sizeBytes: number;
}

interface Cost {
  readonly secondsPerDocument: number;
  readonly secondsPerMegabyte: number;
}

/** First guesses, measured over the 24 documents that the project is tried on; every finished document corrects them. */
const COSTS: Readonly<Record<DocumentKind, Cost>> = {
  pdf: { secondsPerDocument: 0.05, secondsPerMegabyte: 1.2 },
  docx: { secondsPerDocument: 0.04, secondsPerMegabyte: 0.4 },
  text: { secondsPerDocument: 0.02, secondsPerMegabyte: 0.12 },
  markdown: { secondsPerDocument: 0.02, secondsPerMegabyte: 0.25 },
};

const expectedSeconds = ({ kind, sizeBytes }: Work): number => {
  if (kind === undefined) return 0.01;
  const { secondsPerDocument, secondsPerMegabyte } = COSTS[kind];
  return secondsPerDocument + (secondsPerMegabyte * sizeBytes) / 1e6;
};

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/**
 * How long the remaining documents will take, in seconds: what their kinds and bytes usually cost, scaled by how the
 * finished documents compare with what they were expected to cost.
 *
 * @param finished documents that ended, with the seconds each took
 * @param remaining documents that wait or are in hand
 */
export const estimateRemainingSeconds = (
  finished: readonly (Work & { readonly seconds: number })[],
  remaining: readonly Work[],
): number => {
  const expected = sum(finished.map(expectedSeconds));
  const taken = sum(finished.map(({ seconds }) => Math.max(0, seconds)));
  const pace = expected > 0 && taken > 0 ? taken / expected : 1;
  return pace * sum(remaining.map(expectedSeconds));
};
