import type { ReactNode } from 'react';
import type { SearchHit } from '../../src-main/contract/search.ts';
import { messages } from '../messages/messages.ts';
import { useUi } from '../store/ui.ts';

/** A snippet with the words that were searched for marked. */
const Snippet = ({ snippet, highlights }: Pick<SearchHit, 'snippet' | 'highlights'>) => {
  const parts: ReactNode[] = [];
  let from = 0;
  for (const [start, end] of highlights) {
    parts.push(snippet.slice(from, start), <mark key={start}>{snippet.slice(start, end)}</mark>);
    from = end;
  }
  return (
    <p>
      {parts}
      {snippet.slice(from)}
    </p>
  );
};

/** The passages that were found, the best first. */
export const Hits = ({ hits }: { hits: readonly SearchHit[] }) => {
  const show = useUi((state) => state.show);
  return (
    <ul className="hits">
      {hits.map((hit) => (
        <li key={`${hit.document_id} ${hit.chunk}`}>
          <div className="row">
            <button
              type="button"
              className="row-link"
              onClick={() => show({ name: 'document', id: hit.document_id, chunk: hit.chunk })}
            >
              {hit.filename}
            </button>
            <span className="muted">
              {hit.page !== undefined && messages.library.page(hit.page)} {hit.heading}
            </span>
          </div>
          <Snippet snippet={hit.snippet} highlights={hit.highlights} />
        </li>
      ))}
    </ul>
  );
};
