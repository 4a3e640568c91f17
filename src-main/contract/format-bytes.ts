const UNITS = ['bytes', 'kB', 'MB', 'GB'] as const;

/** Bytes in units of 1,000, as file managers show them, in the numbers of a locale. */
export const formatBytes = (bytes: number, locale = 'en'): string => {
  let value = bytes;
  let unit = 0;
  // What would be rounded to 1,000 kB is 1 MB.
  while (value >= (unit === 0 ? 1000 : 999.95) && unit < UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit === 0 ? 0 : 1;
  return `${new Intl.NumberFormat(locale, { maximumFractionDigits: digits }).format(value)} ${UNITS[unit] ?? ''}`;
};
