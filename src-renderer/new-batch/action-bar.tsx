import { useState } from 'react';
import type { Preflight } from '../../src-main/contract/preflight.ts';
import { en } from '../messages/en.ts';
import { leaveOut, saveCorrectedMapping, saveTemplate, start, takeBack, useNewBatch } from '../store/new-batch.ts';
import { useUi } from '../store/ui.ts';
import { DefaultsDialog } from './defaults-dialog.tsx';

/** A batch has at most so many files; more become a series. */
const BATCH_FILES = 100;

const startWords = ({ total_documents: total, size_bytes }: Preflight): string =>
  total > BATCH_FILES
    ? en.newBatch.loadSeries(total, Math.ceil(total / BATCH_FILES))
    : en.newBatch.load(total, size_bytes);

/** What can be done with the selection, and the button that says what it will do. */
export const ActionBar = ({ preflight }: { preflight: Preflight }) => {
  const { leftOut, isChecking, isStarting } = useNewBatch();
  const showDone = useUi((state) => state.showDone);
  const [isOpen, setOpen] = useState(false);
  const failing = preflight.files.filter(({ errors }) => errors.length > 0).map(({ path }) => path);
  const save = async (make: () => Promise<string | undefined>) => {
    const name = await make();
    if (name !== undefined) showDone(en.newBatch.saved(name));
  };
  return (
    <div className="action-bar">
      <span className="grow">
        {failing.length === 0 ? en.newBatch.noProblems : en.newBatch.problems(failing.length)}
      </span>
      <button type="button" className="link" onClick={() => void save(saveTemplate)}>
        {en.newBatch.template}
      </button>
      <button type="button" className="link" onClick={() => void save(saveCorrectedMapping)}>
        {en.newBatch.saveMapping}
      </button>
      {leftOut.size > 0 && (
        <button type="button" className="button" onClick={takeBack}>
          {en.newBatch.takeBack(leftOut.size)}
        </button>
      )}
      {failing.length > 0 && (
        <button type="button" className="button" onClick={() => leaveOut(failing)}>
          {en.newBatch.leaveOut(failing.length)}
        </button>
      )}
      <button type="button" className="button" onClick={() => setOpen(true)}>
        {en.newBatch.defaults}
      </button>
      <button type="button" className="button primary" disabled={isChecking || isStarting} onClick={() => void start()}>
        {isChecking ? en.newBatch.checking : startWords(preflight)}
      </button>
      {isOpen && <DefaultsDialog fields={preflight.fields} onClose={() => setOpen(false)} />}
    </div>
  );
};
