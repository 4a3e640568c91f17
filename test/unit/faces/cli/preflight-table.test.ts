import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Preflight, PreflightFile } from '../../../../src-main/contract/preflight.ts';
import { cutEnd, cutMiddle, displayWidth, wrapText } from '../../../../src-main/faces/cli/display-text.ts';
import { preflightText } from '../../../../src-main/faces/cli/preflight-table.ts';

const fileOf = (relativePath: string, other: Partial<PreflightFile> = {}): PreflightFile => ({
  path: `/home/jane/${relativePath}`,
  relative_path: relativePath,
  filename: relativePath,
  size_bytes: 1500,
  kind: 'text',
  readable: true,
  encrypted: 'no',
  content: 'new',
  metadata: { author: 'Jane', tags: ['a', 'b'] },
  metadata_source: 'row',
  errors: [],
  warnings: [],
  suggestions: [],
  ...other,
});

const preflightOf = (files: PreflightFile[], other: Partial<Preflight> = {}): Preflight => {
  const failing = files.filter(({ errors }) => errors.length > 0).length;
  return {
    total_documents: files.length,
    ready_count: files.length - failing,
    failing_count: failing,
    warning_count: files.filter(({ errors, warnings }) => errors.length === 0 && warnings.length > 0).length,
    without_row_count: 0,
    size_bytes: files.reduce((sum, { size_bytes }) => sum + size_bytes, 0),
    fields: [],
    files,
    ignored_files: [],
    rows_without_file: [],
    warnings: [],
    ...other,
  };
};

const EMPTY = {
  code: 'FILE_EMPTY',
  message: 'The file is empty.',
  hint: 'Check that the file was copied or saved completely.',
} as const;

describe('preflightText', () => {
  it('is a headline and a table when all is well', () => {
    expect(preflightText(preflightOf([fileOf('a.txt')])).split('\n')).toEqual([
      '1 document, 1.5 kB: 1 ready',
      '',
      'state  file   type  size    metadata',
      'ready  a.txt  text  1.5 kB  author=Jane; tags=a, b',
    ]);
  });

  it('tells what will fail, what is odd, and what does not fit, each once', () => {
    const { kind: _, ...unknownKind } = fileOf('reports/empty.pdf', { errors: [EMPTY], metadata: {} });
    const files = [
      unknownKind,
      fileOf('b.txt', { warnings: ['It has the same content as a.txt.'], content: 'known' }),
      fileOf('c.txt', { warnings: ['No row in the mapping fits this file.'], suggestions: ['C-1.txt'] }),
    ];
    const text = preflightText(
      preflightOf(files, {
        ignored_files: Array.from({ length: 12 }, (__, at) => ({ path: `x${at}.png`, reason: 'An image.' })),
        rows_without_file: [{ line: 7, filename: 'gone.txt' }],
        warnings: ['1 row of the mapping fits no file: gone.txt (line 7).', "Column 'x' is there twice."],
      }),
    );
    const [headline, ...rest] = text.split('\n');
    expect(headline).toBe(
      '3 documents, 4.5 kB: 2 ready (2 with warnings), 1 will fail; 1 in the library already; 12 files',
    );
    expect(rest.join('\n')).toBe(`ignored; 1 row without a file

state    file               type  size    metadata
FAILS    reports/empty.pdf  -     1.5 kB
warning  b.txt              text  1.5 kB  author=Jane; tags=a, b
warning  c.txt              text  1.5 kB  author=Jane; tags=a, b

These will fail:
  reports/empty.pdf
    FILE_EMPTY: The file is empty.
    Check that the file was copied or saved completely.

Warnings:
  Column 'x' is there twice.
  b.txt
    It has the same content as a.txt.

Files without a row in the mapping:
  c.txt: did you mean 'C-1.txt'?

Rows of the mapping without a file:
  gone.txt (line 7)

Ignored:
${Array.from({ length: 10 }, (__, at) => `  x${at}.png: An image.`).join('\n')}
  and 2 more`);
  });

  it('stays within 100 columns, whatever the names and sentences are', () => {
    const words = fc.array(fc.constantFrom('word', '係留作業手順', 'Kranprüfung', 'e\u0301', '😀', 'a\tb'), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(words, words, (name, sentence) => {
        const relative = name.join(' ');
        const files = [
          fileOf(relative, { size_bytes: 999_900_000, kind: 'markdown', metadata: { author: sentence.join('') } }),
          fileOf('b', { errors: [{ ...EMPTY, message: sentence.join(' ') }], warnings: [sentence.join(' ')] }),
        ];
        for (const line of preflightText(preflightOf(files)).split('\n'))
          expect(displayWidth(line)).toBeLessThanOrEqual(100);
      }),
    );
  });

  it('shows no control character of a name', () => {
    const text = preflightText(preflightOf([fileOf('a\u001b[2J\n.txt', { errors: [EMPTY] })]));
    expect(text).not.toContain('\u001b');
    expect(text.split('\n')[3]).toContain('a\ufffd[2J .txt');
  });
});

describe('text cut to columns', () => {
  it('keeps the beginning, and of a path the end', () => {
    expect(cutEnd('abcdef', 6)).toBe('abcdef');
    expect(cutEnd('abcdefg', 6)).toBe('abcde…');
    expect(cutMiddle('folder/of/many/reports/2025-09.pdf', 20)).toBe('folder…s/2025-09.pdf');
    expect(cutMiddle('係留作業手順.docx', 12)).toBe('係…手順.docx');
  });

  it('is never wider than asked for and never cuts what fits', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 3, max: 40 }), (text, columns) => {
        for (const cut of [cutEnd(text, columns), cutMiddle(text, columns)]) {
          expect(displayWidth(cut)).toBeLessThanOrEqual(columns);
          if (displayWidth(text) <= columns) expect(cut).toBe(text);
        }
      }),
    );
  });

  it('wraps at spaces, loses nothing, and leaves a long word whole', () => {
    expect(wrapText('one two three', 8, '  ')).toEqual(['  one', '  two', '  three']);
    expect(wrapText('a abcdefghijkl b', 8)).toEqual(['a', 'abcdefghijkl', 'b']);
  });
});
