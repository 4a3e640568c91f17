import { formatNumber } from '../format.ts';

/** A number with its noun, as English counts: one document, two documents. */
export const count = (value: number, one: string, many = `${one}s`): string =>
  `${formatNumber(value)} ${value === 1 ? one : many}`;
