import { useId } from 'react';
import { METADATA_FIELD_TYPES } from '../../src-main/contract/metadata.ts';
import { messages } from '../messages/messages.ts';
import { hasDetails, mayBeNode, type DraftProblem, type FieldDraft } from './schema-draft.ts';

interface SchemaRowProps {
  readonly draft: FieldDraft;
  /** From 1: what a field without a name is called. */
  readonly position: number;
  readonly problems: readonly DraftProblem[];
  readonly onChange: (changed: Partial<FieldDraft>) => void;
  readonly onRemove: () => void;
}

type TextPart = 'name' | 'label' | 'standard' | 'details';

/** A field of the schema as a row, and below it what is wrong with it. */
export const SchemaRow = ({ draft, position, problems, onChange, onRemove }: SchemaRowProps) => {
  const problemId = useId();
  const { columns, types, partOf, valuesExample, formatExample, remove, removeField } = messages.schema;
  const name = draft.name.trim();
  const text = (part: TextPart, placeholder = '') => (
    <input
      className="field"
      aria-label={partOf(columns[part], name, position)}
      aria-invalid={problems.some((problem) => problem.part === part)}
      aria-describedby={problems.length > 0 ? problemId : undefined}
      placeholder={placeholder}
      value={draft[part]}
      onChange={({ target }) => onChange({ [part]: target.value })}
    />
  );
  const check = (part: 'required' | 'node', isDisabled = false) => (
    <input
      type="checkbox"
      aria-label={partOf(columns[part], name, position)}
      disabled={isDisabled}
      checked={draft[part] && !isDisabled}
      onChange={({ target }) => onChange({ [part]: target.checked })}
    />
  );
  return (
    <>
      <tr>
        <td>{text('name')}</td>
        <td>{text('label', name)}</td>
        <td>
          <select
            className="field"
            aria-label={partOf(columns.type, name, position)}
            value={draft.type}
            onChange={({ target: { value } }) =>
              onChange({ type: METADATA_FIELD_TYPES.find((one) => one === value) ?? 'text', details: '' })
            }
          >
            {METADATA_FIELD_TYPES.map((type) => (
              <option key={type} value={type}>
                {types[type]}
              </option>
            ))}
          </select>
        </td>
        <td>{hasDetails(draft.type) && text('details', draft.type === 'date' ? formatExample : valuesExample)}</td>
        <td>{text('standard')}</td>
        <td className="check">{check('required')}</td>
        <td className="check">{check('node', !mayBeNode(draft.type))}</td>
        <td>
          <button type="button" className="link" aria-label={removeField(name, position)} onClick={onRemove}>
            {remove}
          </button>
        </td>
      </tr>
      {problems.length > 0 && (
        <tr className="problem">
          <td id={problemId} colSpan={8} className="bad-text">
            {problems.map((problem) => problem.text).join(' ')}
          </td>
        </tr>
      )}
    </>
  );
};
