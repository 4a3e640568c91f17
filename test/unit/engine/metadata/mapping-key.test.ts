import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  columnKey,
  foldKey,
  foldText,
  keyDistance,
  numbersHash,
  tidyKey,
} from '../../../../src-main/engine/metadata/mapping-key.ts';

const name = fc.string({ unit: 'binary', minLength: 1, maxLength: 20 }).map((text) => text.toWellFormed());

describe('foldText', () => {
  it('makes one of all cases and normal forms, for every code point that has any', { timeout: 30_000 }, () => {
    const differing: string[] = [];
    // Beyond these planes there are no cases; the compatibility ideographs have normal forms.
    for (let code = 1; code < 0x2fa20; code = code === 0x1ffff ? 0x2f800 : code + 1) {
      if (code >= 0xd800 && code < 0xe000) continue;
      const text = `a${String.fromCodePoint(code)}x`;
      const folded = foldText(text);
      const composed = text.normalize('NFC');
      const forms = [text.toUpperCase(), text.toLowerCase(), text.normalize('NFD'), composed, composed.toUpperCase()];
      if (forms.some((form) => foldText(form) !== folded)) differing.push(code.toString(16));
    }
    expect(differing).toEqual([]);
  });

  it.each([
    ['STRASSE', 'straße'],
    ['ΟΔΟΣ', 'οδός'.normalize('NFD').replaceAll('\u0301', '')],
    ['İstanbul', 'i̇stanbul'],
    ['Müller'.normalize('NFD'), 'MÜLLER'],
  ])('%s is %s', (a, b) => expect(foldText(a)).toBe(foldText(b)));

  it('keeps different names apart', () => expect(foldText('Müller')).not.toBe(foldText('Muller')));

  it('makes one of all cases and normal forms, for any text', () => {
    fc.assert(
      fc.property(name, (text) => {
        const folded = foldText(text);
        expect(foldText(folded)).toBe(folded);
        for (const form of [text.toUpperCase(), text.toLowerCase(), text.normalize('NFD'), text.normalize('NFC')])
          expect(foldText(form)).toBe(folded);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('tidyKey', () => {
  it.each([
    [' a.pdf ', 'a.pdf'],
    ['\u00a0a b.pdf\u00a0', 'a b.pdf'],
    ['.\\sub\\a.pdf', 'sub/a.pdf'],
    ['././a.pdf', 'a.pdf'],
    ['sub//a.pdf', 'sub/a.pdf'],
    ['"C:\\Docs\\a.pdf"', 'C:/Docs/a.pdf'],
    ['\\\\server\\share\\a.pdf', '//server/share/a.pdf'],
    ['.hidden', '.hidden'],
    ['./', './'],
  ])('%s becomes %s', (key, tidied) => expect(tidyKey(key)).toBe(tidied));
});

describe('keyDistance', () => {
  it.each([
    ['a.pdf', 'a.pdf', 0],
    ['x\\a.pdf', 'x/a.pdf', 1],
    ['é.pdf', 'e\u0301.pdf', 2],
    ['É.pdf', 'e\u0301.PDF', 3],
  ])('of %s and %s is %d', (key, file, distance) => expect(keyDistance(key, file)).toBe(distance));
});

describe('numbersHash', () => {
  it('never tells apart what folding makes one', () => {
    const path = fc.array(fc.oneof(name, fc.constantFrom('\\', '/', '12', '012', '²', '٣')), { maxLength: 8 });
    fc.assert(
      fc.property(path, (parts) => {
        const key = parts.join('');
        const hash = numbersHash(key);
        expect(numbersHash(foldKey(key))).toBe(numbersHash(tidyKey(key)));
        for (const form of [key.toUpperCase(), key.normalize('NFD'), ` ${key} `, key.replaceAll('/', '\\')])
          expect(numbersHash(form)).toBe(hash);
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    ['scan 17.pdf', 'scan 18.pdf'],
    ['a1 2', 'a12'],
    ['a', 'a1'],
  ])('tells %s from %s', (a, b) => expect(numbersHash(a)).not.toBe(numbersHash(b)));

  it('does not count leading zeros and folders', () => {
    expect(numbersHash('2024/doc 007.pdf')).toBe(numbersHash('doc 7.pdf'));
  });
});

describe('columnKey', () => {
  it.each(['Date Created', 'date-created', ' DATE_CREATED ', 'date  created'])('%s is date_created', (column) =>
    expect(columnKey(column)).toBe('date_created'),
  );
});
