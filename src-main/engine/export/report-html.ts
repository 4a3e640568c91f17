import type { BatchDocument, BatchStatus, IgnoredFile } from '../../contract/batch.ts';
import { html, type Markup } from './markup.ts';
import {
  documentsSection,
  failuresSection,
  ignoredSection,
  metadataSection,
  slowestSection,
  warningsSection,
} from './report-sections.ts';
import { REPORT_STYLE } from './report-style.ts';
import {
  formatCount,
  formatDecimal,
  formatInstant,
  formatInteger,
  formatSeconds,
  STATE_WORDS,
} from './report-words.ts';

/** What a report is made of. */
export interface ReportInput {
  /** The status of the batch, or that of a series as one. */
  readonly batch: BatchStatus;
  /** More than one for a series. */
  readonly batchCount?: number;
  readonly documents: readonly BatchDocument[];
  readonly ignored: readonly IgnoredFile[];
  /** The name of the computer on which the batch ran. */
  readonly workstation: string;
  readonly generatedAt: Date;
}

const statusClass = ({ status }: BatchStatus): string => {
  if (status === 'completed') return 'good';
  return status === 'failed' || status === 'partial_failure' ? 'bad' : 'warn';
};

const countsSentence = (batch: BatchStatus): Markup =>
  html`${formatCount(batch.total_documents, 'document')} = ${formatInteger(batch.processed_count)} processed +
  ${formatInteger(batch.failed_count)} failed + ${formatInteger(batch.cancelled_count)} cancelled +
  ${formatInteger(batch.waiting_count)} waiting`;

const processedSentence = (documents: readonly BatchDocument[]): Markup => {
  const count = (fits: (document: BatchDocument) => boolean): string => formatInteger(documents.filter(fits).length);
  return html`Of the processed documents ${count(({ status }) => status === 'unchanged')} were unchanged,
  ${count(({ status }) => status === 'duplicate')} were duplicates of another document, and of
  ${count((document) => document.metadata_only === true)} only the metadata was new.`;
};

/** Documents that came to an end, failed ones included; undefined before the batch has taken any time. */
const documentsAMinute = (batch: BatchStatus): number | undefined => {
  const seconds = batch.processing_time_seconds ?? 0;
  return seconds > 0 ? ((batch.processed_count + batch.failed_count) * 60) / seconds : undefined;
};

const facts = ({ batch, workstation }: ReportInput): readonly (readonly [name: string, value: string])[] => {
  const { completed_at: completedAt, estimated_completion_time: estimate, processing_time_seconds: seconds } = batch;
  const speed = documentsAMinute(batch);
  return [
    ['Started', formatInstant(new Date(batch.created_at))],
    ...(completedAt === undefined ? [] : [['Ended', formatInstant(new Date(completedAt))] as const]),
    ...(estimate === undefined ? [] : [['Expected to end', formatInstant(new Date(estimate))] as const]),
    ...(seconds === undefined ? [] : [['Processing time', formatSeconds(seconds)] as const]),
    ...(speed === undefined ? [] : [['Documents a minute', formatDecimal(speed)] as const]),
    ['Open failures', formatInteger(batch.open_failures_count)],
    ['Target', batch.target === 'neo4j' ? 'Neo4j' : 'Library'],
    ['Workstation', workstation],
  ];
};

/**
 * Writes the report of a batch as one HTML file that can be mailed and printed: no script, nothing loaded from outside
 * (its own Content-Security-Policy forbids both), light and dark as the reader's system is. Every text is escaped.
 * Times are in UTC.
 *
 * @param input a batch in any state, all of its documents, and the files that the selection left out
 */
export const reportHtml = (input: ReportInput): string => {
  const { batch, batchCount = 1, documents, ignored, generatedAt } = input;
  const what = batchCount === 1 ? 'batch' : 'series';
  const state = STATE_WORDS[batch.state];
  const reason = batch.state_reason === undefined ? html`` : html`<p>${batch.state_reason}</p> `;
  const retry =
    batch.retry_of === undefined ? html`` : html`, which loads failures of <code>${batch.retry_of}</code> again`;
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>
          ${state}: ${what} of ${formatCount(batch.total_documents, 'document')},
          ${formatInstant(new Date(batch.created_at))}
        </title>
        <style>
          ${REPORT_STYLE}
        </style>
      </head>
      <body>
        <main>
          <h1>${batchCount === 1 ? 'Batch' : 'Series'} report: <span class="${statusClass(batch)}">${state}</span></h1>
          <p>${countsSentence(batch)}</p>
          <p>${processedSentence(documents)}</p>
          ${reason}
          <p class="muted">
            ${batchCount === 1 ? 'Batch' : `Series of ${batchCount} batches`} <code>${batch.batch_id}</code>${retry}
          </p>
          <dl>
            ${facts(input).map(
              ([name, value]) =>
                html`<div>
                  <dt>${name}</dt>
                  <dd>${value}</dd>
                </div> `,
            )}
          </dl>
          ${failuresSection(documents)}${warningsSection(documents)}${slowestSection(documents)}${metadataSection(documents)}${documentsSection(documents)}${ignoredSection(ignored)}
          <footer>Made by Stevedore on ${formatInstant(generatedAt)}.</footer>
        </main>
      </body>
    </html> `;
  return page.markup;
};
