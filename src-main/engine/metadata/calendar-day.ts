/** How dates may be written in a mapping: these three parts in any order, with one separator or none. */
interface DayFormat {
  readonly order: readonly ('YYYY' | 'MM' | 'DD')[];
  readonly pattern: RegExp;
}

const PARTS = { YYYY: '(\\d{4})', MM: '(\\d{1,2})', DD: '(\\d{1,2})' } as const;

const isPart = (text: string | undefined): text is keyof typeof PARTS =>
  text !== undefined && Object.hasOwn(PARTS, text);

/**
 * Reads a format such as `DD.MM.YYYY`, `M/D/YYYY` or `YYYYMMDD`. With a separator, a day and a month may have one digit
 * (Excel writes 10/6/2025); without one, both have two. A year has four digits: of two nobody knows the century.
 *
 * @returns undefined if the text is no such format
 */
export const parseDayFormat = (format: string): DayFormat | undefined => {
  const found = /^(YYYY|MM?|DD?)([./ -]?)(YYYY|MM?|DD?)\2(YYYY|MM?|DD?)$/u.exec(format.trim().toUpperCase());
  if (found === null) return undefined;
  const [, first, separator = '', second, third] = found;
  const order = [first, second, third].map((part) => (part === 'M' || part === 'D' ? `${part}${part}` : part));
  if (!order.every(isPart) || new Set(order).size < 3) return undefined;
  const isPacked = separator === '';
  if (isPacked && `${first}${second}${third}`.length < 8) return undefined;
  const parts = order.map((part) => (isPacked && part !== 'YYYY' ? '(\\d{2})' : PARTS[part]));
  return { order, pattern: new RegExp(`^${parts.join(separator.replace('.', '\\.'))}$`, 'u') };
};

const ISO: DayFormat = { order: ['YYYY', 'MM', 'DD'], pattern: /^(\d{4})-(\d{2})-(\d{2})$/u };

const daysInMonth = (year: number, month: number): number => {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
};

/**
 * Reads a calendar day. It is never made an instant: `new Date('2025-10-16')` is the 15th in New York.
 *
 * @param format how the text is written; without it, ISO 8601 (YYYY-MM-DD)
 * @returns YYYY-MM-DD, or undefined if the text is not a day of the calendar in that format
 */
export const parseCalendarDay = (text: string, format: DayFormat = ISO): string | undefined => {
  const digits = format.pattern.exec(text)?.slice(1);
  if (digits === undefined) return undefined;
  const part = (name: 'YYYY' | 'MM' | 'DD'): string => digits[format.order.indexOf(name)] ?? '';
  const [year, month, day] = [Number(part('YYYY')), Number(part('MM')), Number(part('DD'))];
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined;
  return `${part('YYYY')}-${part('MM').padStart(2, '0')}-${part('DD').padStart(2, '0')}`;
};

/** 16 October 2025 in a format: an example for messages. */
export const exampleDay = (format: string): string =>
  format.trim().toUpperCase().replace('YYYY', '2025').replace(/MM?/u, '10').replace(/DD?/u, '16');
