import { describe, expect, it } from 'vitest';
import { BATCH_STATES, type BatchDocument, type BatchStatus } from '../../../../src-main/contract/batch.ts';
import { reportHtml } from '../../../../src-main/engine/export/report-html.ts';
import { REPORT_COLOURS } from '../../../../src-main/engine/export/report-style.ts';
import { STATE_WORDS } from '../../../../src-main/engine/export/report-words.ts';

const batch: BatchStatus = {
  batch_id: '0198c0de-0000-7000-8000-000000000001',
  total_documents: 40,
  processed_count: 35,
  failed_count: 3,
  cancelled_count: 2,
  waiting_count: 0,
  open_failures_count: 2,
  status: 'partial_failure',
  state: 'partial_failure',
  target: 'library',
  created_at: '2025-10-16T12:00:00.000Z',
  completed_at: '2025-10-16T12:03:10.000Z',
  processing_time_seconds: 190,
  failed_documents: [],
};

const document = (filename: string, change: Partial<BatchDocument> = {}): BatchDocument => ({
  filename,
  path: `/in/${filename}`,
  size_bytes: 10,
  status: 'processed',
  warnings: [],
  metadata: {},
  attempts: 1,
  seconds: 1,
  characters: 1200,
  chunks: 2,
  ...change,
});

const report = (documents: readonly BatchDocument[], change: Partial<BatchStatus> = {}): string =>
  reportHtml({
    batch: { ...batch, ...change },
    documents,
    ignored: [{ path: '/in/~$a.docx', reason: 'A lock file of Word.' }],
    workstation: 'ws-07',
    generatedAt: new Date('2025-10-16T13:00:00Z'),
  });

/** What a reader sees: the text without markup, spaces made one. */
const seen = (markup: string): string =>
  markup
    .replace(/<style>.*<\/style>/su, '')
    .replace(/<[^>]*>/gu, ' ')
    .replace(/\s+/gu, ' ');

const section = (markup: string, heading: string): string => {
  const [, rest] = markup.split(`<h2>${heading}</h2>`);
  if (rest === undefined) throw new Error(`There is no section ${heading}`);
  return seen(rest.split(/<h2>|<footer>/u)[0] ?? '');
};

describe('reportHtml', () => {
  it('says the status in words, the counts, the times and the speed', () => {
    const text = seen(report([document('a.pdf'), document('b.pdf', { status: 'duplicate' })]));
    expect(text).toContain('Batch report: Finished with failures');
    expect(text).toContain('40 documents = 35 processed + 3 failed + 2 cancelled + 0 waiting');
    expect(text).toContain('0 were unchanged, 1 were duplicates');
    expect(text).toContain('Started 2025-10-16 12:00:00 UTC');
    expect(text).toContain('Processing time 3 min 10 s');
    expect(text).toContain('Documents a minute 12.0');
    expect(text).toContain('Workstation ws-07');
  });

  it.each(BATCH_STATES)('has words for the state %s, without times that are not there yet', (state) => {
    const { completed_at: _, processing_time_seconds: __, ...running } = batch;
    const text = seen(
      reportHtml({
        batch: { ...running, state },
        documents: [],
        ignored: [],
        workstation: '',
        generatedAt: new Date(),
      }),
    );
    expect(text).toContain(`Batch report: ${STATE_WORDS[state]}`);
    expect(text).not.toMatch(/NaN|Infinity|undefined|Documents a minute|Ended/u);
  });

  it('groups failures by code, the most frequent first, and says whether they were dealt with', () => {
    const failed = (name: string, change: Partial<BatchDocument>): BatchDocument =>
      document(name, { status: 'failed', error: `Error of ${name}.`, hint: 'Do it.', ...change });
    const text = section(
      report([
        failed('1.pdf', { code: 'FILE_LOCKED' }),
        failed('2.pdf', { code: 'NO_TEXT', attempts: 3 }),
        failed('3.pdf', {
          code: 'NO_TEXT',
          dealt_with: { how: 'handled', at: '2025-10-16T12:30:00.000Z', note: 'a scan' },
        }),
        failed('4.pdf', {}),
        document('fine.pdf'),
      ]),
      'Failures',
    );
    const order = ['NO_TEXT', '2.pdf', '3.pdf', 'FILE_LOCKED', '1.pdf', 'INTERNAL', '4.pdf'].map((word) =>
      text.indexOf(word),
    );
    expect(order).toEqual(order.toSorted((a, b) => a - b));
    expect(order).not.toContain(-1);
    expect(text).toMatch(/2\.pdf \/in\/2\.pdf Error of 2\.pdf\. Do it\. 3 Open/u);
    expect(text).toMatch(/Handled : a scan 2025-10-16 12:30:00 UTC/u);
    expect(text).not.toContain('fine.pdf');
  });

  it('lists warnings by their text, ignored files with the reason, and all documents', () => {
    const markup = report([
      document('a.pdf', { warnings: ['Page 2 has no text.', 'Fonts are missing.'] }),
      document('b.pdf', { warnings: ['Page 2 has no text.'], metadata_only: true, pages: 7 }),
    ]);
    expect(section(markup, 'Warnings')).toMatch(
      /3 warnings.*Page 2 has no text\. 2 a\.pdf.*b\.pdf.*Fonts are missing\. 1/u,
    );
    expect(section(markup, 'Ignored files')).toContain('/in/~$a.docx A lock file of Word.');
    expect(section(markup, 'All documents')).toMatch(
      /2 documents.*a\.pdf.*none 1,200 2 2.*Processed \(metadata only\).* 7 /u,
    );
  });

  it('shows the ten slowest documents, the slowest first', () => {
    const documents = Array.from({ length: 15 }, (_, at) => document(`d${at}.pdf`, { seconds: at * 10 }));
    const names = section(report(documents), 'Slowest documents').match(/(?<= )d\d+\.pdf/gu);
    expect(names).toEqual([14, 13, 12, 11, 10, 9, 8, 7, 6, 5].map((at) => `d${at}.pdf`));
  });

  it('counts metadata by field; empty values are none, and nearly all is not all', () => {
    const documents = Array.from({ length: 300 }, (_, at) =>
      document(`${at}.pdf`, {
        metadata: {
          author: at === 0 ? '' : 'Jane',
          year: 0,
          tags: at === 0 ? ['a'] : [],
          ...(at < 150 ? { draft: false } : {}),
        },
      }),
    );
    const text = section(report(documents), 'Metadata coverage');
    expect(text).toMatch(/author 299 99 % year 300 100 % tags 1 1 % draft 150 50 %/u);
  });

  it('escapes everything that comes from outside', () => {
    const evil = `<script>alert("1")</script>&'`;
    const markup = reportHtml({
      batch: { ...batch, state_reason: evil },
      documents: [
        document(evil, { path: evil, warnings: [evil], metadata: { [evil]: evil } }),
        document(`${evil}\u0000\u0007`, {
          status: 'failed',
          code: 'NO_TEXT',
          error: evil,
          hint: evil,
          dealt_with: { how: 'retried', at: '2025-10-16T12:30:00.000Z', note: evil },
        }),
      ],
      ignored: [{ path: evil, reason: evil }],
      workstation: evil,
      generatedAt: new Date(),
    });
    expect(markup).not.toMatch(/<script|(?!\n)\p{Cc}/u);
    expect(markup.match(/&lt;script&gt;alert\(&quot;1&quot;\)&lt;\/script&gt;&amp;&#39;/gu)?.length).toBeGreaterThan(
      12,
    );
  });

  it('loads nothing and runs nothing', () => {
    const markup = report([document('a.pdf')]);
    expect(markup).toMatch(/^<!doctype html>\s*<html lang="en">/u);
    expect(markup).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
    expect(markup).not.toMatch(/<(?:script|link|img|iframe|object|form)|\s(?:src|href|on\w+)=|url\(|@import|https?:/u);
  });

  it('is well-formed: every element is closed in its order, and every header cell has a scope', () => {
    const failed = document('x.pdf', { status: 'failed', code: 'NO_TEXT', warnings: ['w'], metadata: { a: '1' } });
    const markup = report([failed, document('y.pdf')]);
    const open: string[] = [];
    for (const [, slash, name = '', rest = ''] of markup.matchAll(/<(\/?)([a-z][a-z0-9]*)([^>]*)>/gu)) {
      if (name === 'meta') continue;
      if (name === 'th' && slash === '') expect(rest).toMatch(/ scope="(?:col|row)"/u);
      if (slash === '') open.push(name);
      else expect(open.pop()).toBe(name);
    }
    expect(open).toEqual([]);
    expect(markup.match(/<h1>/gu)).toHaveLength(1);
  });
});

const luminance = (colour: string): number => {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.040_45 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};

describe('REPORT_COLOURS', () => {
  it.each(Object.entries(REPORT_COLOURS))('have enough contrast in the %s theme', (_, colours) => {
    for (const ground of [colours.ground, colours.raised])
      for (const ink of [colours.text, colours.muted, colours.good, colours.bad, colours.warn]) {
        const [dark = 0, light = 0] = [luminance(ground), luminance(ink)].toSorted((a, b) => a - b);
        expect((light + 0.05) / (dark + 0.05), `${ink} on ${ground}`).toBeGreaterThanOrEqual(4.5);
      }
  });
});
