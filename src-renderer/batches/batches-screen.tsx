import { createColumnHelper, getCoreRowModel, useReactTable } from '@tanstack/react-table';
import { useEffect, useMemo, useState } from 'react';
import type { BatchSummary } from '../../src-main/contract/batch.ts';
import { STATE_TONES } from '../batch/batch-screen.tsx';
import { bridge } from '../bridge/bridge.ts';
import { Tag } from '../components/tag.tsx';
import { VirtualTable } from '../components/virtual-table.tsx';
import { messages } from '../messages/messages.ts';
import { formatDateTime, formatNumber } from '../messages/format.ts';
import { useReplica } from '../store/replica.ts';
import { useUi } from '../store/ui.ts';

const NEWEST = 1000;

const column = createColumnHelper<BatchSummary>();
const number = (id: string, header: string, value: (batch: BatchSummary) => number) =>
  column.display({
    id,
    header,
    meta: { width: '110px', isNumber: true },
    cell: ({ row }) => formatNumber(value(row.original)),
  });

/** The batches of this library, the newest first. */
export const BatchesScreen = () => {
  const engine = useReplica((state) => state.engine);
  const current = useReplica((state) => state.batches);
  const show = useUi((state) => state.show);
  const [read, setRead] = useState<readonly BatchSummary[]>();
  useEffect(() => {
    if (engine !== 'running') return;
    void bridge.call('batch.history', { limit: NEWEST }).then((answer) => answer.ok && setRead(answer.value.batches));
  }, [engine]);
  const data = useMemo(() => (read ?? []).map((batch) => current.get(batch.batch_id) ?? batch), [read, current]);
  const { columns: words } = messages.batches;
  const columns = useMemo(
    () => [
      column.display({
        id: 'started',
        header: words.started,
        cell: ({ row: { original } }) => (
          <button
            type="button"
            className="row-link"
            aria-label={messages.batches.open(formatDateTime(original.created_at))}
            onClick={() => show({ name: 'batch', id: original.series_id ?? original.batch_id })}
          >
            {formatDateTime(original.created_at)}
          </button>
        ),
      }),
      column.display({
        id: 'state',
        header: words.state,
        cell: ({ row: { original } }) => (
          <Tag tone={STATE_TONES[original.state]}>{messages.batch.states[original.state]}</Tag>
        ),
      }),
      number('total', words.total, ({ total_documents }) => total_documents),
      number('processed', words.processed, ({ processed_count }) => processed_count),
      number('failed', words.failed, ({ failed_count }) => failed_count),
      number('open', words.open, ({ open_failures_count }) => open_failures_count),
      column.display({
        id: 'target',
        header: words.target,
        cell: ({ row }) => messages.batches.targets[row.original.target],
      }),
    ],
    [words, show],
  );
  const table = useReactTable({
    data,
    columns,
    getCoreRowModel: getCoreRowModel(),
    getRowId: ({ batch_id }) => batch_id,
  });
  return (
    <div className="screen">
      <header className="head">
        <h1>{messages.batches.title}</h1>
      </header>
      {read?.length === 0 ? (
        <div className="drop">
          <h2>{messages.batches.empty}</h2>
          <p className="muted">{messages.batches.emptyText}</p>
          <button type="button" className="button primary" onClick={() => show({ name: 'new_batch' })}>
            {messages.batches.start}
          </button>
        </div>
      ) : (
        <VirtualTable table={table} label={messages.batches.tableLabel} className="card" />
      )}
    </div>
  );
};
