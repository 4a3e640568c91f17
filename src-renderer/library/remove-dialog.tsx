import { useState } from 'react';
import type { DocumentDetails } from '../../src-main/contract/library.ts';
import { bridge } from '../bridge/bridge.ts';
import { FormDialog } from '../components/form-dialog.tsx';
import { failureSentence } from '../messages/failure-words.ts';
import { messages } from '../messages/messages.ts';
import { useUi } from '../store/ui.ts';

/** Asks before a document is removed, and says what stays. */
export const RemoveDialog = ({ details, onClose }: { details: DocumentDetails; onClose: () => void }) => {
  const show = useUi((state) => state.show);
  const showDone = useUi((state) => state.showDone);
  const isInGraph = details.publication === 'published';
  const [fromTarget, setFromTarget] = useState(isInGraph);
  const [problem, setProblem] = useState('');
  const remove = async () => {
    const input = { document_id: details.document_id, from_target: fromTarget };
    const answer = await bridge.call('document.remove', input);
    if (!answer.ok) {
      setProblem(failureSentence(answer.failure));
      return;
    }
    showDone(messages.reader.removed(details.filename), [messages.reader.removedFromGraph[answer.value.graph]]);
    show({ name: 'library' });
  };
  return (
    <FormDialog
      title={messages.reader.removeTitle(details.filename)}
      action={messages.reader.removeDo}
      isDangerous
      onAction={() => void remove()}
      onClose={onClose}
    >
      <p>{messages.reader.removeText}</p>
      {isInGraph && (
        <label className="switch">
          <input type="checkbox" checked={fromTarget} onChange={({ target }) => setFromTarget(target.checked)} />
          {messages.reader.removeFromGraph}
        </label>
      )}
      {problem !== '' && (
        <p className="bad-text" role="alert">
          {problem}
        </p>
      )}
    </FormDialog>
  );
};
