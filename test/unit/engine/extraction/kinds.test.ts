import { describe, expect, it } from 'vitest';
import { kindOfExtension } from '../../../../src-main/engine/extraction/kinds.ts';

describe('kindOfExtension', () => {
  it.each([
    ['a.pdf', 'pdf'],
    ['A.PDF', 'pdf'],
    ['a.docx', 'docx'],
    ['a.docm', 'docx'],
    ['a.txt', 'text'],
    ['a.text', 'text'],
    ['a.md', 'markdown'],
    ['a.Markdown', 'markdown'],
    ['archive.tar.txt', 'text'],
    ['/folder.pdf/a.txt', 'text'],
    ['a.doc', undefined],
    ['a.xlsx', undefined],
    ['a', undefined],
    ['', undefined],
    ['.txt', undefined],
    ['a.', undefined],
    ['a.txt ', undefined],
    ['a.constructor', undefined],
    ['a.__proto__', undefined],
    ['/folder.pdf/a', undefined],
  ])('%s -> %s', (filename, kind) => {
    expect(kindOfExtension(filename)).toBe(kind);
  });
});
