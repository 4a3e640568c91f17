import type { ReactNode } from 'react';
import { TARGETS } from '../../src-main/contract/batch.ts';
import { messages } from '../messages/messages.ts';
import { clearSelection, pickInto, removeMapping, setTarget, useNewBatch } from '../store/new-batch.ts';

const Card = ({ label, value, children }: { label: string; value: string; children: ReactNode }) => (
  <div className="card">
    <div className="grow">
      <div className="label">{label}</div>
      <div className="value" title={value}>
        {value}
      </div>
    </div>
    {children}
  </div>
);

/** The selection, its mapping and where it goes. */
export const SelectionStrip = () => {
  const { items, mapping, target } = useNewBatch();
  const [first] = items;
  return (
    <div className="strip">
      <Card
        label={messages.newBatch.selection}
        value={first === undefined ? messages.newBatch.nothing : messages.newBatch.more(first.name, items.length - 1)}
      >
        {items.length > 0 && (
          <button type="button" className="link" onClick={clearSelection}>
            {messages.newBatch.clear}
          </button>
        )}
      </Card>
      <Card label={messages.newBatch.mapping} value={mapping?.name ?? messages.newBatch.noMapping}>
        {mapping !== undefined && (
          <button type="button" className="link" onClick={removeMapping}>
            {messages.newBatch.remove}
          </button>
        )}
        <button type="button" className="link" onClick={() => void pickInto('mapping')}>
          {mapping === undefined ? messages.newBatch.choose : messages.newBatch.replace}
        </button>
      </Card>
      <div className="card">
        <label className="grow">
          <span className="label">{messages.newBatch.target}</span>
          <select
            className="field"
            value={target}
            onChange={({ target: { value } }) => setTarget(TARGETS.find((one) => one === value) ?? 'library')}
          >
            {TARGETS.map((one) => (
              <option key={one} value={one}>
                {messages.newBatch.targets[one]}
              </option>
            ))}
          </select>
        </label>
      </div>
    </div>
  );
};
