import { describe, expect, it } from 'vitest';
import type { BatchDocument } from '../../../../src-main/contract/batch.ts';
import { documentLine } from '../../../../src-main/faces/cli/progress.ts';

const document = (given: Partial<BatchDocument>): BatchDocument => ({
  filename: 'report.pdf',
  path: '/folder/report.pdf',
  size_bytes: 10,
  status: 'processed',
  warnings: [],
  metadata: {},
  attempts: 1,
  seconds: 0.314,
  characters: 5000,
  chunks: 4,
  ...given,
});

describe('documentLine', () => {
  it('says what became of a document', () => {
    expect(documentLine(document({ pages: 1 }))).toBe('processed  report.pdf (1 page, 4 chunks, 0.31 s)');
    expect(documentLine(document({ status: 'unchanged', chunks: 1 }))).toBe('unchanged  report.pdf (1 chunk, 0.31 s)');
  });

  it('says why a document failed and what to do', () => {
    const failed = document({
      status: 'failed',
      code: 'FILE_EMPTY',
      error: 'The file is empty.',
      hint: 'Copy it again.',
    });
    expect(documentLine(failed)).toBe('failed     report.pdf: The file is empty. [FILE_EMPTY] Copy it again.');
  });

  it('puts each warning on a line of its own', () => {
    expect(documentLine(document({ warnings: ['One.', 'Two.'] }))).toBe(
      'processed  report.pdf (4 chunks, 0.31 s)\n           warning: One.\n           warning: Two.',
    );
  });

  it('lets nothing of a document begin a line that looks like one of ours', () => {
    const evil = 'x\nprocessed  other.pdf (1 page)';
    const failed = { status: 'failed', code: 'FILE_EMPTY', error: evil, hint: evil } as const;
    for (const given of [{ filename: evil }, failed, { warnings: [evil] }]) {
      expect(documentLine(document(given))).not.toMatch(/\nprocessed/u);
    }
  });
});
