import { useState } from 'react';
import type { Preflight } from '../../src-main/contract/preflight.ts';
import { FormDialog } from '../components/form-dialog.tsx';
import { messages } from '../messages/messages.ts';
import { setDefaults, useNewBatch } from '../store/new-batch.ts';

/** Metadata for all documents of the batch. */
export const DefaultsDialog = ({ fields, onClose }: { fields: Preflight['fields']; onClose: () => void }) => {
  const defaults = useNewBatch((state) => state.defaults);
  const [draft, setDraft] = useState(defaults);
  const apply = () => {
    setDefaults(new Map([...draft].filter(([, value]) => value.trim() !== '')));
    onClose();
  };
  return (
    <FormDialog
      title={messages.newBatch.defaultsTitle}
      action={messages.newBatch.apply}
      onAction={apply}
      onClose={onClose}
    >
      <p className="muted">{messages.newBatch.defaultsText}</p>
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
    </FormDialog>
  );
};
