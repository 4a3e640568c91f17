import { useEffect, useState } from 'react';
import type { BatchSummary } from '../../src-main/contract/batch.ts';
import { CompareDialog } from '../batches/compare-dialog.tsx';
import { bridge } from '../bridge/bridge.ts';
import { messages } from '../messages/messages.ts';
import { formatDateTime } from '../messages/format.ts';
import { useReplica } from '../store/replica.ts';
import { useUi } from '../store/ui.ts';

/** The newest retry of each start: a series of retries is one. */
const distinct = (retries: readonly BatchSummary[]): BatchSummary[] => [
  ...new Map(retries.map((batch) => [batch.series_id ?? batch.batch_id, batch])).values(),
];

/** What a batch retries, and what retries it; nothing for most. */
export const RetryLinks = ({ id, retryOf }: { id: string; retryOf: string | undefined }) => {
  const show = useUi((state) => state.show);
  const batches = useReplica((state) => state.batches);
  const [retries, setRetries] = useState<readonly BatchSummary[]>([]);
  const [original, setOriginal] = useState<string>();
  const [isComparing, setComparing] = useState(false);
  const count = batches.size;
  useEffect(() => {
    const read = async () => {
      const answer = await bridge.call('batch.history', { retry_of: id });
      if (answer.ok) setRetries(distinct(answer.value.batches));
      if (retryOf === undefined) return;
      const statuses = await bridge.call('batch.statuses', { batch_id: retryOf });
      setOriginal(statuses.ok ? statuses.value.batches[0]?.created_at : undefined);
    };
    void read();
  }, [id, retryOf, count]);
  if (retries.length === 0 && original === undefined) return null;
  return (
    <div className="retry-links">
      {original !== undefined && retryOf !== undefined && (
        <>
          <button type="button" className="link" onClick={() => show({ name: 'batch', id: retryOf })}>
            {messages.batches.retryOf(formatDateTime(original))}
          </button>{' '}
          <button type="button" className="link" onClick={() => setComparing(true)}>
            {messages.batches.compare}
          </button>
        </>
      )}
      {retries.map((retry) => (
        <button
          key={retry.batch_id}
          type="button"
          className="link"
          onClick={() => show({ name: 'batch', id: retry.series_id ?? retry.batch_id })}
        >
          {messages.batches.retriedBy(formatDateTime(retry.created_at))}
        </button>
      ))}
      {isComparing && retryOf !== undefined && (
        <CompareDialog originalId={retryOf} retryId={id} onClose={() => setComparing(false)} />
      )}
    </div>
  );
};
