import type { BatchDocument, IgnoredFile } from '../../contract/batch.ts';
import { FAILURE_CODES, type FailureCode } from '../../contract/failure-codes.ts';
import type { MetadataValue } from '../../contract/metadata.ts';
import { html, type Markup } from './markup.ts';
import {
  DOCUMENT_WORDS,
  formatCount,
  formatInstant,
  formatInteger,
  formatPercent,
  formatSeconds,
} from './report-words.ts';

const SLOWEST_DOCUMENTS = 10;

interface Column {
  readonly title: string;
  readonly isNumber?: boolean;
}

const NOTHING = html``;
const text = (title: string): Column => ({ title });
const number = (title: string): Column => ({ title, isNumber: true });

/** A table whose first cells name their rows. A wide one scrolls in itself, by keyboard too. */
const table = (caption: string, columns: readonly Column[], rows: readonly (readonly Markup[])[]): Markup => {
  const head = columns.map(({ title, isNumber }) =>
    isNumber === true ? html`<th scope="col" class="number">${title}</th>` : html`<th scope="col">${title}</th>`,
  );
  const cell = (content: Markup, at: number): Markup => {
    if (at === 0) return html`<th scope="row">${content}</th>`;
    return columns[at]?.isNumber === true ? html`<td class="number">${content}</td>` : html`<td>${content}</td>`;
  };
  const body = rows.map(
    (row) =>
      html`<tr>
        ${row.map(cell)}
      </tr> `,
  );
  return html`<div class="table" role="region" aria-label="${caption}" tabindex="0">
    <table>
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          ${head}
        </tr>
      </thead>
      <tbody>
        ${body}
      </tbody>
    </table>
  </div> `;
};

/** A file's name, isolated so that a name written from right to left does not turn what stands beside it. */
const fileCell = ({ filename, path }: Pick<BatchDocument, 'filename' | 'path'>): Markup =>
  path === filename
    ? html`<bdi>${filename}</bdi>`
    : html`<bdi>${filename}</bdi><span class="path"><bdi>${path}</bdi></span>`;

const groupBy = <Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key): ReadonlyMap<Key, readonly Item[]> => {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
};

const dealtWithCell = ({ dealt_with: dealtWith }: BatchDocument): Markup => {
  if (dealtWith === undefined) return html`<span class="bad">Open</span>`;
  const how = dealtWith.how === 'retried' ? 'Loaded again' : 'Handled';
  const note = dealtWith.note === undefined || dealtWith.note === '' ? NOTHING : html`: ${dealtWith.note}`;
  return html`<span class="good">${how}</span>${note}<span class="path"
      >${formatInstant(new Date(dealtWith.at))}</span
    >`;
};

const failureGroup = (code: FailureCode, documents: readonly BatchDocument[]): Markup => {
  const { message, hint } = FAILURE_CODES[code];
  const rows = documents.map((document) => [
    fileCell(document),
    html`${document.error ?? message}`,
    html`${document.hint ?? hint}`,
    html`${formatInteger(document.attempts)}`,
    dealtWithCell(document),
  ]);
  const columns = [text('File'), text('What went wrong'), text('What to do'), number('Attempts'), text('Dealt with')];
  return html`<h3>${message} <code class="muted">${code}</code></h3>
    <p>${hint}</p>
    ${table(`${formatCount(documents.length, 'document')} with ${code}`, columns, rows)}`;
};

/** The failures by code, the most frequent first. */
export const failuresSection = (documents: readonly BatchDocument[]): Markup => {
  const failed = documents.filter(({ status }) => status === 'failed');
  const groups = [...groupBy(failed, ({ code }): FailureCode => code ?? 'INTERNAL')];
  const sorted = groups.toSorted(([, a], [, b]) => b.length - a.length);
  return html`<h2>Failures</h2>
    ${failed.length === 0 ? html`<p>No document failed.</p> ` : sorted.map(([code, group]) => failureGroup(code, group))}`;
};

/** What was loaded but should be looked at, one row a sentence. */
export const warningsSection = (documents: readonly BatchDocument[]): Markup => {
  const warnings = documents.flatMap((document) => document.warnings.map((message) => ({ message, document })));
  const rows = [...groupBy(warnings, ({ message }) => message)].map(([message, group]) => [
    html`${message}`,
    html`${formatInteger(group.length)}`,
    html`${group.map(({ document }) => html`<div>${fileCell(document)}</div>`)}`,
  ]);
  const content =
    rows.length === 0
      ? html`<p>There are no warnings.</p> `
      : table(
          `${formatCount(warnings.length, 'warning')}, grouped by text`,
          [text('Warning'), number('Documents'), text('Files')],
          rows,
        );
  return html`<h2>Warnings</h2>
    ${content}`;
};

const sizeCells = ({ pages, characters, chunks }: BatchDocument): readonly Markup[] => [
  pages === undefined ? html`<span class="muted">none</span>` : html`${formatInteger(pages)}`,
  html`${formatInteger(characters)}`,
  html`${formatInteger(chunks)}`,
];

/** The documents that took longest, over all of their attempts. */
export const slowestSection = (documents: readonly BatchDocument[]): Markup => {
  const slowest = documents
    .filter(({ seconds }) => seconds > 0)
    .toSorted((a, b) => b.seconds - a.seconds)
    .slice(0, SLOWEST_DOCUMENTS);
  const rows = slowest.map((document) => [
    fileCell(document),
    html`${formatSeconds(document.seconds)}`,
    ...sizeCells(document),
  ]);
  const columns = [text('File'), number('Time'), number('Pages'), number('Characters'), number('Chunks')];
  const content =
    rows.length === 0
      ? html`<p>No document has been worked on.</p> `
      : table(`The ${rows.length} slowest of ${formatCount(documents.length, 'document')}`, columns, rows);
  return html`<h2>Slowest documents</h2>
    ${content}`;
};

const hasValue = (value: MetadataValue | undefined): boolean =>
  value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0);

/** How many of the documents have a value, field by field, in the order in which the fields first appear. */
export const metadataSection = (documents: readonly BatchDocument[]): Markup => {
  const counts = new Map<string, number>();
  for (const { metadata } of documents)
    for (const [name, value] of Object.entries(metadata))
      counts.set(name, (counts.get(name) ?? 0) + (hasValue(value) ? 1 : 0));
  const rows = [...counts].map(([name, count]) => [
    html`<bdi>${name}</bdi>`,
    html`${formatInteger(count)}`,
    html`${formatPercent(count, documents.length)}`,
  ]);
  const columns = [text('Field'), number('Documents with a value'), number('Share')];
  const content =
    rows.length === 0
      ? html`<p>No document has metadata.</p> `
      : table(`Fields with a value, of ${formatCount(documents.length, 'document')}`, columns, rows);
  return html`<h2>Metadata coverage</h2>
    ${content}`;
};

const statusCell = ({ status, code, metadata_only: isMetadataOnly }: BatchDocument): Markup => {
  const word = DOCUMENT_WORDS[status];
  if (status === 'failed')
    return html`<span class="bad">${word}</span>${code === undefined ? NOTHING : html` <code>${code}</code>`}`;
  if (isMetadataOnly === true) return html`<span class="good">${word}</span> (metadata only)`;
  return status === 'processed' ? html`<span class="good">${word}</span>` : html`${word}`;
};

export const documentsSection = (documents: readonly BatchDocument[]): Markup => {
  const columns = [
    text('File'),
    text('Status'),
    number('Attempts'),
    number('Time'),
    number('Pages'),
    number('Characters'),
    number('Chunks'),
    number('Warnings'),
  ];
  const rows = documents.map((document) => [
    fileCell(document),
    statusCell(document),
    html`${formatInteger(document.attempts)}`,
    html`${formatSeconds(document.seconds)}`,
    ...sizeCells(document),
    html`${formatInteger(document.warnings.length)}`,
  ]);
  return html`<h2>All documents</h2>
    ${rows.length === 0 ? html`<p>The batch has no documents.</p> ` : table(formatCount(rows.length, 'document'), columns, rows)}`;
};

export const ignoredSection = (ignored: readonly IgnoredFile[]): Markup => {
  const rows = ignored.map(({ path, reason }) => [html`<bdi>${path}</bdi>`, html`${reason}`]);
  const content =
    rows.length === 0
      ? html`<p>No file of the selection was ignored.</p> `
      : table(formatCount(rows.length, 'file'), [text('File'), text('Reason')], rows);
  return html`<h2>Ignored files</h2>
    ${content}`;
};
