import { describe, expect, it } from 'vitest';
import { failuresJson } from '../../../../src-main/engine/export/failures-json.ts';

describe('failuresJson', () => {
  it('writes the batch, the time in UTC and each failure', () => {
    const metadata = JSON.parse('{"author": "Jörg", "tags": ["a", "b"], "__proto__": "kept"}');
    const json = failuresJson({
      batchId: '0198c0de-0000-7000-8000-000000000001',
      exportedAt: new Date('2025-10-16T14:00:00+02:00'),
      failures: [
        {
          filename: 'a.pdf',
          path: '/in/x/a.pdf',
          relativePath: 'x/a.pdf',
          code: 'FILE_LOCKED',
          error: 'The file is locked by another program.',
          hint: 'Close it.',
          stage: 'read',
          attempts: 2,
          retryable: true,
          metadata,
        },
      ],
    });
    expect(json).toBe(`{
  "batch_id": "0198c0de-0000-7000-8000-000000000001",
  "exported_at": "2025-10-16T12:00:00.000Z",
  "failures": [
    {
      "filename": "a.pdf",
      "path": "/in/x/a.pdf",
      "relative_path": "x/a.pdf",
      "code": "FILE_LOCKED",
      "error": "The file is locked by another program.",
      "hint": "Close it.",
      "stage": "read",
      "attempts": 2,
      "retryable": true,
      "metadata": {
        "author": "Jörg",
        "tags": [
          "a",
          "b"
        ],
        "__proto__": "kept"
      }
    }
  ]
}
`);
  });
});
