import { useEffect, useState } from 'react';
import { UNKNOWN_COLUMN_RULES, type MetadataSchema } from '../../src-main/contract/metadata.ts';
import { bridge, callOrShow } from '../bridge/bridge.ts';
import { FormDialog } from '../components/form-dialog.tsx';
import { messages } from '../messages/messages.ts';
import { checkAgain } from '../store/new-batch.ts';
import { useReplica } from '../store/replica.ts';
import { useUi } from '../store/ui.ts';
import { draftOf, emptyDraft, inputOf, problemsOf, type FieldDraft } from './schema-draft.ts';
import { SchemaRow } from './schema-row.tsx';

const COLUMNS = ['name', 'label', 'type', 'details', 'standard', 'required', 'node'] as const;

/** The metadata fields of this workstation: a table that says what is wrong while it is typed. */
export const SchemaSection = () => {
  const engine = useReplica((state) => state.engine);
  const { showDone, showFailure } = useUi.getState();
  const [drafts, setDrafts] = useState<readonly FieldDraft[]>();
  const [unknown, setUnknown] = useState<MetadataSchema['unknown_columns']>('keep');
  const [isDefault, setDefault] = useState(true);
  const [isChanged, setChanged] = useState(false);
  const [isAsking, setAsking] = useState(false);
  const take = (read: { readonly schema: MetadataSchema; readonly is_default: boolean }): void => {
    setDrafts(read.schema.fields.map(draftOf));
    setUnknown(read.schema.unknown_columns);
    setDefault(read.is_default);
    setChanged(false);
  };
  useEffect(() => {
    if (engine !== 'running') return;
    const read = async (): Promise<void> => {
      const answer = await bridge.call('schema.read', {});
      if (answer.ok) {
        take(answer.value);
        return;
      }
      // A file that somebody wrote by hand: the way back is the default.
      showFailure(answer.failure);
      setDrafts([]);
      setDefault(false);
    };
    void read();
  }, [engine, showFailure]);
  if (drafts === undefined) return null;
  const change = (changed: readonly FieldDraft[]): void => {
    setDrafts(changed);
    setChanged(true);
  };
  const problems = new Map(drafts.map((draft) => [draft.key, problemsOf(draft, drafts)]));
  const isValid = [...problems.values()].every((found) => found.length === 0);
  const write = async (fields: FieldDraft[] | undefined): Promise<void> => {
    const input = fields === undefined ? {} : { fields: fields.map(inputOf), unknown_columns: unknown };
    const written = await callOrShow('schema.write', input);
    if (written === undefined) return;
    take(written);
    checkAgain();
    showDone(messages.schema.saved);
  };
  return (
    <section className="card settings-group wide" aria-label={messages.schema.title}>
      <h2>{messages.schema.title}</h2>
      <p className="muted">{messages.schema.text}</p>
      {drafts.length === 0 ? (
        <p>{messages.schema.none}</p>
      ) : (
        <div className="schema-scroll">
          <table className="schema" aria-label={messages.schema.title}>
            <thead>
              <tr>
                {COLUMNS.map((column) => (
                  <th key={column} scope="col" className={column}>
                    {messages.schema.columns[column]}
                  </th>
                ))}
                <td className="remove" />
              </tr>
            </thead>
            <tbody>
              {drafts.map((draft, at) => (
                <SchemaRow
                  key={draft.key}
                  draft={draft}
                  position={at + 1}
                  problems={problems.get(draft.key) ?? []}
                  onChange={(changed) =>
                    change(drafts.map((one) => (one.key === draft.key ? { ...one, ...changed } : one)))
                  }
                  onRemove={() => change(drafts.filter(({ key }) => key !== draft.key))}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
      <p className="muted small">{messages.schema.nodeHint}</p>
      <label className="inline">
        {messages.schema.unknown}
        <select
          className="field"
          value={unknown}
          onChange={({ target: { value } }) => {
            setUnknown(UNKNOWN_COLUMN_RULES.find((one) => one === value) ?? 'keep');
            setChanged(true);
          }}
        >
          {UNKNOWN_COLUMN_RULES.map((rule) => (
            <option key={rule} value={rule}>
              {messages.schema.unknownRules[rule]}
            </option>
          ))}
        </select>
      </label>
      <div className="buttons">
        <button type="button" className="button" onClick={() => change([...drafts, emptyDraft()])}>
          {messages.schema.add}
        </button>
        <button
          type="button"
          className="button"
          disabled={!isChanged || !isValid}
          onClick={() => void write([...drafts])}
        >
          {messages.schema.save}
        </button>
        <button type="button" className="button" disabled={isDefault && !isChanged} onClick={() => setAsking(true)}>
          {messages.schema.reset}
        </button>
      </div>
      {isAsking && (
        <FormDialog
          title={messages.schema.resetTitle}
          action={messages.schema.resetAction}
          onClose={() => setAsking(false)}
          onAction={() => {
            setAsking(false);
            void write(undefined);
          }}
        >
          <p>{messages.schema.resetText}</p>
        </FormDialog>
      )}
    </section>
  );
};
