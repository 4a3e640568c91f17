import { useState } from 'react';
import { FormDialog } from '../components/form-dialog.tsx';
import { messages } from '../messages/messages.ts';
import { pastePath } from '../store/new-batch.ts';

/** A path as text; the system asks once more before it is used. */
export const PastePath = ({ onClose }: { onClose: () => void }) => {
  const [text, setText] = useState('');
  const use = () => {
    onClose();
    if (text.trim() !== '') void pastePath(text);
  };
  return (
    <FormDialog title={messages.newBatch.pastePath} action={messages.newBatch.use} onAction={use} onClose={onClose}>
      <label>
        {messages.newBatch.pathLabel}
        <input className="field" value={text} onChange={({ target }) => setText(target.value)} />
      </label>
    </FormDialog>
  );
};
