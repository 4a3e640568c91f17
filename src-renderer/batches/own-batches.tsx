import { getCoreRowModel, useReactTable } from '@tanstack/react-table';
import { useEffect, useMemo, useState } from 'react';
import type { BatchSummary } from '../../src-main/contract/batch.ts';
import { callOrShow } from '../bridge/bridge.ts';
import { Spoken } from '../components/spoken.tsx';
import { VirtualTable } from '../components/virtual-table.tsx';
import { messages } from '../messages/messages.ts';
import { forgetBatches, useReplica } from '../store/replica.ts';
import { useUi } from '../store/ui.ts';
import { batchRows } from './batch-rows.ts';
import { historyColumns, type AskedOfBatch } from './history-columns.tsx';
import { CompareDialog } from './compare-dialog.tsx';
import { DeleteDialog } from './delete-dialog.tsx';
import { HistoryFilters } from './history-filters.tsx';
import { historyInput, isFiltered, NO_FILTER, type HistoryFilter } from './history-filter.ts';

const NEWEST = 1000;

const words = messages.batches;

/** The batches of this library, the newest first. */
export const OwnBatches = () => {
  const engine = useReplica((state) => state.engine);
  const current = useReplica((state) => state.batches);
  const show = useUi((state) => state.show);
  const [filter, setFilter] = useState<HistoryFilter>(NO_FILTER);
  const [read, setRead] = useState<readonly BatchSummary[]>();
  const [total, setTotal] = useState(0);
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const [asked, setAsked] = useState<AskedOfBatch>();
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
    return historyColumns(open, startedAt, toggle, setAsked);
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
