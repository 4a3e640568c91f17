import { useEffect } from 'react';
import { en } from '../messages/en.ts';
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
        <h1>{en.library.title}</h1>
        <input
          type="search"
          className="field grow"
          aria-label={en.library.search}
          placeholder={en.library.search}
          value={words}
          onChange={({ target }) => searchFor(target.value)}
        />
        <span className="muted" role="status">
          {isSearching ? en.library.found(hits.length) : en.library.documents(total)}
        </span>
      </header>
      {isEmpty ? (
        <div className="drop">
          <h2>{en.library.empty}</h2>
          <p className="muted">{en.library.emptyText}</p>
          <button type="button" className="button primary" onClick={() => show({ name: 'new_batch' })}>
            {en.app.newBatch}
          </button>
        </div>
      ) : (
        <div className="two library">
          <div className="card">
            {isSearching ? (
              // A region that scrolls must be reached by the keyboard.
              <div className="grid" tabIndex={0} role="region" aria-label={en.library.hits}>
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
