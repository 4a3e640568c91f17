import { createColumnHelper, getCoreRowModel, useReactTable } from '@tanstack/react-table';
import { useEffect, useMemo, useState } from 'react';
import type { BatchStatusName } from '../../src-main/contract/batch.ts';
import type { Failure } from '../../src-main/contract/failure.ts';
import type { GraphBatch } from '../../src-main/contract/graph.ts';
import { bridge } from '../bridge/bridge.ts';
import { Tag, type Tone } from '../components/tag.tsx';
import { VirtualTable } from '../components/virtual-table.tsx';
import { failureWords } from '../messages/failure-words.ts';
import { messages } from '../messages/messages.ts';
import { formatDateTime, formatNumber } from '../messages/format.ts';
import { useUi } from '../store/ui.ts';

const NEWEST = 1000;

const TONES: Readonly<Record<BatchStatusName, Tone>> = {
  in_progress: 'run',
  completed: 'ok',
  partial_failure: 'warn',
  failed: 'bad',
  cancelled: 'off',
};

const column = createColumnHelper<GraphBatch>();
const words = messages.batches;
const text = (id: string, header: string, value: (batch: GraphBatch) => string) =>
  column.display({ id, header, cell: ({ row }) => value(row.original) });
const number = (id: string, header: string, value: (batch: GraphBatch) => number) =>
  column.display({
    id,
    header,
    meta: { width: '110px', isNumber: true },
    cell: ({ row }) => formatNumber(value(row.original)),
  });

const COLUMNS = [
  text('started', words.columns.started, ({ created_at }) => formatDateTime(created_at)),
  text('workstation', words.workstation, ({ workstation }) => workstation),
  column.display({
    id: 'state',
    header: words.columns.state,
    cell: ({ row: { original } }) => <Tag tone={TONES[original.status]}>{words.statuses[original.status]}</Tag>,
  }),
  number('total', words.columns.total, ({ total_documents }) => total_documents),
  number('processed', words.columns.processed, ({ processed_count }) => processed_count),
  number('failed', words.columns.failed, ({ failed_count }) => failed_count),
];

/** What all workstations have published, as Neo4j tells it. */
export const ColleaguesBatches = () => {
  const show = useUi((state) => state.show);
  const [batches, setBatches] = useState<readonly GraphBatch[]>();
  const [failure, setFailure] = useState<Failure>();
  const read = async () => {
    setFailure(undefined);
    const answer = await bridge.call('target.history', { limit: NEWEST });
    if (answer.ok) setBatches(answer.value.batches);
    else setFailure(answer.failure);
  };
  useEffect(() => void read(), []);
  const data = useMemo(() => [...(batches ?? [])], [batches]);
  const table = useReactTable({
    data,
    columns: COLUMNS,
    getCoreRowModel: getCoreRowModel(),
    getRowId: ({ batch_id }) => batch_id,
  });
  if (failure !== undefined) {
    return (
      <div className="drop" role="alert">
        <h2>{failureWords(failure).message}</h2>
        <p className="muted">{failureWords(failure).hint}</p>
        <div className="buttons">
          <button type="button" className="button primary" onClick={() => void read()}>
            {words.tryAgain}
          </button>
          <button type="button" className="button" onClick={() => show({ name: 'settings' })}>
            {messages.app.settings}
          </button>
        </div>
      </div>
    );
  }
  if (batches === undefined) return <p className="nothing muted">{messages.batch.loading}</p>;
  if (batches.length === 0) {
    return (
      <div className="drop">
        <h2>{words.noneInGraph}</h2>
        <p className="muted">{words.noneInGraphText}</p>
      </div>
    );
  }
  return <VirtualTable table={table} label={words.allLabel} className="card" />;
};
