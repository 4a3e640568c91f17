import { useState } from 'react';
import { messages } from '../messages/messages.ts';

interface EditCellProps {
  readonly text: string;
  readonly label: string;
  readonly isEdited: boolean;
  readonly onEdit: (text: string) => void;
}

/** A cell that becomes a field: Enter or leaving it keeps what was typed, Escape does not. */
export const EditCell = ({ text, label, isEdited, onEdit }: EditCellProps) => {
  const [draft, setDraft] = useState<string>();
  const keep = () => {
    if (draft !== undefined && draft !== text) onEdit(draft);
    setDraft(undefined);
  };
  if (draft === undefined) {
    return (
      <button
        type="button"
        className={`cell ${isEdited ? 'edited' : ''}`}
        aria-label={`${label}: ${text === '' ? messages.newBatch.empty : text}`}
        onClick={() => setDraft(text)}
      >
        {text === '' ? <span className="muted">{messages.newBatch.empty}</span> : text}
      </button>
    );
  }
  return (
    <input
      className="cell"
      aria-label={label}
      ref={(input) => input?.focus()}
      value={draft}
      onChange={({ target }) => setDraft(target.value)}
      onBlur={keep}
      onKeyDown={({ key }) => {
        if (key === 'Enter') keep();
        if (key === 'Escape') setDraft(undefined);
      }}
    />
  );
};
