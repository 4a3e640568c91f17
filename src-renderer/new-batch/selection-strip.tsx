import type { ReactNode } from 'react';
import { TARGETS } from '../../src-main/contract/batch.ts';
import { en } from '../messages/en.ts';
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
        label={en.newBatch.selection}
        value={first === undefined ? en.newBatch.nothing : en.newBatch.more(first.name, items.length - 1)}
      >
        {items.length > 0 && (
          <button type="button" className="link" onClick={clearSelection}>
            {en.newBatch.clear}
          </button>
        )}
      </Card>
      <Card label={en.newBatch.mapping} value={mapping?.name ?? en.newBatch.noMapping}>
        {mapping !== undefined && (
          <button type="button" className="link" onClick={removeMapping}>
            {en.newBatch.remove}
          </button>
        )}
        <button type="button" className="link" onClick={() => void pickInto('mapping')}>
          {mapping === undefined ? en.newBatch.choose : en.newBatch.replace}
        </button>
      </Card>
      <div className="card">
        <label className="grow">
          <span className="label">{en.newBatch.target}</span>
          <select
            className="field"
            value={target}
            onChange={({ target: { value } }) => setTarget(TARGETS.find((one) => one === value) ?? 'library')}
          >
            {TARGETS.map((one) => (
              <option key={one} value={one}>
                {en.newBatch.targets[one]}
              </option>
            ))}
          </select>
        </label>
      </div>
    </div>
  );
};
