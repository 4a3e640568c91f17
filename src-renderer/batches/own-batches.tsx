import { createColumnHelper, getCoreRowModel, useReactTable } from '@tanstack/react-table';
import { useEffect, useMemo, useState } from 'react';
import type { BatchSummary } from '../../src-main/contract/batch.ts';
import { STATE_TONES } from '../batch/batch-screen.tsx';
import { isEnded } from '../batch/sum-batches.ts';
import { callOrShow } from '../bridge/bridge.ts';
import { Spoken } from '../components/spoken.tsx';
import { Tag } from '../components/tag.tsx';
import { VirtualTable } from '../components/virtual-table.tsx';
import { messages } from '../messages/messages.ts';
import { formatDateTime, formatNumber } from '../messages/format.ts';
import { forgetBatches, useReplica } from '../store/replica.ts';
import { useUi } from '../store/ui.ts';
import { batchRows, type BatchRow } from './batch-rows.ts';
import { CompareDialog } from './compare-dialog.tsx';
import { DeleteDialog } from './delete-dialog.tsx';
import { HistoryFilters } from './history-filters.tsx';
import { historyInput, isFiltered, NO_FILTER, type HistoryFilter } from './history-filter.ts';

const NEWEST = 1000;

const words = messages.batches;
const column = createColumnHelper<BatchRow>();
const number = (id: string, header: string, width: string, value: (row: BatchRow) => number) =>
  column.display({
    id,
    header,
    meta: { width, isNumber: true },
    cell: ({ row }) => formatNumber(value(row.original)),
  });

const Name = ({ row, isOpen, onToggle }: { row: BatchRow; isOpen: boolean; onToggle: () => void }) => {
  const show = useUi((state) => state.show);
  const when = formatDateTime(row.startedAt);
  return (
    <span className={`batch-name ${row.kind}`}>
      {row.kind === 'series' && (
        <button
          type="button"
          className="toggle"
          aria-expanded={isOpen}
          aria-label={words.openSeries(when)}
          onClick={onToggle}
        >
          <span aria-hidden="true">{isOpen ? '▾' : '▸'}</span>
        </button>
      )}
      <button
        type="button"
        className="row-link"
        aria-label={row.kind === 'series' ? words.showSeries(when) : words.open(when)}
        onClick={() => show({ name: 'batch', id: row.id })}
      >
        {when}
      </button>
      {row.kind === 'series' && <span className="muted">{messages.batch.of(row.batches.length)}</span>}
    </span>
  );
};

interface Asked {
  readonly what: 'compare' | 'delete';
  readonly row: BatchRow;
}

const Actions = ({ row, onAsk }: { row: BatchRow; onAsk: (asked: Asked) => void }) => {
  const when = formatDateTime(row.startedAt);
  return (
    <span className="batch-actions">
      {row.retryOf !== undefined && (
        <button
          type="button"
          className="link"
          aria-label={words.compareOf(when)}
          onClick={() => onAsk({ what: 'compare', row })}
        >
          {words.compare}
        </button>
      )}
      {row.batches.every(isEnded) && (
        <button
          type="button"
          className="link"
          aria-label={words.deleteOf(when)}
          onClick={() => onAsk({ what: 'delete', row })}
        >
          {words.remove}
        </button>
      )}
    </span>
  );
};

const RetryOf = ({ id, startedAt }: { id: string; startedAt: string | undefined }) => {
  const show = useUi((state) => state.show);
  const label = words.retryOf(startedAt === undefined ? id.slice(0, 8) : formatDateTime(startedAt));
  return (
    <button type="button" className="link" aria-label={label} title={label} onClick={() => show({ name: 'batch', id })}>
      {words.retry}
    </button>
  );
};

const columnsOf = (
  open: ReadonlySet<string>,
  startedAt: ReadonlyMap<string, string>,
  onToggle: (id: string) => void,
  onAsk: (asked: Asked) => void,
) => [
  column.display({
    id: 'started',
    header: words.columns.started,
    meta: { width: '200px' },
    cell: ({ row: { original } }) => (
      <Name row={original} isOpen={open.has(original.id)} onToggle={() => onToggle(original.id)} />
    ),
  }),
  column.display({
    id: 'state',
    header: words.columns.state,
    meta: { width: '134px' },
    cell: ({ row: { original } }) => (
      <Tag tone={STATE_TONES[original.sum.state]}>{messages.batch.states[original.sum.state]}</Tag>
    ),
  }),
  number('total', words.columns.total, '100px', ({ sum }) => sum.total),
  number('processed', words.columns.processed, '96px', ({ sum }) => sum.processed),
  number('failed', words.columns.failed, '70px', ({ sum }) => sum.failed),
  number('open', words.columns.open, '66px', ({ sum }) => sum.open),
  column.display({
    id: 'target',
    header: words.columns.target,
    meta: { width: '76px' },
    cell: ({ row }) => words.targets[row.original.target],
  }),
  column.display({
    id: 'retry',
    header: words.columns.retry,
    meta: { width: '96px' },
    cell: ({ row: { original } }) =>
      original.retryOf !== undefined && <RetryOf id={original.retryOf} startedAt={startedAt.get(original.retryOf)} />,
  }),
  column.display({
    id: 'actions',
    header: words.columns.actions,
    meta: { width: '164px' },
    cell: ({ row }) => <Actions row={row.original} onAsk={onAsk} />,
  }),
];

/** The batches of this library, the newest first. */
export const OwnBatches = () => {
  const engine = useReplica((state) => state.engine);
  const current = useReplica((state) => state.batches);
  const show = useUi((state) => state.show);
  const [filter, setFilter] = useState<HistoryFilter>(NO_FILTER);
  const [read, setRead] = useState<readonly BatchSummary[]>();
  const [total, setTotal] = useState(0);
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const [asked, setAsked] = useState<Asked>();
  const [changes, setChanges] = useState(0);
  useEffect(() => {
    if (engine !== 'running') return undefined;
    let isNewest = true;
    const readHistory = async () => {
      const history = await callOrShow('batch.history', { limit: NEWEST, whole_series: true, ...historyInput(filter) });
      if (history === undefined || !isNewest) return;
      setRead(history.batches);
      setTotal(history.total);
    };
    void readHistory();
    return () => void (isNewest = false);
  }, [engine, filter, changes]);
  useEffect(() => {
    // One that was started elsewhere meanwhile.
    if (read === undefined || isFiltered(filter)) return;
    const known = new Set(read.map(({ batch_id }) => batch_id));
    const newest = read[0]?.created_at ?? '';
    const isNew = [...current.values()].some(
      ({ batch_id, created_at }) => created_at >= newest && !known.has(batch_id),
    );
    if (isNew) setChanges((count) => count + 1);
  }, [current, read, filter]);
  const batches = useMemo(() => (read ?? []).map((batch) => current.get(batch.batch_id) ?? batch), [read, current]);
  const data = useMemo(() => batchRows(batches, open), [batches, open]);
  const columns = useMemo(() => {
    const startedAt = new Map(
      batches.flatMap((batch) => [batch.batch_id, batch.series_id ?? ''].map((id) => [id, batch.created_at] as const)),
    );
    const toggle = (id: string) =>
      setOpen((before) =>
        before.has(id) ? new Set([...before].filter((one) => one !== id)) : new Set([...before, id]),
      );
    return columnsOf(open, startedAt, toggle, setAsked);
  }, [batches, open]);
  const table = useReactTable({ data, columns, getCoreRowModel: getCoreRowModel(), getRowId: ({ id }) => id });
  const close = () => setAsked(undefined);
  if (read?.length === 0 && !isFiltered(filter)) {
    return (
      <div className="drop">
        <h2>{words.empty}</h2>
        <p className="muted">{words.emptyText}</p>
        <button type="button" className="button primary" onClick={() => show({ name: 'new_batch' })}>
          {words.start}
        </button>
      </div>
    );
  }
  return (
    <>
      <HistoryFilters filter={filter} onChange={setFilter} />
      <Spoken className="history-count muted">
        {total > batches.length ? words.newestOf(batches.length, total) : words.found(total)}
      </Spoken>
      {read?.length === 0 ? (
        <p className="nothing">{words.noneFits}</p>
      ) : (
        <VirtualTable table={table} label={words.tableLabel} className="card" />
      )}
      {asked?.what === 'delete' && (
        <DeleteDialog
          id={asked.row.id}
          onClose={close}
          onDeleted={() => {
            forgetBatches([asked.row.id, ...asked.row.batches.map(({ batch_id }) => batch_id)]);
            close();
            setChanges((count) => count + 1);
          }}
        />
      )}
      {asked?.what === 'compare' && asked.row.retryOf !== undefined && (
        <CompareDialog originalId={asked.row.retryOf} retryId={asked.row.id} onClose={close} />
      )}
    </>
  );
};
