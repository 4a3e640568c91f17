import { createColumnHelper } from '@tanstack/react-table';
import { STATE_TONES } from '../batch/batch-screen.tsx';
import { isEnded } from '../batch/sum-batches.ts';
import { Tag } from '../components/tag.tsx';
import { messages } from '../messages/messages.ts';
import { formatDateTime, formatNumber } from '../messages/format.ts';
import { useUi } from '../store/ui.ts';
import type { BatchRow } from './batch-rows.ts';

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

/** What a person asked for in a row. */
export interface AskedOfBatch {
  readonly what: 'compare' | 'delete';
  readonly row: BatchRow;
}

const Actions = ({ row, onAsk }: { row: BatchRow; onAsk: (asked: AskedOfBatch) => void }) => {
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

/** The columns of the history; `startedAt` has the start of batches and series by their ids. */
export const historyColumns = (
  open: ReadonlySet<string>,
  startedAt: ReadonlyMap<string, string>,
  onToggle: (id: string) => void,
  onAsk: (asked: AskedOfBatch) => void,
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
