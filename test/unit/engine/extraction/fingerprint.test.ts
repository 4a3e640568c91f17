import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { EXTRACTION_VERSIONS, extractionFingerprint } from '../../../../src-main/engine/extraction/fingerprint.ts';

const packageFile = new URL('../../../../package.json', import.meta.url);
const { dependencies } = z
  .object({ dependencies: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync(packageFile, 'utf8')));

describe('the extraction fingerprint', () => {
  it.each(Object.entries(EXTRACTION_VERSIONS).filter(([name]) => name !== 'builders'))(
    'counts %s by the version that package.json pins',
    (name, version) => {
      expect(dependencies[name]).toBe(version);
    },
  );

  it.each(['pdfjs-dist', 'mammoth', 'marked', 'chardet'])('counts %s, which makes text of bytes', (name) => {
    expect(Object.keys(EXTRACTION_VERSIONS)).toContain(name);
  });

  it('is the same for the same settings and another for any other', () => {
    const settings = [
      { sizeCharacters: 1500, overlapCharacters: 200 },
      { sizeCharacters: 1501, overlapCharacters: 200 },
      { sizeCharacters: 1500, overlapCharacters: 201 },
      { sizeCharacters: 150, overlapCharacters: 0 },
      { sizeCharacters: 15, overlapCharacters: 0 },
    ];
    const fingerprints = settings.map(extractionFingerprint);
    expect(new Set(fingerprints).size).toBe(settings.length);
    expect(settings.map(extractionFingerprint)).toEqual(fingerprints);
    expect(fingerprints.every((fingerprint) => /^[0-9a-f]{32}$/u.test(fingerprint))).toBe(true);
  });
});
