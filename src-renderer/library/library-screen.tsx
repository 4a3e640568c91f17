import { useEffect } from 'react';
import { Spoken } from '../components/spoken.tsx';
import { messages } from '../messages/messages.ts';
import {
  filterBy,
  publishPending,
  readFacets,
  readLibrary,
  readPending,
  searchFor,
  showOnlyPending,
  useLibrary,
} from '../store/library.ts';
import { useReplica } from '../store/replica.ts';
import { useUi } from '../store/ui.ts';
import { DocumentsList } from './documents-list.tsx';
import { Facets } from './facets.tsx';
import { Hits } from './hits.tsx';

/** What is in the library and not in Neo4j, and what to do about it. */
const Pending = () => {
  const { pending, onlyPending } = useLibrary();
  if (pending === 0 && !onlyPending) return null;
  return (
    <div className="pending">
      <span className="grow">{messages.library.pending(pending)}</span>
      <label className="switch">
        <input type="checkbox" checked={onlyPending} onChange={({ target }) => showOnlyPending(target.checked)} />
        {messages.library.onlyPending}
      </label>
      <button type="button" className="button primary" disabled={pending === 0} onClick={() => void publishPending()}>
        {messages.library.publishPending}
      </button>
    </div>
  );
};

const NothingFound = () => {
  const filter = useLibrary((state) => state.filter);
  return (
    <div className="nothing">
      <p>{messages.library.nothingFound}</p>
      <p className="muted">{messages.library.nothingFoundText}</p>
      {filter !== undefined && (
        <button type="button" className="button" onClick={() => filterBy(undefined)}>
          {messages.library.clearFilter(filter.value)}
        </button>
      )}
    </div>
  );
};

/** Search as one types, narrowed by metadata. */
export const LibraryScreen = () => {
  const { words, hits, documents, total, isRead, filter, onlyPending } = useLibrary();
  const engine = useReplica((state) => state.engine);
  const show = useUi((state) => state.show);
  useEffect(() => {
    if (engine !== 'running') return;
    void readLibrary();
    void readFacets();
  }, [engine]);
  const batches = useReplica((state) => state.batches);
  useEffect(() => {
    if (engine === 'running') void readPending();
  }, [engine, batches]);
  const isSearching = words.trim() !== '';
  const isEmpty = isRead && !isSearching && filter === undefined && !onlyPending && documents.length === 0;
  return (
    <div className="screen">
      <header className="head">
        <h1>{messages.library.title}</h1>
        <input
          type="search"
          className="field grow"
          aria-label={messages.library.search}
          placeholder={messages.library.search}
          value={words}
          onChange={({ target }) => searchFor(target.value)}
        />
        <Spoken className="muted">
          {isSearching ? messages.library.found(hits.length) : messages.library.documents(total)}
        </Spoken>
      </header>
      {isEmpty ? (
        <div className="drop">
          <h2>{messages.library.empty}</h2>
          <p className="muted">{messages.library.emptyText}</p>
          <button type="button" className="button primary" onClick={() => show({ name: 'new_batch' })}>
            {messages.app.newBatch}
          </button>
        </div>
      ) : (
        <div className="two library">
          <div className="card">
            <Pending />
            {isSearching ? (
              // A region that scrolls must be reached by the keyboard.
              <div className="grid" tabIndex={0} role="region" aria-label={messages.library.hits}>
                {hits.length === 0 && isRead ? <NothingFound /> : <Hits hits={hits} />}
              </div>
            ) : (
              // Another choice of documents begins at its top.
              <DocumentsList key={`${filter?.field} ${filter?.value} ${onlyPending}`} />
            )}
          </div>
          <Facets />
        </div>
      )}
    </div>
  );
};
