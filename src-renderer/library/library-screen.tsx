import { useEffect } from 'react';
import { messages } from '../messages/messages.ts';
import { readFacets, readLibrary, searchFor, useLibrary } from '../store/library.ts';
import { useReplica } from '../store/replica.ts';
import { useUi } from '../store/ui.ts';
import { DocumentsList } from './documents-list.tsx';
import { Facets } from './facets.tsx';
import { Hits } from './hits.tsx';

/** Search as one types, narrowed by metadata. */
export const LibraryScreen = () => {
  const { words, hits, documents, total, isRead, filter } = useLibrary();
  const engine = useReplica((state) => state.engine);
  const show = useUi((state) => state.show);
  useEffect(() => {
    if (engine !== 'running') return;
    void readLibrary();
    void readFacets();
  }, [engine]);
  const isSearching = words.trim() !== '';
  const isEmpty = isRead && !isSearching && filter === undefined && documents.length === 0;
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
        <span className="muted" role="status">
          {isSearching ? messages.library.found(hits.length) : messages.library.documents(total)}
        </span>
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
            {isSearching ? (
              // A region that scrolls must be reached by the keyboard.
              <div className="grid" tabIndex={0} role="region" aria-label={messages.library.hits}>
                <Hits hits={hits} />
              </div>
            ) : (
              <DocumentsList documents={documents} />
            )}
          </div>
          <Facets />
        </div>
      )}
    </div>
  );
};
