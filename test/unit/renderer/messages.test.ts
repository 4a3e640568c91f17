import { expect, test } from 'vitest';
import { de } from '../../../src-renderer/messages/de.ts';
import { en } from '../../../src-renderer/messages/en.ts';
import { languageOf } from '../../../src-renderer/messages/language.ts';

test('the language is the first of the system that the window knows, else English', () => {
  expect(languageOf(['de-AT', 'en'])).toBe('de');
  expect(languageOf(['fr-FR', 'de'])).toBe('de');
  expect(languageOf(['fr-FR'])).toBe('en');
  expect(languageOf([])).toBe('en');
});

const leaves = (value: unknown, at = ''): Map<string, string> =>
  typeof value === 'string'
    ? new Map([[at, value]])
    : typeof value === 'object' && value !== null
      ? new Map(Object.entries(value).flatMap(([name, inner]) => [...leaves(inner, `${at}.${name}`)]))
      : new Map();

test('no sentence was left in English', () => {
  const german = leaves(de);
  const same = [...leaves(en)].filter(([at, text]) => german.get(at) === text && / /u.test(text));
  expect(same).toEqual([]);
});
