import { useState } from 'react';
import type { BridgeOutput } from '../../src-main/contract/bridge.ts';
import { callOrShow } from '../bridge/bridge.ts';
import { Dialog } from '../components/dialog.tsx';
import { messages } from '../messages/messages.ts';
import { useUi } from '../store/ui.ts';
import { isEnded, type BatchSum } from './sum-batches.ts';
import type { ShownBatch } from './use-batch.ts';

const CAN_PAUSE: ReadonlySet<BatchSum['state']> = new Set(['queued', 'running', 'waiting_for_target']);
const CAN_RESUME: ReadonlySet<BatchSum['state']> = new Set(['paused', 'interrupted']);
/** Differences that a message names; the others are counted. */
const DIFFERENCES_SHOWN = 10;

const CancelDialog = ({ id, onClose }: { id: string; onClose: () => void }) => (
  <Dialog title={messages.batch.cancelTitle} onClose={onClose}>
    <p>{messages.batch.cancelText}</p>
    <div className="buttons">
      <button type="button" className="button" onClick={onClose}>
        {messages.batch.keep}
      </button>
      <button
        type="button"
        className="button danger"
        onClick={() => {
          onClose();
          void callOrShow('batch.cancel', { batch_id: id });
        }}
      >
        {messages.batch.cancel}
      </button>
    </div>
  </Dialog>
);

const UndoDialog = ({ id, plan, onClose }: { id: string; plan: BridgeOutput<'batch.undo'>; onClose: () => void }) => {
  const showDone = useUi((state) => state.showDone);
  const undo = async () => {
    onClose();
    const undone = await callOrShow('batch.undo', { batch_id: id });
    const [first, ...others] = undone?.sentences ?? [];
    if (first !== undefined) showDone(first, others);
  };
  return (
    <Dialog title={messages.batch.undoTitle} onClose={onClose}>
      {plan.sentences.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      <div className="buttons">
        <button type="button" className="button" onClick={onClose}>
          {messages.app.cancel}
        </button>
        <button type="button" className="button danger" onClick={() => void undo()}>
          {messages.batch.undoDo}
        </button>
      </div>
    </Dialog>
  );
};

/** Everything that can be done with a batch or series as a whole. */
export const BatchActions = ({ id, shown, sum }: { id: string; shown: ShownBatch; sum: BatchSum }) => {
  const showDone = useUi((state) => state.showDone);
  const [isCancelling, setCancelling] = useState(false);
  const [plan, setPlan] = useState<BridgeOutput<'batch.undo'>>();
  const hasEnded = shown.batches.every(isEnded);
  const wantsNeo4j = shown.batches.some(({ target }) => target === 'neo4j');
  const exportAs = async (format: 'csv' | 'html', name: string) => {
    const exported = await callOrShow('batch.export', { batch_id: id, format });
    if (exported === undefined) return;
    const saved = await callOrShow('shell.save_text', { suggested_name: name, content: exported.content });
    if (saved?.name !== undefined) showDone(messages.batch.saved(saved.name));
  };
  const verify = async () => {
    const verified = await callOrShow('batch.verify', { batch_id: id });
    if (verified === undefined) return;
    const { differences, documents_count } = verified;
    if (differences.length === 0) showDone(messages.batch.verified(documents_count));
    else {
      const named = differences.slice(0, DIFFERENCES_SHOWN).map(({ filename, what }) => `${filename}: ${what}`);
      showDone(messages.batch.differs(differences.length), named);
    }
  };
  const planUndo = async () => setPlan(await callOrShow('batch.undo', { batch_id: id, dry_run: true }));
  return (
    <div className="buttons">
      {CAN_PAUSE.has(sum.state) && (
        <button type="button" className="button" onClick={() => void callOrShow('batch.pause', { batch_id: id })}>
          {messages.batch.pause}
        </button>
      )}
      {CAN_RESUME.has(sum.state) && (
        <button
          type="button"
          className="button primary"
          onClick={() => void callOrShow('batch.resume', { batch_id: id })}
        >
          {messages.batch.resume}
        </button>
      )}
      {!hasEnded && wantsNeo4j && (
        <button
          type="button"
          className="button"
          onClick={() => void callOrShow('batch.finish_offline', { batch_id: id })}
        >
          {messages.batch.finishOffline}
        </button>
      )}
      {!hasEnded && (
        <button type="button" className="button" onClick={() => setCancelling(true)}>
          {messages.batch.cancel}
        </button>
      )}
      {sum.failed > 0 && (
        <button type="button" className="button" onClick={() => void exportAs('csv', 'failures.csv')}>
          {messages.batch.exportFailures}
        </button>
      )}
      <details className="menu">
        <summary className="button">{messages.batch.more}</summary>
        <div>
          <button type="button" onClick={() => void exportAs('html', 'report.html')}>
            {messages.batch.report}
          </button>
          <button type="button" onClick={() => void callOrShow('shell.show_log', {})}>
            {messages.batch.showLog}
          </button>
          {hasEnded && (
            <>
              <button type="button" onClick={() => void callOrShow('batch.publish', { batch_id: id })}>
                {messages.batch.publish}
              </button>
              <button type="button" onClick={() => void verify()}>
                {messages.batch.verify}
              </button>
              {!shown.isSeries && (
                <button type="button" onClick={() => void planUndo()}>
                  {messages.batch.undo}
                </button>
              )}
            </>
          )}
        </div>
      </details>
      {isCancelling && <CancelDialog id={id} onClose={() => setCancelling(false)} />}
      {plan !== undefined && <UndoDialog id={id} plan={plan} onClose={() => setPlan(undefined)} />}
    </div>
  );
};
