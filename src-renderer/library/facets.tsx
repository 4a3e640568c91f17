import { messages } from '../messages/messages.ts';
import { formatNumber } from '../messages/format.ts';
import { filterBy, useLibrary } from '../store/library.ts';

/** The values of the metadata: one narrows what is found. */
export const Facets = () => {
  const facets = useLibrary((state) => state.facets);
  const filter = useLibrary((state) => state.filter);
  return (
    <aside className="card facets" aria-label={messages.library.facets}>
      {filter !== undefined && (
        <button type="button" className="button" onClick={() => filterBy(undefined)}>
          {messages.library.clearFilter(filter.value)}
        </button>
      )}
      {facets.map(({ field, values }) => (
        <section key={field} aria-label={field}>
          <h2>{field.replaceAll('_', ' ')}</h2>
          <ul>
            {values.map(({ value, documents_count }) => {
              const isOn = filter?.field === field && filter.value === value;
              return (
                <li key={value}>
                  <button
                    type="button"
                    className="facet"
                    aria-pressed={isOn}
                    onClick={() => filterBy(isOn ? undefined : { field, value })}
                  >
                    <span>{value}</span>
                    <span className="muted">{formatNumber(documents_count)}</span>
                  </button>
                </li>
              );
            })}
          </ul>
        </section>
      ))}
    </aside>
  );
};
