import { createColumnHelper, getCoreRowModel, useReactTable } from '@tanstack/react-table';
import { useMemo, useState } from 'react';
import type { DocumentStatus } from '../../src-main/contract/batch.ts';
import { Tag, type Tone } from '../components/tag.tsx';
import { VirtualTable } from '../components/virtual-table.tsx';
import { messages } from '../messages/messages.ts';
import { formatNumber, formatSeconds } from '../messages/format.ts';
import { WAITING, type ShownDocument } from './use-batch.ts';

const TONES: Readonly<Record<DocumentStatus, Tone>> = {
  queued: 'off',
  extracting: 'run',
  prepared: 'run',
  publishing: 'run',
  processed: 'ok',
  unchanged: 'off',
  duplicate: 'off',
  failed: 'bad',
  cancelled: 'off',
};
const FILTERS = ['all', 'failed', 'waiting'] as const;
type Filter = (typeof FILTERS)[number];

const isShown = ({ status }: ShownDocument, filter: Filter): boolean =>
  filter === 'all' || (filter === 'failed' ? status === 'failed' : WAITING.has(status));

const column = createColumnHelper<ShownDocument>();
const orDash = (value: number | undefined): string => (value === undefined || value === 0 ? '–' : formatNumber(value));

const columns = [
  column.accessor('filename', {
    header: messages.batch.columns.document,
    cell: ({ row }) => <span title={row.original.path}>{row.original.filename}</span>,
  }),
  column.display({
    id: 'stage',
    header: messages.batch.columns.stage,
    meta: { width: '190px' },
    cell: ({ row: { original } }) => (
      <Tag tone={TONES[original.status]} title={original.error ?? ''}>
        {original.status === 'failed'
          ? (original.error ?? messages.batch.statuses.failed)
          : messages.batch.statuses[original.status]}
      </Tag>
    ),
  }),
  column.display({
    id: 'pages',
    header: messages.batch.columns.pages,
    meta: { width: '64px', isNumber: true },
    cell: ({ row }) => orDash(row.original.pages),
  }),
  column.display({
    id: 'chunks',
    header: messages.batch.columns.chunks,
    meta: { width: '70px', isNumber: true },
    cell: ({ row }) => orDash(row.original.chunks),
  }),
  column.display({
    id: 'time',
    header: messages.batch.columns.time,
    meta: { width: '74px', isNumber: true },
    cell: ({ row }) => (WAITING.has(row.original.status) ? '–' : formatSeconds(row.original.seconds)),
  }),
];

/** Every document of the batch with the stage that it is in. */
export const DocumentsTable = ({ documents }: { documents: readonly ShownDocument[] }) => {
  const [filter, setFilter] = useState<Filter>('all');
  const data = useMemo(() => documents.filter((document) => isShown(document, filter)), [documents, filter]);
  const table = useReactTable({ data, columns, getCoreRowModel: getCoreRowModel() });
  return (
    <div className="card">
      <div className="card-head">
        <h2 className="grow">{messages.batch.documents}</h2>
        <div className="buttons" role="group" aria-label={messages.batch.show}>
          {FILTERS.map((one) => (
            <button
              key={one}
              type="button"
              className="tab"
              aria-pressed={filter === one}
              onClick={() => setFilter(one)}
            >
              {messages.batch.filters[one]}
              <b>{documents.filter((document) => isShown(document, one)).length}</b>
            </button>
          ))}
        </div>
      </div>
      <VirtualTable table={table} label={messages.batch.documents} />
    </div>
  );
};
