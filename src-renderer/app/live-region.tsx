import { useEffect, useRef, useState } from 'react';
import type { BatchStatus } from '../../src-main/contract/batch.ts';
import { messages } from '../messages/messages.ts';
import { formatPercent } from '../messages/format.ts';
import { useReplica } from '../store/replica.ts';
import { useUi } from '../store/ui.ts';

const QUARTERS = [0.75, 0.5, 0.25];

/** What of a batch is worth saying aloud now that was not before; nothing most of the time. */
export const spokenOf = (before: BatchStatus | undefined, now: BatchStatus): string | undefined => {
  const { spoken, states } = messages.batch;
  const { total_documents: total, waiting_count: waiting, failed_documents: failures, status, state } = now;
  if (status !== 'in_progress') {
    return before?.status === 'in_progress'
      ? spoken.ended(states[state], now.processed_count, now.failed_count)
      : undefined;
  }
  if (before === undefined) return spoken.started(total);
  const [first] = failures;
  if (before.failed_count === 0 && first !== undefined) return spoken.firstFailure(first.filename);
  const shareOf = ({ total_documents, waiting_count }: BatchStatus) =>
    (total_documents - waiting_count) / total_documents;
  const reached = QUARTERS.find((quarter) => (total - waiting) / total >= quarter && shareOf(before) < quarter);
  return reached === undefined ? undefined : spoken.reached(formatPercent(reached));
};

/** Spoken text that comes faster than this is only noise; of each batch the newest counts. */
const SPEAK_EVERY_MS = 10_000;

/** The one polite live region: start, quarters, first failure and end, at most every ten seconds; and answers. */
export const LiveRegion = () => {
  const batches = useReplica((state) => state.batches);
  const before = useRef(batches);
  const unsaid = useRef(new Map<string, string>());
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [text, setText] = useState('');
  useEffect(() => {
    for (const [id, batch] of batches) {
      const said = before.current.get(id) === batch ? undefined : spokenOf(before.current.get(id), batch);
      if (said !== undefined) unsaid.current.set(id, said);
    }
    before.current = batches;
    const speak = (): void => {
      timer.current = undefined;
      if (unsaid.current.size === 0) return;
      setText([...unsaid.current.values()].join(' '));
      unsaid.current.clear();
      timer.current = setTimeout(speak, SPEAK_EVERY_MS);
    };
    if (timer.current === undefined) speak();
  }, [batches]);
  const said = useUi((state) => state.said);
  // What a person asked for is said at once.
  useEffect(() => setText(said.text), [said]);
  useEffect(() => () => clearTimeout(timer.current), []);
  return (
    <div className="spoken" role="status" aria-live="polite">
      {text}
    </div>
  );
};
