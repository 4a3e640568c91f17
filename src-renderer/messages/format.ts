import { formatBytes as formatBytesIn } from '../../src-main/contract/format-bytes.ts';
import { language } from './language.ts';

const number = new Intl.NumberFormat(language);
const oneDigit = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
const twoDigits = new Intl.NumberFormat(language, { maximumFractionDigits: 2 });
const time = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', hour12: false });
const dateTime = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short', hour12: false });
const percent = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 });

export const formatNumber = (value: number): string => number.format(value);
export const formatBytes = (bytes: number): string => formatBytesIn(bytes, language);
export const formatPercent = (value: number): string => percent.format(value);
export const formatTime = (iso: string): string => time.format(new Date(iso));
export const formatDateTime = (iso: string): string => dateTime.format(new Date(iso));

/** Gigabytes of 1024³ bytes, in which the limit of memory is set. */
export const formatGigabytes = (bytes: number): string => oneDigit.format(bytes / 1024 ** 3);

export const formatSeconds = (seconds: number): string => {
  if (seconds < 10) return `${twoDigits.format(seconds)} s`;
  if (seconds < 60) return `${oneDigit.format(seconds)} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60
    ? `${minutes} min ${Math.round(seconds % 60)} s`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
};
