import { useEffect, useState } from 'react';
import type { BridgeOutput } from '../../src-main/contract/bridge.ts';
import { bridge } from '../bridge/bridge.ts';
import { FormDialog } from '../components/form-dialog.tsx';
import { failureSentence } from '../messages/failure-words.ts';
import { messages } from '../messages/messages.ts';
import { useUi } from '../store/ui.ts';

interface DeleteDialogProps {
  readonly id: string;
  readonly onClose: () => void;
  readonly onDeleted: () => void;
}

/** Asks before a batch or series leaves the history, and says what stays. */
export const DeleteDialog = ({ id, onClose, onDeleted }: DeleteDialogProps) => {
  const words = messages.batches;
  const showDone = useUi((state) => state.showDone);
  const [planned, setPlan] = useState<BridgeOutput<'batch.delete'>>();
  const [problem, setProblem] = useState('');
  useEffect(() => {
    const plan = async () => {
      const answer = await bridge.call('batch.delete', { batch_id: id, dry_run: true });
      if (answer.ok) setPlan(answer.value);
      else setProblem(failureSentence(answer.failure));
    };
    void plan();
  }, [id]);
  const remove = async () => {
    const answer = await bridge.call('batch.delete', { batch_id: id });
    if (!answer.ok) {
      setProblem(failureSentence(answer.failure));
      return;
    }
    showDone(words.deleted(answer.value.batches_deleted));
    onDeleted();
  };
  return (
    <FormDialog
      title={words.deleteTitle}
      action={words.deleteDo}
      isDangerous
      onAction={() => void (planned === undefined ? undefined : remove())}
      onClose={onClose}
    >
      {planned !== undefined && (
        <>
          <p>{words.deleteText(planned.batches_deleted)}</p>
          <p>{words.deleteKeeps(planned.documents_kept)}</p>
          {planned.unpublished_count > 0 && (
            <p className="bad-text">{words.deleteUnpublished(planned.unpublished_count)}</p>
          )}
        </>
      )}
      {problem !== '' && (
        <p className="bad-text" role="alert">
          {problem}
        </p>
      )}
    </FormDialog>
  );
};
