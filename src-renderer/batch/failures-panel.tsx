import { useState } from 'react';
import type { FailureCode } from '../../src-main/contract/failure-codes.ts';
import { callOrShow } from '../bridge/bridge.ts';
import { FormDialog } from '../components/form-dialog.tsx';
import { failureWords } from '../messages/failure-words.ts';
import { messages } from '../messages/messages.ts';
import { readDocuments } from '../store/replica.ts';
import { useUi } from '../store/ui.ts';
import type { ShownDocument } from './use-batch.ts';

/** Failures with the same code and hint: one thing to do for all of them. */
interface FailureGroup {
  readonly code: FailureCode;
  readonly title: string;
  readonly hint: string;
  readonly documents: readonly ShownDocument[];
}

const groupsOf = (documents: readonly ShownDocument[]): FailureGroup[] => {
  const groups = new Map<string, FailureGroup>();
  for (const document of documents) {
    const { code, hint = '' } = document;
    if (code === undefined) continue;
    const known = groups.get(code);
    const title = messages.failures[code].message.replace(/\.$/u, '');
    const words = failureWords({ code, message: document.error ?? '', hint });
    groups.set(code, { code, title, hint: words.hint, documents: [...(known?.documents ?? []), document] });
  }
  return [...groups.values()];
};

const HandledDialog = ({ id, document, onClose }: { id: string; document: ShownDocument; onClose: () => void }) => {
  const [note, setNote] = useState('');
  const mark = async () => {
    await callOrShow('failure.handle', { batch_id: id, filename: document.path, note });
    await readDocuments(document.batchId);
    onClose();
  };
  return (
    <FormDialog
      title={messages.batch.handledTitle(document.filename)}
      action={messages.batch.handledDo}
      onAction={() => void mark()}
      onClose={onClose}
    >
      <label>
        {messages.batch.note}
        <input className="field" value={note} onChange={({ target }) => setNote(target.value)} />
      </label>
    </FormDialog>
  );
};

const Failed = ({ document, onHandle }: { document: ShownDocument; onHandle: () => void }) => {
  const { dealt_with: dealt } = document;
  return (
    <li>
      <b>{document.filename}</b>
      <p>{document.error}</p>
      {dealt === undefined ? (
        <>
          <button
            type="button"
            className="link"
            aria-label={`${messages.batch.showInFolder}: ${document.filename}`}
            onClick={() => void callOrShow('shell.show_document', { batch_id: document.batchId, path: document.path })}
          >
            {messages.batch.showInFolder}
          </button>
          <button
            type="button"
            className="link"
            aria-label={messages.batch.handledTitle(document.filename)}
            onClick={onHandle}
          >
            {messages.batch.handled}
          </button>
        </>
      ) : (
        <span className="tag off">
          {dealt.how === 'retried' ? messages.batch.dealtRetried : messages.batch.dealtHandled(dealt.note ?? '')}
        </span>
      )}
    </li>
  );
};

/** What failed, grouped by what to do about it; it stays until it is dealt with. */
export const FailuresPanel = ({
  id,
  documents,
  canRetry,
}: {
  id: string;
  documents: readonly ShownDocument[];
  canRetry: boolean;
}) => {
  const show = useUi((state) => state.show);
  const [handling, setHandling] = useState<ShownDocument>();
  const failed = documents.filter(({ status }) => status === 'failed');
  const isOpen = ({ dealt_with }: ShownDocument) => dealt_with === undefined;
  const retry = async (codes: FailureCode[]) => {
    const started = await callOrShow('batch.retry', { batch_id: id, codes });
    const [batch] = started?.batches ?? [];
    if (batch !== undefined) show({ name: 'batch', id: started?.series_id ?? batch.batch_id });
  };
  const open = failed.filter(isOpen).length;
  return (
    <div className="card">
      <div className="card-head">
        <h2>{messages.batch.failures}</h2>
        {open > 0 && <span className="tag bad">{open}</span>}
        <span className="grow" />
        {canRetry && open > 0 && (
          <button type="button" className="link" onClick={() => void retry([])}>
            {messages.batch.retryAll}
          </button>
        )}
      </div>
      <div className="failures">
        {groupsOf(failed).map((group) => {
          const openInGroup = group.documents.filter(isOpen).length;
          return (
            <section key={group.code} className="failure" aria-label={group.title}>
              <div className="row">
                <b>{group.title}</b>
                <span className="muted">{group.documents.length}</span>
              </div>
              <p>{group.hint}</p>
              <ul>
                {group.documents.map((document) => (
                  <Failed key={document.path} document={document} onHandle={() => setHandling(document)} />
                ))}
              </ul>
              {canRetry && openInGroup > 0 && (
                <button type="button" className="button" onClick={() => void retry([group.code])}>
                  {messages.batch.retryGroup(openInGroup)}
                </button>
              )}
            </section>
          );
        })}
        <p className="failure muted">{failed.length === 0 ? messages.batch.noFailures : messages.batch.stay}</p>
      </div>
      {handling !== undefined && <HandledDialog id={id} document={handling} onClose={() => setHandling(undefined)} />}
    </div>
  );
};
