import { useState } from 'react';
import { Dialog } from '../components/dialog.tsx';
import { en } from '../messages/en.ts';
import { pastePath } from '../store/new-batch.ts';

/** A path as text; the system asks once more before it is used. */
export const PastePath = ({ onClose }: { onClose: () => void }) => {
  const [text, setText] = useState('');
  return (
    <Dialog title={en.newBatch.pastePath} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onClose();
          if (text.trim() !== '') void pastePath(text);
        }}
      >
        <label>
          {en.newBatch.pathLabel}
          <input className="field" value={text} onChange={({ target }) => setText(target.value)} />
        </label>
        <div className="buttons">
          <button type="button" className="button" onClick={onClose}>
            {en.app.cancel}
          </button>
          <button type="submit" className="button primary">
            {en.newBatch.use}
          </button>
        </div>
      </form>
    </Dialog>
  );
};
