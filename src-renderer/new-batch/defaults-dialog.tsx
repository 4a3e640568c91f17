import { useState } from 'react';
import type { Preflight } from '../../src-main/contract/preflight.ts';
import { Dialog } from '../components/dialog.tsx';
import { en } from '../messages/en.ts';
import { setDefaults, useNewBatch } from '../store/new-batch.ts';

/** Metadata for all documents of the batch. */
export const DefaultsDialog = ({ fields, onClose }: { fields: Preflight['fields']; onClose: () => void }) => {
  const defaults = useNewBatch((state) => state.defaults);
  const [draft, setDraft] = useState(defaults);
  return (
    <Dialog title={en.newBatch.defaultsTitle} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          setDefaults(new Map([...draft].filter(([, value]) => value.trim() !== '')));
          onClose();
        }}
      >
        <p className="muted">{en.newBatch.defaultsText}</p>
        {fields.map(({ name, label }) => (
          <label key={name}>
            {label}
            <input
              className="field"
              value={draft.get(name) ?? ''}
              onChange={({ target }) => setDraft(new Map(draft).set(name, target.value))}
            />
          </label>
        ))}
        <div className="buttons">
          <button type="button" className="button" onClick={onClose}>
            {en.app.cancel}
          </button>
          <button type="submit" className="button primary">
            {en.newBatch.apply}
          </button>
        </div>
      </form>
    </Dialog>
  );
};
