import { BATCH_STATUSES, TARGETS } from '../../src-main/contract/batch.ts';
import { messages } from '../messages/messages.ts';
import { isFiltered, NO_FILTER, type HistoryFilter } from './history-filter.ts';

interface HistoryFiltersProps {
  readonly filter: HistoryFilter;
  readonly onChange: (filter: HistoryFilter) => void;
}

const optionOf = <T extends string>(values: readonly T[], value: string): T | '' =>
  values.find((one) => one === value) ?? '';

/** Words, status, target, days and open failures: what the history is narrowed by. */
export const HistoryFilters = ({ filter, onChange }: HistoryFiltersProps) => {
  const words = messages.batches;
  const change = (changed: Partial<HistoryFilter>) => onChange({ ...filter, ...changed });
  return (
    <div className="history-filters" role="search" aria-label={words.filters}>
      <input
        type="search"
        className="field grow"
        aria-label={words.search}
        placeholder={words.search}
        value={filter.words}
        onChange={({ target }) => change({ words: target.value })}
      />
      <select
        className="field"
        aria-label={words.columns.state}
        value={filter.status}
        onChange={({ target }) => change({ status: optionOf(BATCH_STATUSES, target.value) })}
      >
        <option value="">{words.anyStatus}</option>
        {BATCH_STATUSES.map((status) => (
          <option key={status} value={status}>
            {words.statuses[status]}
          </option>
        ))}
      </select>
      <select
        className="field"
        aria-label={words.columns.target}
        value={filter.target}
        onChange={({ target }) => change({ target: optionOf(TARGETS, target.value) })}
      >
        <option value="">{words.anyTarget}</option>
        {TARGETS.map((target) => (
          <option key={target} value={target}>
            {words.targets[target]}
          </option>
        ))}
      </select>
      <label className="switch">
        {words.from}
        <input
          type="date"
          className="field"
          value={filter.from}
          onChange={({ target }) => change({ from: target.value })}
        />
      </label>
      <label className="switch">
        {words.to}
        <input
          type="date"
          className="field"
          value={filter.to}
          onChange={({ target }) => change({ to: target.value })}
        />
      </label>
      <label className="switch">
        <input
          type="checkbox"
          checked={filter.onlyOpen}
          onChange={({ target }) => change({ onlyOpen: target.checked })}
        />
        {words.onlyOpen}
      </label>
      {isFiltered(filter) && (
        <button type="button" className="button" onClick={() => onChange(NO_FILTER)}>
          {words.clear}
        </button>
      )}
    </div>
  );
};
