import type { BatchState } from '../../src-main/contract/batch.ts';
import { Tag, type Tone } from '../components/tag.tsx';
import { messages } from '../messages/messages.ts';
import { formatDateTime } from '../messages/format.ts';
import { BatchActions } from './batch-actions.tsx';
import { DocumentsTable } from './documents-table.tsx';
import { FailuresPanel } from './failures-panel.tsx';
import { RetryLinks } from './retry-links.tsx';
import { Stats } from './stats.tsx';
import { isEnded, sumBatches } from './sum-batches.ts';
import { useBatch, type ShownBatch } from './use-batch.ts';

export const STATE_TONES: Readonly<Record<BatchState, Tone>> = {
  queued: 'off',
  running: 'run',
  pausing: 'run',
  paused: 'warn',
  waiting_for_target: 'warn',
  cancelling: 'run',
  interrupted: 'warn',
  completed: 'ok',
  partial_failure: 'warn',
  failed: 'bad',
  cancelled: 'off',
};

const SHORT_ID = 8;

const Publication = ({ batches }: Pick<ShownBatch, 'batches'>) => {
  const all = batches.flatMap(({ publication }) => publication ?? []);
  if (all.length === 0) return null;
  const sum = (value: (one: (typeof all)[number]) => number) => all.reduce((total, one) => total + value(one), 0);
  const reason = all.find((one) => one.reason !== undefined)?.reason;
  const words = messages.batch.published(
    sum(({ published }) => published),
    sum(({ pending }) => pending),
    sum(({ rejected }) => rejected),
  );
  return (
    <footer className="action-bar muted">
      {words} {reason}
    </footer>
  );
};

/** A batch or a series, as it is at this moment. */
export const BatchScreen = ({ id }: { id: string }) => {
  const shown = useBatch(id);
  const [first] = shown?.batches ?? [];
  if (shown === undefined || first === undefined) {
    return (
      <header className="head">
        <h1>{messages.batch.title(id.slice(0, SHORT_ID))}</h1>
        <span className="muted">{messages.batch.loading}</span>
      </header>
    );
  }
  const sum = sumBatches(shown.batches);
  const shortId = id.slice(0, SHORT_ID);
  return (
    <div className="screen">
      <header className="head">
        <h1>{shown.isSeries ? messages.batch.seriesTitle(shortId) : messages.batch.title(shortId)}</h1>
        <Tag tone={STATE_TONES[sum.state]}>{messages.batch.states[sum.state]}</Tag>
        <span className="muted grow">
          {messages.batch.started(formatDateTime(first.created_at))}
          {shown.isSeries && `, ${messages.batch.of(shown.batches.length)}`}
        </span>
        <BatchActions id={id} shown={shown} sum={sum} />
      </header>
      {sum.reason !== undefined && <p className="reason">{sum.reason}</p>}
      <RetryLinks id={id} retryOf={first.retry_of} />
      <Stats sum={sum} documents={shown.documents} />
      <div className="two">
        <DocumentsTable documents={shown.documents} />
        <FailuresPanel id={id} documents={shown.documents} canRetry={shown.batches.every(isEnded)} />
      </div>
      <Publication batches={shown.batches} />
    </div>
  );
};
