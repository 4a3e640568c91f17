import { formatNumber } from '../format.ts';

/** A number with its noun, as German counts: 1 Dokument, 2 Dokumente. */
export const count = (value: number, one: string, many: string): string =>
  `${formatNumber(value)} ${value === 1 ? one : many}`;

export const documents = (value: number): string => count(value, 'Dokument', 'Dokumente');
