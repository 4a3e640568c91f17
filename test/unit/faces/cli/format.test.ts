import { describe, expect, it } from 'vitest';
import { formatBytes } from '../../../../src-main/contract/format-bytes.ts';
import { formatCount, formatNumber, formatSeconds, formatTime } from '../../../../src-main/faces/cli/format.ts';

describe('formatSeconds', () => {
  it.each([
    [0, '0 s'],
    [0.004, '0 s'],
    [0.314, '0.31 s'],
    [9.994, '9.99 s'],
    [9.999, '10 s'],
    [12.4, '12 s'],
    [59.4, '59 s'],
    [59.5, '1 min 0 s'],
    [200, '3 min 20 s'],
    [3599.6, '1 h 0 min'],
    [7500, '2 h 5 min'],
    [360_000, '100 h 0 min'],
  ])('%d -> %s', (seconds, expected) => {
    expect(formatSeconds(seconds)).toBe(expected);
  });
});

describe('formatBytes', () => {
  it.each([
    [0, '0 bytes'],
    [999, '999 bytes'],
    [1000, '1 kB'],
    [1550, '1.6 kB'],
    [999_949, '999.9 kB'],
    [999_950, '1 MB'],
    [25_000_000, '25 MB'],
    [2_500_000_000, '2.5 GB'],
    [9_999_000_000_000, '9,999 GB'],
  ])('%d -> %s', (bytes, expected) => {
    expect(formatBytes(bytes)).toBe(expected);
  });
});

describe('formatCount and formatNumber', () => {
  it.each([
    [0, '0 pages'],
    [1, '1 page'],
    [2, '2 pages'],
    [1234, '1,234 pages'],
  ])('%d -> %s', (count, expected) => {
    expect(formatCount(count, 'page')).toBe(expected);
    expect(formatNumber(count)).toBe(expected.split(' ')[0]);
  });
});

describe('formatTime', () => {
  it('shows an ISO time in the time zone of the workstation, to the minute', () => {
    const local = new Date(2025, 9, 6, 4, 5, 59);
    expect(formatTime(local.toISOString())).toBe('2025-10-06 04:05');
  });
});
