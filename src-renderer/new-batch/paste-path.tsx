import { useState } from 'react';
import { FormDialog } from '../components/form-dialog.tsx';
import { en } from '../messages/en.ts';
import { pastePath } from '../store/new-batch.ts';

/** A path as text; the system asks once more before it is used. */
export const PastePath = ({ onClose }: { onClose: () => void }) => {
  const [text, setText] = useState('');
  const use = () => {
    onClose();
    if (text.trim() !== '') void pastePath(text);
  };
  return (
    <FormDialog title={en.newBatch.pastePath} action={en.newBatch.use} onAction={use} onClose={onClose}>
      <label>
        {en.newBatch.pathLabel}
        <input className="field" value={text} onChange={({ target }) => setText(target.value)} />
      </label>
    </FormDialog>
  );
};
