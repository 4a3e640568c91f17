import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MappingValue, MetadataFieldType } from '../../../../src-main/contract/metadata.ts';
import { exampleDay, parseCalendarDay, parseDayFormat } from '../../../../src-main/engine/metadata/calendar-day.ts';
import { coerceValue, unknownValueText } from '../../../../src-main/engine/metadata/coerce-value.ts';

const coerce = (
  type: MetadataFieldType,
  value: MappingValue,
  more: { values?: string[]; format?: string; node?: boolean } = {},
) => {
  const coerced = coerceValue({ type, node: false, ...more }, value);
  return 'problem' in coerced ? coerced.problem : coerced.value;
};

describe('coerceValue', () => {
  it.each<[MetadataFieldType, MappingValue, unknown]>([
    ['text', ' Jane  Doe ', 'Jane  Doe'],
    ['text', 'Mu\u0308ller\r\nx', 'Müller\nx'],
    ['text', 'a\ud800b', 'a\ufffdb'],
    ['text', '\u00a0', undefined],
    ['text', [], undefined],
    ['text', ['a'], 'must be one value, not a list'],
    ['list', 'technical, api;API ; ,api', ['technical', 'api', 'API']],
    ['list', ' ; ', undefined],
    ['list', ['R&D, Berlin', ' R&D, Berlin', '', 'é', 'e\u0301'], ['R&D, Berlin', 'é']],
    ['date', '2025-10-16', '2025-10-16'],
    ['date', '2024-02-29', '2024-02-29'],
    ['date', '2025-02-29', "must be a calendar day like 2025-10-16, not '2025-02-29'"],
    ['date', '16.10.2025', "must be a calendar day like 2025-10-16, not '16.10.2025'"],
    ['date', '2025-10-16T00:00:00Z', "must be a calendar day like 2025-10-16, not '2025-10-16T00:00:00Z'"],
    ['date', '45946', "must be a calendar day like 2025-10-16, not '45946'"],
    ['date', '2025-1-6', "must be a calendar day like 2025-10-16, not '2025-1-6'"],
    ['number', '3.50', 3.5],
    ['number', '-0', 0],
    ['number', '1e3', 1000],
    ['number', '3,5', "must be a number with a decimal point like 3.5, not '3,5'"],
    ['number', '0x10', "must be a number with a decimal point like 3.5, not '0x10'"],
    ['number', 'Infinity', "must be a number with a decimal point like 3.5, not 'Infinity'"],
    ['number', '1e999', "must be a smaller number than '1e999'"],
    [
      'number',
      '12345678901234567890',
      "has more digits than a number can keep ('12345678901234567890'); give the field the type text",
    ],
    ['boolean', 'YES', true],
    ['boolean', '1', true],
    ['boolean', 'False', false],
    ['boolean', 'no', false],
    ['boolean', 'WAHR', "must be true or false (or yes or no, 1 or 0), not 'WAHR'"],
  ])('%s %j', (type, value, expected) => expect(coerce(type, value)).toEqual(expected));

  it('takes one of the values in any case, in the spelling of the schema', () => {
    expect(coerce('one_of', ' DRAFT', { values: ['draft', 'Final'] })).toBe('draft');
    expect(coerce('one_of', 'final', { values: ['FINAL', 'final'] })).toBe('final');
    expect(coerce('one_of', 'x', { values: ['draft', 'Final'] })).toBe("must be one of 'draft', 'Final', not 'x'");
  });

  it('keeps values that become nodes within the size of an index key', () => {
    const long = '😀'.repeat(2001);
    expect(coerce('text', long)).toBe(long);
    expect(coerce('text', '😀'.repeat(2000), { node: true })).toBe('😀'.repeat(2000));
    expect(coerce('text', long, { node: true })).toBe(
      'is too long to become a node of the graph: 2001 characters, at most 2000',
    );
    expect(coerce('list', ['a', long], { node: true })).toContain('too long');
  });

  it('shortens long values in messages', () => {
    expect(coerce('date', 'x\n'.repeat(500))).toMatch(/not 'x x .*…'$/u);
  });

  it('keeps an unknown value as text', () => {
    expect(unknownValueText(' 007 ')).toBe('007');
    expect(unknownValueText(['a', '', 'b'])).toBe('a, b');
  });
});

describe('calendar days', () => {
  it.each([
    ['DD.MM.YYYY', '16.10.2025'],
    ['DD/MM/YYYY', '16/10/2025'],
    ['M/D/YYYY', '10/16/2025'],
    ['mm/dd/yyyy', '10/16/2025'],
    ['YYYY/MM/DD', '2025/10/16'],
    ['YYYYMMDD', '20251016'],
    ['DD-MM-YYYY', '16-10-2025'],
  ])('are read in the format %s', (format, text) => {
    expect(parseCalendarDay(text, parseDayFormat(format))).toBe('2025-10-16');
    expect(exampleDay(format)).toBe(text);
  });

  it.each([
    ['D.M.YYYY', '6.1.2025', '2025-01-06'],
    ['MM/DD/YYYY', '1/6/2025', '2025-01-06'],
    ['DD/MM/YYYY', '10/16/2025', undefined],
    ['DD.MM.YYYY', '16-10-2025', undefined],
    ['DD.MM.YYYY', '16x10x2025', undefined],
    ['YYYYMMDD', '2025116', undefined],
    ['DD.MM.YYYY', '01.01.0000', undefined],
  ])('in %s, %s is %s', (format, text, day) => expect(parseCalendarDay(text, parseDayFormat(format))).toBe(day));

  it.each(['DD.MM.YY', 'DD.MM', 'DD.DD.YYYY', 'DMYYYY', 'DD.MM-YYYY', 'iso', ''])(
    'do not have the format %j',
    (format) => expect(parseDayFormat(format)).toBeUndefined(),
  );

  it('are exactly the days of the calendar', () => {
    const part = (max: number): fc.Arbitrary<number> => fc.integer({ min: 0, max });
    fc.assert(
      fc.property(part(9999), part(14), part(33), (year, month, day) => {
        const text = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
        const instant = new Date(`${text}T00:00:00Z`);
        const isDay = year > 0 && !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(text);
        expect(parseCalendarDay(text)).toBe(isDay ? text : undefined);
      }),
      { numRuns: 2000 },
    );
  });

  it('are not moved by the time zone of the workstation', () => {
    const before = process.env['TZ'];
    process.env['TZ'] = 'America/New_York';
    try {
      expect(new Date('2025-10-16').getDate()).toBe(15);
      expect(parseCalendarDay('2025-10-16')).toBe('2025-10-16');
      expect(coerce('date', '16.10.2025', { format: 'DD.MM.YYYY' })).toBe('2025-10-16');
    } finally {
      if (before === undefined) delete process.env['TZ'];
      else process.env['TZ'] = before;
    }
  });
});
