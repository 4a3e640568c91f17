import { useEffect, useId, useState } from 'react';
import type { DocumentDetails, EditableField } from '../../src-main/contract/library.ts';
import { bridge } from '../bridge/bridge.ts';
import { FormDialog } from '../components/form-dialog.tsx';
import { failureSentence } from '../messages/failure-words.ts';
import { messages } from '../messages/messages.ts';

interface EditMetadataDialogProps {
  readonly details: DocumentDetails;
  readonly onEdited: (details: DocumentDetails) => void;
  readonly onClose: () => void;
}

/** The metadata of one document, each value as a text. What is wrong is said in the dialog, which stays open. */
export const EditMetadataDialog = ({ details, onEdited, onClose }: EditMetadataDialogProps) => {
  const [typed, setTyped] = useState<ReadonlyMap<string, string>>(new Map());
  const [problem, setProblem] = useState('');
  const hintId = useId();
  const [fields, setFields] = useState<readonly EditableField[]>([]);
  useEffect(() => {
    const read = async () => {
      const answer = await bridge.call('document.fields', { document_id: details.document_id });
      if (answer.ok) setFields(answer.value.fields);
      else setProblem(failureSentence(answer.failure));
    };
    void read();
  }, [details.document_id]);
  const changed = fields.filter(({ name, text }) => (typed.get(name) ?? text) !== text);
  const save = async () => {
    const cells = Object.fromEntries(changed.map(({ name }) => [name, typed.get(name) ?? '']));
    const answer = await bridge.call('document.edit', { document_id: details.document_id, cells });
    if (answer.ok) onEdited(answer.value);
    else setProblem(failureSentence(answer.failure));
  };
  return (
    <FormDialog
      title={messages.reader.editTitle(details.filename)}
      action={messages.settings.save}
      onAction={() => void (changed.length === 0 ? onClose() : save())}
      onClose={onClose}
    >
      <p className="muted" id={hintId}>
        {messages.reader.editText}
      </p>
      {fields.map(({ name, label, required, text }) => (
        <label key={name}>
          {label}
          <input
            className="field"
            value={typed.get(name) ?? text}
            aria-required={required}
            aria-describedby={hintId}
            onChange={({ target }) => setTyped(new Map(typed).set(name, target.value))}
          />
        </label>
      ))}
      {problem !== '' && (
        <p className="bad-text" role="alert">
          {problem}
        </p>
      )}
    </FormDialog>
  );
};
