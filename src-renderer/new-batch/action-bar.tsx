import { useState } from 'react';
import type { Preflight } from '../../src-main/contract/preflight.ts';
import { messages } from '../messages/messages.ts';
import { leaveOut, saveCorrectedMapping, saveTemplate, start, takeBack, useNewBatch } from '../store/new-batch.ts';
import { useUi } from '../store/ui.ts';
import { DefaultsDialog } from './defaults-dialog.tsx';

/** A batch has at most so many files; more become a series. */
const BATCH_FILES = 100;

const startWords = ({ total_documents: total, size_bytes }: Preflight): string =>
  total > BATCH_FILES
    ? messages.newBatch.loadSeries(total, Math.ceil(total / BATCH_FILES))
    : messages.newBatch.load(total, size_bytes);

/** What can be done with the selection, and the button that says what it will do. */
export const ActionBar = ({ preflight }: { preflight: Preflight }) => {
  const { leftOut, isChecking, isStarting } = useNewBatch();
  const showDone = useUi((state) => state.showDone);
  const [isOpen, setOpen] = useState(false);
  const failing = preflight.files.filter(({ errors }) => errors.length > 0).map(({ path }) => path);
  const save = async (make: () => Promise<string | undefined>) => {
    const name = await make();
    if (name !== undefined) showDone(messages.newBatch.saved(name));
  };
  return (
    <div className="action-bar">
      <span className="grow">
        {failing.length === 0 ? messages.newBatch.noProblems : messages.newBatch.problems(failing.length)}
      </span>
      <button type="button" className="link" onClick={() => void save(saveTemplate)}>
        {messages.newBatch.template}
      </button>
      <button type="button" className="link" onClick={() => void save(saveCorrectedMapping)}>
        {messages.newBatch.saveMapping}
      </button>
      {leftOut.size > 0 && (
        <button type="button" className="button" onClick={takeBack}>
          {messages.newBatch.takeBack(leftOut.size)}
        </button>
      )}
      {failing.length > 0 && (
        <button type="button" className="button" onClick={() => leaveOut(failing)}>
          {messages.newBatch.leaveOut(failing.length)}
        </button>
      )}
      <button type="button" className="button" onClick={() => setOpen(true)}>
        {messages.newBatch.defaults}
      </button>
      <button type="button" className="button primary" disabled={isChecking || isStarting} onClick={() => void start()}>
        {isChecking ? messages.newBatch.checking : startWords(preflight)}
      </button>
      {isOpen && <DefaultsDialog fields={preflight.fields} onClose={() => setOpen(false)} />}
    </div>
  );
};
