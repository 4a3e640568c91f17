import { useEffect, useState } from 'react';
import type { BatchSummary } from '../../src-main/contract/batch.ts';
import { bridge, callOrShow } from '../bridge/bridge.ts';
import { failureWords } from '../messages/failure-words.ts';
import { messages } from '../messages/messages.ts';
import { useReplica } from '../store/replica.ts';
import { useUi } from '../store/ui.ts';

/** Batches that an earlier session left: they go on when a person says so. */
const Interrupted = () => {
  const engine = useReplica((state) => state.engine);
  const [waiting, setWaiting] = useState<readonly BatchSummary[]>([]);
  const show = useUi((state) => state.show);
  useEffect(() => {
    if (engine !== 'running') return;
    void bridge.call('batch.resumable', {}).then((answer) => answer.ok && setWaiting(answer.value.batches));
  }, [engine]);
  const [first] = waiting;
  if (first === undefined) return null;
  const resume = async () => {
    const resumed = await callOrShow('batch.resume', {});
    setWaiting([]);
    if (resumed !== undefined) show({ name: 'batch', id: first.series_id ?? first.batch_id });
  };
  const documents = waiting.reduce((sum, { waiting_count }) => sum + waiting_count, 0);
  return (
    <div className="notice">
      <div className="grow">
        <b>{messages.interrupted.title(waiting.length)}</b>
        <p className="muted">{messages.interrupted.text(documents)}</p>
      </div>
      <button type="button" className="button primary" onClick={() => void resume()}>
        {messages.interrupted.resume}
      </button>
      <button type="button" className="button" onClick={() => setWaiting([])}>
        {messages.app.dismiss}
      </button>
    </div>
  );
};

/** What was refused and what was done; each stays until somebody closes it. */
export const Notices = () => {
  const notices = useUi((state) => state.notices);
  const dismiss = useUi((state) => state.dismiss);
  const failure = useReplica((state) => state.engineFailure);
  return (
    <section className="notices" aria-label={messages.app.notices}>
      {failure !== undefined && (
        <div className="notice failure" role="alert">
          <div>
            <b>{failureWords(failure).message}</b>
            <p className="muted">{failureWords(failure).hint}</p>
          </div>
        </div>
      )}
      <Interrupted />
      {notices.map(({ id, kind, title, text, details }) => (
        <div key={id} className={`notice ${kind}`} role={kind === 'failure' ? 'alert' : 'status'}>
          <div className="grow">
            <b>{title}</b>
            {text !== '' && <p className="muted">{text}</p>}
            {details.length > 0 && (
              <ul>
                {details.map((detail) => (
                  <li key={detail}>{detail}</li>
                ))}
              </ul>
            )}
          </div>
          <button type="button" className="button" onClick={() => dismiss(id)}>
            {messages.app.dismiss}
          </button>
        </div>
      ))}
    </section>
  );
};
